"""The two functions that open and drop a bank's schema. Public schema only: this app is shared."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "provisioning.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL,
            reverse_sql="drop function public.create_bank_schema(text); drop function public.drop_bank_schema(text);",
        )
    ]

"""A bank's schema comes and goes with two roles: its own and its vault's. Public schema only: this app is shared."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "vault.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_provisioning")]

    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]

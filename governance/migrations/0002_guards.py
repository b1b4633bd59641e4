"""Guards that hold whoever writes, also the owner of the tables."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.RunSQL((SQL / "vote_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]

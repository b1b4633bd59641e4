"""Guards of rounds and objections that hold whoever writes, also the owner of the tables."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_published_words")]

    operations = [
        migrations.AddField(
            "selection",
            "declined",
            models.JSONField(default=list, help_text="Ids of people who were named and do not want the role (E2)."),
        ),
        migrations.RunSQL((SQL / "round_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]

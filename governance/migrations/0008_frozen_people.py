"""Nobody is added to a roll or a round afterwards, answers name who wrote them, an effect keeps what it orders."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_no_helping_circles")]

    operations = [
        migrations.AddField(
            "ballot",
            "roll_size",
            models.PositiveIntegerField(default=0, help_text="Who stood on the roll then; nobody is added (D8)."),
        ),
        migrations.AddField(
            "consentround",
            "circle_size",
            models.PositiveSmallIntegerField(
                default=0, help_text="How many belonged to it when the round was opened; nobody is added (C1)."
            ),
        ),
        migrations.AddConstraint(
            "objection",
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(harms=""), name="objection_says_why_and_what"
            ),
        ),
        migrations.RunSQL((SQL / "vote_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "round_guard.sql").read_text(), reverse_sql=migrations.RunSQL.noop),
    ]

"""A login's sessions can be ended at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("users", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(
                default=0, db_default=0, help_text="Raised to end every session of this login."
            ),
        ),
    ]

"""Hours that the bank itself gives or takes: enrolment, recruiting, leadership, monthly levies."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Credit(models.Model):
    """One ground for one member, in the books under `entry_id`. Never edited, never given twice."""

    class Ground(models.TextChoices):
        ENROLMENT = "enrolment", "Joining the bank"
        RECRUITER = "recruiter", "Bringing in a member"
        LEADERSHIP = "leadership", "Leadership hours"
        LEVY = "levy", "Monthly contribution"
        LEAVING = "leaving", "Balance on leaving"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ground = models.CharField(max_length=12, choices=Ground.choices)
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="credits")
    minutes = models.IntegerField(help_text="Plus: the bank gave; minus: the member contributed.")
    service_date = models.DateField()
    words = models.CharField(max_length=200, help_text="What the statement says.")
    about_id = models.UUIDField(help_text="What it was for: the member who joined, the report, the month's entry.")
    entry_id = models.UUIDField()
    recorded_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ground", "about_id", "member"], name="credit_once_for_a_ground"),
        ]
        indexes: ClassVar = [models.Index(fields=["entry_id"], name="credit_entry")]

"""Events and meetings, who was there, and who came early or stayed late to help."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Event(models.Model):
    """A gathering. Attending nets zero or earns, as the bank's policy in force on that day says."""

    class Kind(models.TextChoices):
        EVENT = "event", "Event"
        MEETING = "meeting", "Organisation meeting"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    minutes = models.PositiveIntegerField(help_text="How long it lasted.")
    supervised_by = models.ForeignKey(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who keeps an eye on it; needed when somebody there works under supervision only.",
    )  # fmt: skip
    recorded_by = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    request_digest = models.BinaryField(max_length=32)
    entry_id = models.UUIDField(null=True, blank=True, unique=True)
    undoing_entry_id = models.UUIDField(null=True, blank=True, unique=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "title"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """One member at one event."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="attendances")
    attended_minutes = models.PositiveIntegerField(help_text="Counted as companionship; moves nothing by itself.")
    early_minutes = models.PositiveIntegerField(default=0)
    late_minutes = models.PositiveIntegerField(default=0)
    hosted = models.BooleanField(default=False)
    credited_minutes = models.PositiveIntegerField(default=0, help_text="What the bank paid this member.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "member"], name="attendance_once"),
        ]

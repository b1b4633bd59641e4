"""Meetings, their agenda and their attendance log. People are bare ids; the bank knows their names."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Meeting(models.Model):
    """A meeting that may decide. It runs from `opened_at` to `closed_at`."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "Members' meeting"
        WHOLE = "meeting_of_the_whole", "Meeting of the whole"
        CIRCLE = "circle", "Circle meeting"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    circle = models.CharField(max_length=40, blank=True, help_text="The circle that meets; empty for the whole bank.")
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=90)
    called_by_id = models.UUIDField()
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    facilitator_id = models.UUIDField(null=True, blank=True)
    secretary_id = models.UUIDField(null=True, blank=True)
    minutes_text = models.TextField(blank=True, max_length=20_000)
    minutes_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """A person arrived at a meeting or left it. Written once; a correction is another row."""

    class Capacity(models.TextChoices):
        VOTING = "voting", "Votes"
        NONVOTING = "nonvoting", "Does not vote"

    class Act(models.TextChoices):
        ARRIVED = "arrived", "Arrived"
        LEFT = "left", "Left"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    person_id = models.UUIDField()
    act = models.CharField(max_length=8, choices=Act.choices)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    at = models.DateTimeField()
    recorded_by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["meeting", "person_id", "at"], name="presence_of_person")]


class AgendaItem(models.Model):
    """One topic of a meeting, with its phase and its minutes."""

    class Phase(models.TextChoices):
        CHECK_IN = "check_in", "Check-in"
        ADMIN = "admin", "Minutes and dates"
        ITEM = "item", "Topic"
        CHECK_OUT = "check_out", "Check-out"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.ITEM)
    place = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=150)
    minutes = models.PositiveSmallIntegerField(default=10)
    proposal = models.ForeignKey(
        "governance.Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )

    class Meta:
        ordering: ClassVar = ["place", "id"]

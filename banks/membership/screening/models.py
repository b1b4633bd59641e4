"""Screening: cases in the open, what was learnt behind the vault.

The three Sealed tables give nothing to the bank's ordinary role (`apps.py`, `vault_rights`): they are reached
inside `behind_vault()` only, and each reading leaves a row with its reason. They name people by bare ids.
"""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class ScreeningCase(models.Model):
    """One look at one person, decided by two different screeners; where they differ, the more careful word counts."""

    class Outcome(models.TextChoices):
        CLEAR = "full", "May take part in everything"
        GROUP_EVENTS_ONLY = "group_events_only", "Group events only"
        SUPERVISED = "supervised", "Supervised activities only"
        DECLINED = "declined", "Cannot become a member"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(
        "banks.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="screening"
    )
    member = models.ForeignKey(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="screenings"
    )
    opened_at = models.DateTimeField()
    first_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    first_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application=None) ^ models.Q(member=None), name="screening_of_one_person"
            ),
            models.CheckConstraint(
                condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("first_by")),
                name="screening_by_two_people",
            ),
        ]


class ReferenceCheck(models.Model):
    """One reference of an applicant; who it is and what they said is sealed under `sealed_note_id`."""

    class Result(models.TextChoices):
        WAITING = "waiting", "To be asked"
        SPEAKS_FOR = "speaks_for", "Speaks for the applicant"
        DOUBTS = "doubts", "Has doubts"
        NOT_REACHED = "not_reached", "Could not be reached"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey("banks.Application", on_delete=models.CASCADE, related_name="references")
    sealed_note_id = models.UUIDField()
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.WAITING)
    checked_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)


class SealedNote(models.Model):
    """What was learnt about somebody, sealed. Behind the vault."""

    class Kind(models.TextChoices):
        SCREENING = "screening", "Screening"
        REFERENCE = "reference", "Reference"
        INCIDENT = "incident", "Safety report"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.UUIDField(db_index=True, help_text="The application or the member it is about.")
    sealed = models.BinaryField()
    written_by_id = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["written_at"]


class SealedBirthDate(models.Model):
    """A birth date, sealed. Behind the vault; what follows from it (a minor or not) stands in the open."""

    person_id = models.UUIDField(primary_key=True, help_text="The application, later the member.")
    sealed = models.BinaryField()


class SealedReading(models.Model):
    """Somebody opened a seal, and said why. Written with the reading, in one transaction."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    note_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    reader_id = models.UUIDField(null=True, help_text="Empty: the clock, for a birthday.")
    reason = models.CharField(max_length=200)
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-read_at"]

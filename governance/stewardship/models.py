"""Caretakers of a bank whose founders leave: their replies, their mandate, their ids (K7)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class CaretakerReply(models.Model):
    """A proposed caretaker's yes or no. Written once; the last reply counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        "governance.ProposalVersion", on_delete=models.PROTECT, related_name="caretaker_replies"
    )
    person_id = models.UUIDField()
    accepts = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Mandate(models.Model):
    """The time for which caretakers keep the bank: until `ends_on`, and then until two other members can recover it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.OneToOneField("governance.Decision", on_delete=models.PROTECT, related_name="mandate")
    began_at = models.DateTimeField()
    ends_on = models.DateField(help_text="The last day of the mandate.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-began_at"]
        constraints: ClassVar = [
            # Nulls are not distinct: only one mandate may be without an end.
            models.UniqueConstraint(fields=["ended_at"], nulls_distinct=False, name="one_mandate_at_a_time"),
        ]


class Caretaker(models.Model):
    """A person who has a mandate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="caretakers")
    person_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "person_id"], name="caretaker_once"),
        ]

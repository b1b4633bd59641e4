"""Caretakers of a bank whose founders leave: what each said when asked, their mandate, who they are (K7)."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class CaretakerWord(models.Model):
    """Somebody who is named says yes or no to being a caretaker. Written once; their last word counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey("governance.ProposalVersion", on_delete=models.PROTECT, related_name="caretaker_words")
    person_id = models.UUIDField()
    accepts = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Mandate(models.Model):
    """Caretakers look after the bank from a decision until a day, and then until two others can."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.OneToOneField("governance.Decision", on_delete=models.PROTECT, related_name="mandate")
    began_at = models.DateTimeField()
    ends_on = models.DateField(help_text="The last day of the mandate.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-began_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ended_at"], nulls_distinct=False, name="one_mandate_at_a_time"),
        ]


class Caretaker(models.Model):
    """One of those who have the mandate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="caretakers")
    person_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "person_id"], name="caretaker_once"),
        ]

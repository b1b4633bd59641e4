"""Sociocratic selections: the role, its term, sealed nominations with reasons, and the change round."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Selection(models.Model):
    """The selection of a role's holder; it ends when the circle consents to one (reference/governance.md, 3.3)."""

    class Stage(models.TextChoices):
        PREPARE = "prepare", "Role, term and what it takes"
        NOMINATE = "nominate", "Each writes down a name"
        REASONS = "reasons", "Names and reasons are heard"
        CHANGE = "change", "Whoever was convinced changes"
        PROPOSE = "propose", "A name is proposed"
        CONSENT = "consent", "The circle is asked"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.ForeignKey("governance.CircleRole", on_delete=models.PROTECT, related_name="selections")
    circle = models.CharField(max_length=40)
    meeting = models.ForeignKey(
        "governance.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="selections"
    )
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PREPARE)
    term_months = models.PositiveSmallIntegerField()
    qualifications = models.TextField(blank=True, max_length=2000)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    proposal = models.OneToOneField(
        "governance.Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="selection"
    )
    declined = models.JSONField(default=list, help_text="Ids of nominees who do not want the role (E2).")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(ended_at=None), name="one_open_selection_for_a_role"
            ),
        ]


class SelectionMember(models.Model):
    """A person of the circle when the selection opened; frozen like a round's people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="people")
    person_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["selection", "person_id"], name="selects_once")]


class Nomination(models.Model):
    """A person's nominee with the reason, or a pass; sealed until all have handed theirs in (E1).

    Changing to another nominee in the change round is another row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="nominations")
    person_id = models.UUIDField()
    nominee_id = models.UUIDField(null=True, blank=True, help_text="Empty when the person passes.")
    reason = models.TextField(blank=True, max_length=2000)
    is_change = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["selection", "person_id", "is_change"], name="nominates_once"),
        ]

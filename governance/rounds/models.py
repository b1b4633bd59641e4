"""Consent rounds: one version, the frozen circle, the answers, and the objections with their ends.

No row stands for silence: a person who has not answered has no row in `ConsentResponse` (invariant C2).
"""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class ConsentRound(models.Model):
    """One circle's round about one version of a proposal. Any change is another version and another round (C6)."""

    class Stage(models.TextChoices):
        PRESENT = "present", "The proposal is presented"
        CLARIFY = "clarify", "Questions to understand it"
        REACT = "react", "Quick reactions"
        CONSENT = "consent", "The consent round"
        EXPLORE = "explore", "An objection is looked at"

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "Adopted"
        LAPSED = "lapsed", "Lapsed: not everybody answered"
        INTEGRATED = "integrated", "Went on as a new version"
        ESCALATED = "escalated", "Handed to the circle above"
        DROPPED = "dropped", "Laid down"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey("governance.ProposalVersion", on_delete=models.PROTECT, related_name="rounds")
    circle = models.CharField(max_length=40)
    # The trigger `people_of_a_round_are_frozen` compares the people with this number, so no later insert adds one.
    circle_size = models.PositiveSmallIntegerField(
        default=0, help_text="How many people the circle had when the round opened (C1)."
    )
    meeting = models.ForeignKey(
        "governance.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="rounds",
        help_text="The circle's meeting in which the round goes on; none when members answer in their own time.",
    )  # fmt: skip
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PRESENT)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    answer_by = models.DateTimeField(help_text="Without all answers by then the round lapses.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    rule = models.JSONField(help_text="Copy of the consent policy in force when the round opened.")
    rule_version_id = models.UUIDField()
    delay_days = models.PositiveSmallIntegerField()
    review_months = models.PositiveSmallIntegerField()
    nominee_id = models.UUIDField(null=True, blank=True, help_text="In a selection: the nominee, who answers last.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["opened_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(closed_at=None), name="one_open_round_for_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="closed_round_has_its_outcome",
            ),
        ]


class RoundMember(models.Model):
    """A person of the circle when the round opened (C1). A subject of the proposal is heard and not asked (C8)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="people")
    person_id = models.UUIDField()
    is_asked = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "person_id"], name="in_a_round_once")]


class Remark(models.Model):
    """A question, an answer to one, or a reaction. It never counts as a response (C4)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="remarks")
    person_id = models.UUIDField()
    stage = models.CharField(max_length=8, choices=ConsentRound.Stage.choices)
    words = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class ConsentResponse(models.Model):
    """A person's explicit answer. Changing it while the round is open adds a row; the last one counts."""

    class Answer(models.TextChoices):
        CONSENT = "consent", "I consent"
        OBJECT = "object", "I object"
        ASIDE = "stand_aside", "I stand aside"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="responses")
    person_id = models.UUIDField()
    answer = models.CharField(max_length=12, choices=Answer.choices)
    at = models.DateTimeField()
    written_by_id = models.UUIDField(help_text="The person, or the secretary of a meeting the person was in.")

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Objection(models.Model):
    """The reason of an objection and the aim or domain it would harm (C7). Written once, and ended once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    response = models.OneToOneField(ConsentResponse, on_delete=models.PROTECT, related_name="objection")
    reason = models.TextField(max_length=2000)
    harms = models.CharField(max_length=120, help_text="The aim or domain that would be harmed.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(
        max_length=12, blank=True,
        choices=[("withdrawn", "Withdrawn by who raised it"), ("integrated", "Built into a new version"),
                 ("no_objection", "The circle found that it is a concern")],
    )  # fmt: skip
    ended_words = models.TextField(blank=True, max_length=2000)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["response__at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(harms=""), name="objection_says_why_and_what"
            ),
        ]

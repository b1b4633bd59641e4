"""Decisions: the log of what was decided, when, and by what count. Written once."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Decision(models.Model):
    """The end of a question, by ballot, round or publication, with a line of arithmetic that members can check.

    `chain_sha256` covers this row and the hash of the decision before it, so `prove_decisions` finds a changed or
    removed decision.
    """

    class Verdict(models.TextChoices):
        CARRIED = "carried", "Carried"
        LOST = "lost", "Lost"
        NO_QUORUM = "no_quorum", "No quorum"
        LAPSED = "lapsed", "Lapsed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    version = models.ForeignKey("governance.ProposalVersion", on_delete=models.PROTECT, related_name="decisions")
    ballot = models.OneToOneField(
        "governance.Ballot", null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    round = models.OneToOneField(
        "governance.ConsentRound", null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    publication = models.OneToOneField(
        "governance.Publication", null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    decided_at = models.DateTimeField()
    effective_at = models.DateTimeField(help_text="When its effect is due, if the decision carried.")
    review_on = models.DateField()
    arithmetic = models.TextField()
    tally = models.JSONField()
    chain_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ballot__isnull=False, round=None, publication=None)
                | models.Q(ballot=None, round__isnull=False, publication=None)
                | models.Q(ballot=None, round=None, publication__isnull=False),
                name="decided_in_one_way",
            ),
        ]

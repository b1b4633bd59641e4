"""Proposals, their versions (never changed), and the notices that announced a version for a meeting."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Proposal(models.Model):
    """A question to decide. Its state is not stored: it follows from its facts (`rules.state_of`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision_class = models.CharField(max_length=40, help_text="Which rule decides: a key of the kind `rule`.")
    title = models.CharField(max_length=150)
    author_id = models.UUIDField()
    drafted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-drafted_at"]

    def __str__(self) -> str:
        return self.title


class ProposalVersion(models.Model):
    """The reasons and the act of a proposal, with the act's hash. Any change is another version. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reasons = models.TextField(max_length=4000, help_text="Why, in the author's words.")
    effect = models.JSONField(help_text='The act it orders: {"kind": ..., and the kind\'s own keys}.')
    sha256 = models.CharField(max_length=64)
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_number"),
        ]


class ProposalNotice(models.Model):
    """The notice that announces a version for a meeting: the rule that will judge it, and the recipients. Written once.

    The rule is a copy of the value in force when the notice went out: a later change of the rule neither shortens
    nor loosens a pending decision (reference/governance.md, section 4.2).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="announcements")
    meeting = models.ForeignKey("governance.Meeting", on_delete=models.PROTECT, related_name="announced")
    sent_at = models.DateTimeField()
    sent_by_id = models.UUIDField()
    rule = models.JSONField()
    rule_version_id = models.UUIDField()
    notice_days = models.PositiveSmallIntegerField()
    delay_days = models.PositiveSmallIntegerField()
    fewest_present = models.PositiveIntegerField()
    quorum = models.JSONField(null=True, blank=True)
    review_months = models.PositiveSmallIntegerField()
    recipients = models.JSONField(help_text="Id of each recipient -> the channel, mail or paper.")

    class Meta:
        ordering: ClassVar = ["sent_at"]

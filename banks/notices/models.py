"""The outbox: every mail that must go out, written in the same transaction as what it tells about."""

from typing import Any, ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Notice(models.Model):
    """A message to one member or applicant. People without mail get theirs on paper."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        PAPER = "paper", "To be handed over on paper"
        FAILED = "failed", "Could not be sent"
        WITHDRAWN = "withdrawn", "Not to be sent any more"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    application = models.ForeignKey(
        "banks.Application", null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    to_address = models.EmailField(blank=True)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application=None) ^ models.Q(member=None), name="notice_to_one_person"
            ),
        ]
        ordering: ClassVar = ["made_at"]
        indexes: ClassVar = [
            models.Index(fields=["try_after"], condition=models.Q(state="waiting"), name="notice_due"),
            models.Index(fields=["state", "made_at"], condition=~models.Q(state="sent"), name="notice_unsent"),
        ]

    @property
    def addressee(self) -> Any:
        """The member or the application it is for; both have a name and an address."""
        return self.member or self.application

"""Exchanges: services given and received, as they were reported. Minutes here, postings in the ledger."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Exchange(models.Model):
    """One reported exchange. Its id is the reporter's key: the same key is the same exchange for ever.

    `recorded` stands in the books (or, when even, only in the statistics); `held` waits
    because it looks like one already recorded; `undone` was reversed; `dropped` was held
    and turned out to be the same service.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", "Recorded"
        HELD = "held", "Held"
        UNDONE = "undone", "Undone"
        DROPPED = "dropped", "Dropped"

    class Channel(models.TextChoices):
        PAGE = "page", "On the site"
        API = "api", "Through the API"
        PHONE = "phone", "By phone"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=10, choices=State.choices)
    service = models.ForeignKey("banks.Service", on_delete=models.PROTECT, related_name="+")
    service_date = models.DateField()
    is_even = models.BooleanField(default=False, help_text="Counted for companionship; nothing moves.")
    occasion = models.CharField(max_length=40, blank=True, help_text="Which even exchange this is.")
    note = models.CharField(max_length=500, blank=True)
    costs_note = models.CharField(max_length=300, blank=True, help_text="Gas, ingredients; never in the books.")
    late_reason = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    recorded_by = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    people_digest = models.BinaryField(max_length=32, help_text="Who gave and received on which day.")
    request_digest = models.BinaryField(max_length=32, help_text="What was asked under this key.")
    looks_like = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry_id = models.UUIDField(null=True, blank=True, help_text="The journal entry that moved the minutes.")
    undone_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=300, blank=True)
    undoing_entry_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at"]
        indexes: ClassVar = [
            models.Index(fields=["people_digest"], name="exchange_people"),
            models.Index(fields=["recorded_at"], condition=models.Q(state="held"), name="exchange_held"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry_id"], name="exchange_one_entry"),
            models.CheckConstraint(
                condition=~models.Q(state="recorded") | models.Q(is_even=True) | models.Q(entry_id__isnull=False),
                name="exchange_recorded_is_in_the_books",
            ),
            models.CheckConstraint(
                condition=models.Q(is_even=False) | models.Q(entry_id=None),
                name="exchange_even_moves_nothing",
            ),
        ]


class ExchangeLine(models.Model):
    """One person's part in an exchange: minutes of service, of travel, and what was counted."""

    class Role(models.TextChoices):
        PROVIDER = "provider", "Provided"
        RECEIVER = "receiver", "Received"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="exchange_lines")
    role = models.CharField(max_length=8, choices=Role.choices)
    service_minutes = models.PositiveIntegerField()
    travel_minutes = models.PositiveIntegerField(default=0)
    counted_minutes = models.PositiveIntegerField(help_text="What moved, or for an even exchange what is counted.")
    levy_minutes = models.PositiveIntegerField(default=0, help_text="Contribution to a fund, on its own posting.")

    class Meta:
        ordering: ClassVar = ["role", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "member", "role"], name="exchangeline_one_part_each"),
        ]

"""Who offers or asks for what."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from banks.hours.catalogue.models import Service


class Listing(models.Model):
    """I can give, or I need."""

    class Kind(models.TextChoices):
        OFFER = "offer", "Offer"
        REQUEST = "request", "Request"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be looked at"
        HELD = "held", "Held until the balance is up again"
        SHOWN = "shown", "Shown"
        HIDDEN = "hidden", "Hidden"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="listings")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="listings")
    title = models.CharField(max_length=100)
    details = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "-made_at"], condition=models.Q(state="shown"), name="listing_shown"),
            models.Index(fields=["-made_at", "id"], condition=models.Q(state="shown"), name="listing_newest"),
            models.Index(
                fields=["made_at", "id"],
                condition=models.Q(state="waiting") | models.Q(state="shown", looked_at=None),
                name="listing_to_look_at",
            ),
            models.Index(fields=["id"], condition=models.Q(state="held"), name="listing_held"),
        ]

    def __str__(self) -> str:
        return self.title


class ListingFlag(models.Model):
    """A member finds a listing odd, and says why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="flags")
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "member"], name="listing_flag_once")]

"""Effects: the act that a carried decision orders, and whether the bank carried it out."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Effect(models.Model):
    """One act, carried out at most once, when it is due. A failed effect stays failed; the bank decides again."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its day"
        DONE = "done", "Carried out"
        FAILED = "failed", "Could not be carried out"
        CANCELLED = "cancelled", "Taken back before its day"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.OneToOneField("governance.Decision", on_delete=models.PROTECT, related_name="effect")
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Hash of the announced act; checked before it is carried out.")
    due_at = models.DateTimeField()
    not_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=dict, help_text="Names and ids of the rows that the act created.")
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="effect_due"),
        ]

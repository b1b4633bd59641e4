"""Published decisions: where a bank's rule lets a coordinator decide, members read the decision and can comment."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Publication(models.Model):
    """A version that a coordinator published as decided, with a copy of the rule. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.OneToOneField("governance.ProposalVersion", on_delete=models.PROTECT, related_name="publication")
    published_at = models.DateTimeField()
    published_by_id = models.UUIDField()
    rule = models.JSONField()
    rule_version_id = models.UUIDField()
    delay_days = models.PositiveSmallIntegerField()
    review_months = models.PositiveSmallIntegerField()
    recipients = models.JSONField(help_text="Id of each recipient -> the channel, mail or paper.")

    class Meta:
        ordering: ClassVar = ["published_at"]


class Word(models.Model):
    """A member's comment on a published decision, or a request for its review. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="words")
    person_id = models.UUIDField()
    text = models.TextField(max_length=2000)
    asks_review = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Retraction(models.Model):
    """The record that a coordinator took a published decision back before it was due, and why. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="taking_back")
    by_id = models.UUIDField()
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()

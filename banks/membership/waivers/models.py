"""Signatures under the waiver. Its words stand in the policy book, version by version."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class WaiverSignature(models.Model):
    """One person put their name to one version, for themselves or as a guardian. Written once."""

    class Method(models.TextChoices):
        SCREEN = "screen", "On screen"
        PAPER = "paper", "On paper"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(
        "banks.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="signatures"
    )
    member = models.ForeignKey(
        "banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="signatures"
    )
    version = models.CharField(max_length=60)
    policy_version_id = models.UUIDField(help_text="The version of the membership rules that holds the words signed.")
    text_sha256 = models.CharField(max_length=64, help_text="Of the words as they were shown.")
    signer_name = models.CharField(max_length=120)
    as_guardian = models.BooleanField(default=False)
    method = models.CharField(max_length=6, choices=Method.choices)
    signed_at = models.DateTimeField()
    recorded_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-signed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application=None) ^ models.Q(member=None), name="waiver_of_one_person"
            ),
        ]

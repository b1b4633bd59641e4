"""The policy book: one row for each version of each kind, insert only.

The database refuses to change or delete a row, even for the owner (banks/migrations/sql/0001_policyversion_guard.sql).
"""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class PolicyVersion(models.Model):
    """A complete value of one kind from an instant on. A newer version supersedes it, nothing edits it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField(help_text="1, 2, 3 ... within the kind.")
    body = models.JSONField()
    effective_at = models.DateTimeField()
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField(null=True, help_text="The member who adopted it; empty for the charter.")
    reason = models.TextField(max_length=1000)
    decision_id = models.UUIDField(null=True, help_text="The decision that ordered it, where there was one.")
    charter = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="policyversion_kind_number"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="policyversion_has_reason"),
            models.CheckConstraint(
                condition=models.Q(charter=True) | models.Q(adopted_by__isnull=False),
                name="policyversion_has_author",
            ),
            models.CheckConstraint(
                condition=models.Q(charter=True) | models.Q(effective_at__gte=models.F("adopted_at")),
                name="policyversion_not_retroactive",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "-effective_at", "-number"], name="policyversion_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

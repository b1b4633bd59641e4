"""Copies of their own data that people were given."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class DataCopy(models.Model):
    """Somebody was given everything the bank keeps about a member; the file itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="data_copies")
    made_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at"]

"""People who live together, and people who act for an organisation."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Household(models.Model):
    """Members under one roof: one letter for all, and nobody records in another's place for their own benefit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ActingFor(models.Model):
    """A person acts for an organisation, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="represented_by")
    person = models.ForeignKey("banks.Member", on_delete=models.PROTECT, related_name="acts_for")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=models.Q(ends_on=None), name="acting_for_once"
            ),
            models.CheckConstraint(condition=~models.Q(organisation=models.F("person")), name="acting_for_another"),
        ]

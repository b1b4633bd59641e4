"""Which bank a schema is."""

from typing import ClassVar

from django.db import models


class BankIdentity(models.Model):
    """One row in each schema. A worker that is in the wrong schema finds out here."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    bank_id = models.UUIDField()
    name = models.CharField(max_length=120)
    founded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="bankidentity_only_one")]

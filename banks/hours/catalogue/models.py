"""What can be given in this bank: categories, and services within them."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Category(models.Model):
    """First level, e.g. Garden/Yard."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    place = models.PositiveSmallIntegerField(default=0, help_text="Order on pages.")

    class Meta:
        ordering: ClassVar = ["place", "name"]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """Second level, e.g. Lawn Mowing. An exchange names one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=80)
    is_offered = models.BooleanField(default=True, help_text="No longer offered ones stay for old exchanges.")

    class Meta:
        ordering: ClassVar = ["category__place", "category__name", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "name"], name="service_once_in_its_category"),
        ]

    def __str__(self) -> str:
        return f"{self.category.name} → {self.name}"

"""Orientations: when and where newcomers are shown how the bank works, who signed up, who came."""

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Orientation(models.Model):
    """One gathering for newcomers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=200, help_text="Where people go, or the address of the online room.")
    is_online = models.BooleanField(default=False)
    led_by = models.ForeignKey("banks.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(default=12)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]


class OrientationSeat(models.Model):
    """An applicant means to come; later, whether they came."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    orientation = models.ForeignKey(Orientation, on_delete=models.PROTECT, related_name="taken_seats")
    application = models.ForeignKey("banks.Application", on_delete=models.CASCADE, related_name="seats")
    taken_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    marked_by = models.ForeignKey("banks.Member", null=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["taken_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["orientation", "application"], name="orientation_seat_once"),
        ]

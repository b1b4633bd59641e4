"""Reads about orientations: which can be chosen, who has a seat.

Called by: the applicant's page, the desk, the clock.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast

from banks.errors import NotFound
from banks.orientations.models import Orientation, OrientationSeat

TAKEN = Count("taken_seats", filter=Q(taken_seats__given_up_at=None))


def planned() -> QuerySet[Orientation]:
    """Every orientation with `taken` and `seats_left` counted, and who leads it."""
    counted = Orientation.objects.annotate(taken=TAKEN).select_related("led_by")
    return counted.annotate(seats_left=Cast(F("seats"), IntegerField()) - F("taken"))


def orientations_to_choose(now: datetime) -> QuerySet[Orientation]:
    """What an applicant may choose from, the next first: to come, not called off, a seat left (`seats_left`)."""
    return planned().filter(starts_at__gt=now, called_off_at=None, seats__gt=F("taken"))


def orientations_to_come(now: datetime) -> QuerySet[Orientation]:
    """To come or going on, also full ones."""
    return planned().filter(starts_at__gt=now - timedelta(hours=12), called_off_at=None)


def orientations_before(now: datetime) -> QuerySet[Orientation]:
    """Those that were held or called off, the latest first."""
    held = Q(starts_at__lte=now - timedelta(hours=12))
    return planned().filter(held | ~Q(called_off_at=None)).order_by("-starts_at")


def orientation_by_id(orientation_id: UUID) -> Orientation:
    found = planned().filter(pk=orientation_id).first()
    if found is None:
        raise NotFound(orientation=orientation_id)
    return found


def seat_of(application_id: UUID) -> OrientationSeat | None:
    """The seat an applicant holds now or sat in: the last one not given up, of an orientation that took place."""
    held = OrientationSeat.objects.filter(application=application_id, given_up_at=None)
    return held.filter(orientation__called_off_at=None).select_related("orientation").order_by("-taken_at").first()


def seats_of(orientation_id: UUID) -> QuerySet[OrientationSeat]:
    """Who means to come, by name."""
    held = OrientationSeat.objects.filter(orientation=orientation_id, given_up_at=None)
    return held.select_related("application").order_by("application__name")

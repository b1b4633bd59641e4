"""Reads about orientations: which can be chosen, who has a seat, who may plan them.

Called by: the applicant's page, the desk, the clock.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast

from banks.errors import NotFound
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.people.members.models import Member
from banks.people.members.queries import current_members
from banks.people.members.rules import Viewer, holds_domain
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force

STILL_HERE = timedelta(hours=12)  # how long one that has begun stays among those to come
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
    return planned().filter(starts_at__gt=now - STILL_HERE, called_off_at=None)


def orientations_before(now: datetime) -> QuerySet[Orientation]:
    """Those that were held or called off, the latest first."""
    held = Q(starts_at__lte=now - STILL_HERE)
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


def may_plan(viewer: Viewer, *, now: datetime) -> bool:
    """Whether somebody plans orientations and marks who came: by a power, or by the role the rules name."""
    owner = policy_in_force(MembershipPolicy, now).value.orientation_by or "coordinator"
    return holds_domain(viewer, "orientations", owner=owner)


def not_oriented_yet() -> QuerySet[Member]:
    """Members who joined without an orientation."""
    return current_members().filter(oriented_on=None, kind=Member.Kind.PERSON)


def applicants_to_seat(orientation_id: UUID) -> "QuerySet[Any]":
    """Open applications that were sent and were not at an orientation yet, without those seated at this one."""
    everybody = OrientationSeat.application.field.related_model._default_manager.filter(
        ended_at=None, kind="person"
    ).exclude(sent_at=None)
    seated = Q(seats__orientation=orientation_id, seats__given_up_at=None) | Q(seats__attended=True)
    return everybody.exclude(pk__in=everybody.filter(seated).values("pk")).order_by("name")

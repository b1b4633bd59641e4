"""Writes about seats: take one, move it, give it up (row V-orient).

Guarantees: an applicant holds one seat at a time; two who want the last seat at once wait for each other and one
of them is refused; sending the same choice twice takes one seat. Refuses, each by name: full, begun, called off.
Called by: the applicant's page, a coordinator on the telephone.
"""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from banks.errors import NotFound
from banks.membership.orientations.errors import (
    ApplicationEnded,
    NoSeatLeft,
    OrientationCalledOff,
    OrientationPast,
    OrientedAlready,
)
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.notices.services import tell_applicants
from banks.policies.queries import bank_zone


class Applying(Protocol):
    """Whose application it is, as `banks.membership.applications.models.Application` has it."""

    pk: Any
    email: str
    ended_at: datetime | None


@transaction.atomic
def take_seat(*, application: Applying, orientation_id: UUID, now: datetime) -> OrientationSeat:
    """Sign up for one orientation; a seat in another one that is to come is given up."""
    if application.ended_at is not None:
        raise ApplicationEnded()
    orientation = locked(orientation_id)
    theirs = OrientationSeat.objects.filter(application=application.pk)
    if theirs.filter(attended=True).exists():
        raise OrientedAlready()
    seat = theirs.filter(orientation=orientation).first()
    if seat is not None and seat.given_up_at is None:
        return seat
    _check_open(orientation, now)
    theirs.filter(given_up_at=None, attended=None).update(given_up_at=now)
    if seat is None:
        seat = OrientationSeat(orientation=orientation, application_id=application.pk)
    seat.taken_at, seat.given_up_at, seat.attended, seat.reminded_at = now, None, None, None
    seat.save()
    context = {"orientation": orientation, "zone": bank_zone(now)}
    tell_applicants([application], template="orientation_seat", context=context, now=now)
    return seat


@transaction.atomic
def give_up_seat(*, application: Applying, now: datetime) -> bool:
    """Somebody cannot come after all; whether they had a seat."""
    held = OrientationSeat.objects.filter(application=application.pk, given_up_at=None, attended=None)
    return held.update(given_up_at=now) > 0


def locked(orientation_id: UUID) -> Orientation:
    """The row, held until the end of the transaction: whoever wants a seat waits here."""
    found = Orientation.objects.select_for_update(of=["self"]).filter(pk=orientation_id).first()
    if found is None:
        raise NotFound(orientation=orientation_id)
    return found


def _check_open(orientation: Orientation, now: datetime) -> None:
    if orientation.called_off_at is not None:
        raise OrientationCalledOff()
    if orientation.starts_at <= now:
        raise OrientationPast()
    if orientation.taken_seats.filter(given_up_at=None).count() >= orientation.seats:
        raise NoSeatLeft()

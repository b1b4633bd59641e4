"""Planning orientations: day and place, who leads, calling off, and who came (row V-orient).

Guarantees: sending a plan twice plans once; whoever has a seat is told when day or place change and when it is called
off; who came is marked by those who hold the power, and can be put right. Refuses, each by name: days that are past,
fewer seats than are taken, an online room where the rules ask people to come, marking before the beginning.
Called by: the desk of orientations.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from banks.errors import NotAllowed
from banks.membership.orientations.errors import (
    CalledOffAlready,
    FewerSeatsThanTaken,
    HeldAlready,
    LeaderUnknown,
    NotBegun,
    PlaceMissing,
    SeatsMissing,
    StartsInThePast,
    WrongWay,
)
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.membership.orientations.queries import applicants_to_seat, may_plan, not_oriented_yet, orientations_to_choose
from banks.membership.orientations.services import locked
from banks.notices.services import tell_applicants
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import bank_zone, policy_in_force

MOST_SEATS = 500
WHO = "Members who look after orientations"


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where, who leads, and for how many."""

    starts_at: datetime
    minutes: int
    place: str
    seats: int
    is_online: bool = False
    led_by: UUID | None = None
    note: str = ""


@transaction.atomic
def plan_orientation(*, actor: Viewer, key: UUID, plan: Plan, now: datetime) -> Orientation:
    """Plan one; `key` is the form's and becomes its id."""
    _check_holds(actor, now)
    known = Orientation.objects.filter(pk=key).first()
    if known is not None:
        return known
    had_none = not orientations_to_choose(now).exists()
    orientation = Orientation(id=key, made_by_id=actor.member_id)
    _write(orientation, plan, now)
    if had_none:
        _tell_who_waits(orientation, now)
    return orientation


def _tell_who_waits(orientation: Orientation, now: datetime) -> None:
    """Applicants who found no day to choose were told that they would hear of one."""
    if policy_in_force(MembershipPolicy, now).value.orientation == "none":
        return
    context: dict[str, object] = {"orientation": orientation, "zone": bank_zone(now)}
    tell_applicants(applicants_to_seat(orientation.pk), template="orientation_planned", context=context, now=now)


@transaction.atomic
def change_orientation(*, actor: Viewer, orientation_id: UUID, plan: Plan, now: datetime) -> Orientation:
    """Another day, place, leader or number of seats. Those with a seat are told what concerns them."""
    _check_holds(actor, now)
    orientation = locked(orientation_id)
    _check_to_come(orientation, now)
    taken = list(_held(orientation))
    if plan.seats < len(taken):
        raise FewerSeatsThanTaken(taken=len(taken))
    before = (orientation.starts_at, orientation.place, orientation.is_online)
    _write(orientation, plan, now)
    if before != (orientation.starts_at, orientation.place, orientation.is_online):
        OrientationSeat.objects.filter(pk__in=[seat.pk for seat in taken]).update(reminded_at=None)
        _tell(taken, "orientation_moved", orientation, now)
    return orientation


@transaction.atomic
def call_off(*, actor: Viewer, orientation_id: UUID, words: str, now: datetime) -> int:
    """It does not take place; everybody with a seat is told and chooses another. How many they were."""
    _check_holds(actor, now)
    orientation = locked(orientation_id)
    _check_to_come(orientation, now)
    orientation.called_off_at = now
    orientation.save(update_fields=["called_off_at"])
    taken = list(_held(orientation))
    _pass_on(taken, now)
    _tell(taken, "orientation_called_off", orientation, now, words=words.strip())
    return len(taken)


@transaction.atomic
def mark_attendance(
    *, actor: Viewer, orientation_id: UUID, came: Collection[UUID], members: Collection[UUID] = (), now: datetime
) -> int:
    """Who came, of those with a seat and of those who came without one; how many.

    `came` are applications, `members` those who joined before they were oriented. Marking again puts it right.
    """
    _check_holds(actor, now)
    orientation = locked(orientation_id)
    if orientation.called_off_at is not None:
        raise CalledOffAlready()
    if orientation.starts_at > now:
        raise NotBegun()
    _seat_walk_ins(orientation, set(came), now)
    missed = []
    for seat in _held(orientation):
        seat.attended, seat.marked_by_id, seat.marked_at = seat.application_id in came, actor.member_id, now
        seat.save(update_fields=["attended", "marked_by", "marked_at"])
        missed += [] if seat.attended else [seat]
    _pass_on(missed, now)
    there = not_oriented_yet().filter(pk__in=list(members))
    oriented = there.update(oriented_on=bank_day(orientation.starts_at))
    return len(set(came)) + oriented


def _seat_walk_ins(orientation: Orientation, came: set[UUID], now: datetime) -> None:
    """Those who came without a seat, or to another day than the one they had chosen, sit here now."""
    elsewhere = OrientationSeat.objects.filter(application__in=came, given_up_at=None, attended=None)
    elsewhere.exclude(orientation=orientation).update(given_up_at=now)
    for application_id in came - set(_held(orientation).values_list("application_id", flat=True)):
        OrientationSeat.objects.update_or_create(
            orientation=orientation, application_id=application_id, defaults={"taken_at": now, "given_up_at": None}
        )


def _held(orientation: Orientation) -> QuerySet[OrientationSeat]:
    return orientation.taken_seats.filter(given_up_at=None).select_related("application")


def _write(orientation: Orientation, plan: Plan, now: datetime) -> None:
    if plan.starts_at <= now:
        raise StartsInThePast()
    if not plan.place.strip():
        raise PlaceMissing()
    if not 0 < plan.seats <= MOST_SEATS:
        raise SeatsMissing()
    if plan.is_online and policy_in_force(MembershipPolicy, now).value.orientation == "in_person":
        raise WrongWay()
    if plan.led_by is not None and not Member.objects.filter(pk=plan.led_by, left_on=None).exists():
        raise LeaderUnknown()
    for name in ("starts_at", "minutes", "seats", "is_online"):
        setattr(orientation, name, getattr(plan, name))
    orientation.place, orientation.note = plan.place.strip(), plan.note.strip()
    orientation.led_by_id = plan.led_by
    orientation.save()


def _check_holds(actor: Viewer, now: datetime) -> None:
    if not may_plan(actor, now=now):
        raise NotAllowed(who=WHO)


def _check_to_come(orientation: Orientation, now: datetime) -> None:
    if orientation.called_off_at is not None:
        raise CalledOffAlready()
    if orientation.starts_at <= now:
        raise HeldAlready()


def _pass_on(seats: Collection[OrientationSeat], now: datetime) -> None:
    """It is these applicants' turn again: their silence is counted from now on."""
    for seat in seats:
        if seat.application.ended_at is None:
            seat.application.touched_at, seat.application.reminded_at = now, None
            seat.application.save(update_fields=["touched_at", "reminded_at"])


def _tell(
    seats: Collection[OrientationSeat], template: str, orientation: Orientation, now: datetime, **more: str
) -> None:
    waiting = [seat.application for seat in seats if seat.application.ended_at is None]
    context: dict[str, object] = {"orientation": orientation, "zone": bank_zone(now), **more}
    tell_applicants(waiting, template=template, context=context, now=now)

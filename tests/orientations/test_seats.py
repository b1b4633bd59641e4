"""Seats: one each, never more than there are, and a sentence for whoever comes too late."""

from datetime import timedelta

import pytest

from banks.errors import NotFound
from banks.membership.orientations.errors import NoSeatLeft, OrientationCalledOff, OrientationPast, OrientedAlready
from banks.membership.orientations.models import OrientationSeat
from banks.membership.orientations.queries import orientations_to_choose, seat_of
from banks.membership.orientations.services import give_up_seat, take_seat
from banks.policies.clock import now
from tenants.models import Bank
from tests.orientations.planning import planned_in
from tests.pipeline.applying import applied

pytestmark = pytest.mark.django_db


def test_a_seat_is_taken_once_however_often_it_is_asked_for(inside_valley: Bank) -> None:
    at = now()
    ann, day = applied("Ann A", now=at), planned_in(days=3, now=at)
    first = take_seat(application=ann, orientation_id=day.pk, now=at)
    assert take_seat(application=ann, orientation_id=day.pk, now=at) == first
    assert vars(orientations_to_choose(at)[0])["seats_left"] == 11


def test_moving_gives_the_first_seat_back(inside_valley: Bank) -> None:
    at = now()
    ann, early, late = applied("Ann A", now=at), planned_in(days=3, now=at), planned_in(days=9, now=at)
    take_seat(application=ann, orientation_id=early.pk, now=at)
    take_seat(application=ann, orientation_id=late.pk, now=at)
    assert [vars(day)["taken"] for day in orientations_to_choose(at)] == [0, 1]
    seat = seat_of(ann.pk)
    assert seat is not None
    assert seat.orientation_id == late.pk
    take_seat(application=ann, orientation_id=early.pk, now=at)
    assert OrientationSeat.objects.filter(given_up_at=None).count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"seats": 0}, NoSeatLeft),
        ({"days": -1}, OrientationPast),
        ({"called_off_at": True}, OrientationCalledOff),
    ],
)
def test_too_late_is_said_by_name(inside_valley: Bank, change: dict[str, object], refusal: type[Exception]) -> None:
    at = now()
    more = {"days": 3, **change, **({"called_off_at": at} if "called_off_at" in change else {})}
    day = planned_in(now=at, **more)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        take_seat(application=applied("Ann A", now=at), orientation_id=day.pk, now=at)
    assert list(orientations_to_choose(at)) == []


def test_who_was_oriented_needs_no_seat_and_who_gives_one_up_frees_it(inside_valley: Bank) -> None:
    at = now()
    ann, day = applied("Ann A", now=at), planned_in(days=3, now=at, seats=1)
    take_seat(application=ann, orientation_id=day.pk, now=at)
    assert give_up_seat(application=ann, now=at)
    assert not give_up_seat(application=ann, now=at)
    seat = take_seat(application=applied("Bob B", now=at), orientation_id=day.pk, now=at)
    seat.attended = True
    seat.save()
    with pytest.raises(OrientedAlready):
        take_seat(application=seat.application, orientation_id=planned_in(days=8, now=at).pk, now=at + timedelta(1))


def test_another_banks_orientation_does_not_exist_here(inside_valley: Bank) -> None:
    with pytest.raises(NotFound):
        take_seat(application=applied("Ann A", now=now()), orientation_id=applied("B", now=now()).pk, now=now())

"""What an application waits for follows from what is known of it, for one and for many alike."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banks.membership.applications.facts import facts_of, rules_of, waits_of, waits_of_all
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Turn, Want
from banks.membership.orientations.services import give_up_seat, take_seat
from banks.membership.screening.models import ReferenceCheck, ScreeningCase
from banks.policies.clock import now
from banks.policies.models import PolicyVersion
from tenants.models import Bank
from tests.orientations.planning import planned_in
from tests.pipeline.applying import applied, complete, with_rules

pytestmark = pytest.mark.django_db


def wants(application: Application) -> list[Want]:
    return [wait.what for wait in waits_of(application, now=now())]


def test_a_way_in_at_lamoni_step_by_step(inside_lamoni: Bank) -> None:
    at = now()
    amy = applied("Amy Adams", now=at, sent=False)
    assert wants(amy) == [Want.REFERENCES, Want.WAIVER, Want.LISTINGS]
    complete(amy, now=at)
    assert wants(amy) == [Want.SENDING]
    amy.sent_at = at
    assert wants(amy) == [Want.REFERENCE_CHECKS, Want.SCREENING]
    ReferenceCheck.objects.update(result="speaks_for", checked_at=at)
    case = ScreeningCase.objects.create(application=amy, opened_at=at)
    assert wants(amy) == [Want.SCREENING]
    case.decided_at = at
    case.outcome = "supervised"
    case.save()
    assert wants(amy) == [Want.WELCOME]


def test_the_place_decides_whose_turn_it_is(inside_lamoni: Bank) -> None:
    far = applied("Far Away", now=now(), inside_area=False)
    unknown = applied("Un Known", now=now(), inside_area=None)
    assert Want.AREA_DECISION in wants(far)
    assert Want.DISTANCE in wants(unknown)
    with_rules(now=now(), area="anywhere")
    assert {Want.AREA_DECISION, Want.DISTANCE}.isdisjoint(wants(far) + wants(unknown))


def test_an_application_is_judged_by_the_rules_of_its_own_day(inside_lamoni: Bank) -> None:
    before = rules_of(applied("Any Body", now=now()), now=now())
    with_rules(now=now(), references_required=3)
    early = applied("Early Bird", now=now())
    assert rules_of(early, now=now()).references_required == 3
    early.rules_version_id = PolicyVersion.objects.get(kind="membership", number=1).pk
    assert rules_of(early, now=now()) == before


def test_an_orientation_is_waited_for_until_it_was_attended(inside_valley: Bank) -> None:
    at = now()
    ben = complete(applied("Ben Best", now=at), now=at)
    assert wants(ben) == [Want.ORIENTATION_SEAT]
    assert waits_of(ben, now=at)[0].turn is Turn.APPLICANT
    first = planned_in(days=5, now=at)
    seat = take_seat(application=ben, orientation_id=first.pk, now=at)
    assert wants(ben) == [Want.ORIENTATION]
    assert facts_of(ben, now=at).seat_on == first.starts_at
    give_up_seat(application=ben, now=at)
    assert wants(ben) == [Want.ORIENTATION_SEAT]
    take_seat(application=ben, orientation_id=first.pk, now=at)
    seat.refresh_from_db()
    seat.attended = False
    seat.save()
    assert wants(ben) == [Want.ORIENTATION_SEAT]
    seat.attended = True
    seat.save()
    assert wants(ben) == [Want.WELCOME]


def test_a_minor_waits_for_a_guardian_and_the_guardians_name_under_the_waiver(inside_lamoni: Bank) -> None:
    kim = complete(applied("Kim Young", now=now()), now=now())
    assert Want.WAIVER not in wants(kim)
    kim.is_minor = True
    assert {Want.GUARDIAN, Want.WAIVER} <= set(wants(kim))


def test_facts_of_many_take_as_many_queries_as_facts_of_one(inside_lamoni: Bank) -> None:
    at = now()
    people = [complete(applied(f"Person {'abcdefghij'[n]}", now=at), now=at) for n in range(10)]

    def queries(some: list[Application]) -> int:
        with CaptureQueriesContext(connection) as asked:
            waits_of_all(some, now=at)
        return len(asked)

    assert queries(people) == queries(people[:1])
    assert queries(people) <= 12

"""Reports of the last year under another step, rounding, travel rule or contribution, and the balances that follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pydantic import BaseModel

from banks.deciding.replay.queries import replay_of
from banks.deciding.replay.rules import Replayed
from banks.hours.catalogue.models import Service
from banks.hours.events.models import Attendance, Event
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.policies.clock import bank_day
from banks.policies.kinds import EventPolicy, GroupPolicy, TravelPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.policy import HoursPolicy, LeviesPolicy, LimitsPolicy
from ledger.statements import balance_of
from tenants.models import Bank

pytestmark = pytest.mark.django_db
Shape = tuple[Sequence[tuple[int, int]], int]
# Shared without an odd minute under every rule below: who bears one is drawn by the key of the report.
YEAR: Sequence[Shape] = [
    ([(50, 0)], 1), ([(50, 0)], 1), ([(40, 20)], 1), ([(60, 0)], 2), ([(20, 0), (60, 10)], 3), ([(90, 0)], 1),
]  # fmt: skip


@pytest.fixture
def at(inside_door: Bank) -> datetime:
    return timezone.now()


def people(first: int) -> list[Member]:
    """Five neighbors nobody else has written about here."""
    return [Member.objects.get(name=f"Neighbor {number}") for number in range(first, first + 5)]


def report(given: Shape, those: Sequence[Member], at: datetime, *, occasion: str = "") -> None:
    parts, receivers = given
    providers = [Part(member.pk, *part) for member, part in zip(those, parts, strict=False)]
    told = Report(
        key=uuid4(), providers=providers, receivers=[each.pk for each in those[2 : 2 + receivers]],
        service_id=Service.objects.all()[0].pk, service_date=bank_day(at), separate=True, occasion=occasion,
    )  # fmt: skip
    record_exchange(actor=viewer_of(those[0], on=bank_day(at)), report=told, channel="page", now=at)


def a_year(those: Sequence[Member], at: datetime) -> None:
    for each in YEAR:
        report(each, those, at)


def under(kind: type[BaseModel], at: datetime, **changes: Any) -> tuple[Any, Any]:
    before = policy_in_force(kind, at).value
    return before, before.model_copy(update=changes)


def seen(kind: type[BaseModel], at: datetime, own: Member | None = None, **changes: Any) -> Replayed:
    found = replay_of(*under(kind, at, **changes), at=at, own=own.account_id if own else None)
    assert found is not None
    return found


def figures(found: Replayed) -> dict[str, tuple[int, int]]:
    return {line.what: (line.now, line.then) for line in (*found.lines, *found.balances)}


CHANGES: Sequence[tuple[type[BaseModel], dict[str, Any]]] = [
    (HoursPolicy, {"granularity": 30}),
    (HoursPolicy, {"rounding": "up"}),
    (TravelPolicy, {"credited": False}),
    (TravelPolicy, {"min_round_trip": 30}),
    (GroupPolicy, {"provider_credit": "split"}),
    (GroupPolicy, {"receiver_charge": "each_full"}),
    (LeviesPolicy, {"trade": "per_hour", "trade_minutes": 6, "trade_paid_by": "both"}),
]


@pytest.mark.parametrize(("kind", "changes"), CHANGES)
def test_see_it_the_replay_says_what_recording_under_the_proposal_gives(
    at: datetime, kind: type[BaseModel], changes: dict[str, Any]
) -> None:
    as_it_is, as_proposed = people(1), people(11)
    a_year(as_it_is, at)
    foretold = [figures(seen(kind, at, who, **changes)).get("Your own balance") for who in as_it_is]
    now = [balance_of(who.account_id) for who in as_it_is]
    ada, later = Member.objects.get(name="Ada"), at + timedelta(days=2)
    value = under(kind, at, **changes)[1]
    adopt_policy(value=value, effective_at=at, actor_id=ada.pk, reason="So", now=at, may_adopt=True)
    a_year(as_proposed, later)
    then = [balance_of(who.account_id) for who in as_proposed]
    assert foretold == [(was, would) for was, would in zip(now, then, strict=True)]


def test_see_it_a_stricter_rounding_refuses_what_is_off_the_step(at: datetime) -> None:
    those = people(1)
    a_year(those, at)
    found = seen(HoursPolicy, at, rounding="reject")
    said = figures(found)
    assert said["Reports that are refused"] == (0, 3)
    assert said["Reports that are recorded"] == (6, 3)
    assert next((each.reported, each.now, each.then, each.times) for each in found.recounts) == (50, 45, None, 2)
    assert said["Members who would have other hours"] == (0, 5)


def test_see_it_the_same_rule_counts_the_year_as_it_stands(at: datetime) -> None:
    a_year(people(1), at)
    report(([(45, 0)], 1), people(1), at, occasion="social")
    before = policy_in_force(TravelPolicy, at).value
    found = replay_of(before, before, at=at)
    assert found is not None
    assert not found.balances
    assert not found.recounts
    said = figures(found)
    assert said["Reports that are recorded"] == (7, 7)
    assert said["Hours given"][0] == said["Hours given"][1] == 45 + 45 + 60 + 60 + (15 + 60) + 90


def test_see_it_a_replay_is_judged_by_the_function_that_judges_every_report(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_year(people(1), at)
    honest = figures(seen(HoursPolicy, at, granularity=30))["Hours given"]
    monkeypatch.setattr("banks.hours.exchanges.rules.round_to_step", lambda minutes, *, step, mode: step)
    assert figures(seen(HoursPolicy, at, granularity=30))["Hours given"] == (7 * 15, 7 * 30) != honest


def test_see_it_trips_that_never_counted_are_said_to_be_missing(at: datetime) -> None:
    a_year(people(1), at)
    found = seen(TravelPolicy, at, min_round_trip=0)
    assert "never written down" in found.notes[0]
    assert not seen(TravelPolicy, at, min_round_trip=30).notes
    assert figures(seen(TravelPolicy, at, min_round_trip=30))["Of which travel"] == (20, 0)


def test_see_it_help_at_events_follows_the_step(at: datetime) -> None:
    anne = Member.objects.get(name="Anne")
    event = Event.objects.create(
        kind="event", title="Picnic", held_on=bank_day(at), minutes=60, recorded_by=anne, recorded_at=at
    )
    Attendance.objects.create(event=event, member=anne, attended_minutes=60, early_minutes=20, credited_minutes=15)
    said = figures(seen(HoursPolicy, at, anne, granularity=30))
    assert said["Credited by the bank to helpers at events"] == (15, 30)
    ours = next(line for line in seen(HoursPolicy, at, granularity=30).balances if line.what.endswith(": balance"))
    assert ours.then - ours.now == -15
    assert said["Your own balance"] == (0, 15)
    assert figures(seen(EventPolicy, at, helper_credit="none"))["Credited by the bank to helpers at events"] == (15, 0)


def test_see_it_monthly_contributions_are_counted_for_those_who_were_there(at: datetime) -> None:
    before, after = under(LeviesPolicy, at, monthly_minutes=15)
    found = replay_of(before, after, at=at)
    assert found is not None
    months = 12
    owing = Member.objects.filter(kind="person").count()
    assert figures(found)["Monthly contributions"] == (0, months * owing * 15)
    assert figures(found)["Members whose balance would differ"] == (0, owing)


def test_see_it_a_strict_limit_keeps_what_it_refuses_out_of_the_balances(at: datetime) -> None:
    those = people(1)
    for _ in range(3):
        report(([(60, 0)], 1), those, at)
    at, given, taken = timezone.now(), those[0], those[2]  # the books have the database's clock
    found = seen(LimitsPolicy, at, taken, member_floor=-120, member_floor_hard=True)
    assert figures(found)["Your own balance"] == (-180, -120)
    assert figures(seen(LimitsPolicy, at, given, member_floor=-120, member_floor_hard=True))["Your own balance"] == (
        180, 120,
    )  # fmt: skip
    soft = seen(LimitsPolicy, at, taken, member_floor=-120, member_floor_hard=False)
    assert figures(soft)["Reports that went below it"] == (0, 1)
    assert not soft.balances


def test_see_it_members_are_counted_by_how_they_stand_and_nobody_is_named(at: datetime) -> None:
    a_year(people(1), at)
    found = seen(HoursPolicy, at, granularity=60)
    steps = [line for line in found.balances if line.what.startswith("Members ") and "differ" not in line.what]
    everybody = Member.objects.count()
    assert [sum(line.now for line in steps), sum(line.then for line in steps)] == [everybody, everybody]
    assert "Your own balance" not in figures(found)
    assert not any("Neighbor" in line.what for line in (*found.lines, *found.balances))


def test_see_it_a_year_of_reports_is_a_handful_of_queries(at: datetime) -> None:
    a_year(people(1), at)
    pair = under(HoursPolicy, at, granularity=30)
    with CaptureQueriesContext(connection) as asked:
        replay_of(*pair, at=at)
    said = [each["sql"] for each in asked.captured_queries if each["sql"].lstrip().upper().startswith("SELECT")]
    assert len([sql for sql in said if "banks_policyversion" not in sql]) == 4
    assert len(said) < 12

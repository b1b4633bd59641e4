"""How minutes become lines, without a database."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banks.hours.exchanges.errors import MinutesNotPositive, MinutesOffStep, MinutesTooMany, ReportedTooLate
from banks.hours.exchanges.rules import Part, RulesOfTheDay, check_date, counted, people_digest, settle
from banks.people.members.capabilities import Capability
from banks.people.members.rules import Viewer, holds_role, may_see_contact
from banks.policies.kinds.recording import EvenExchangePolicy, GroupPolicy, ReportPolicy, TravelPolicy
from ledger.policy import HoursPolicy

SALT = UUID(int=7)


def day(**changed: object) -> RulesOfTheDay:
    rules = {
        "hours": HoursPolicy(granularity=15, rounding="nearest"),
        "report": ReportPolicy(window=60),
        "group": GroupPolicy(),
        "travel": TravelPolicy(credited=True, min_round_trip=15),
        "even": EvenExchangePolicy(),
    }
    return RulesOfTheDay(**{**rules, **changed})  # type: ignore[arg-type]


def people(number: int) -> list[UUID]:
    return [uuid4() for _ in range(number)]


@pytest.mark.parametrize(
    ("mode", "minutes", "count"), [("nearest", 67, 60), ("nearest", 68, 75), ("up", 61, 75), ("up", 75, 75)]
)
def test_rounding_is_the_banks_rule(mode: str, minutes: int, count: int) -> None:
    rules = day(hours=HoursPolicy(granularity=15, rounding=mode))
    assert counted(Part(uuid4(), minutes), rules).counted_minutes == count


def test_minutes_off_the_step_are_refused_where_the_bank_rejects_them() -> None:
    rules = day(hours=HoursPolicy(granularity=15, rounding="reject"))
    with pytest.raises(MinutesOffStep) as refused:
        counted(Part(uuid4(), 70), rules)
    assert "15 minutes" in refused.value.sentence
    assert counted(Part(uuid4(), 75), rules).counted_minutes == 75


def test_a_time_too_short_for_the_step_is_refused_and_not_lost_in_silence() -> None:
    with pytest.raises(MinutesOffStep):
        counted(Part(uuid4(), 7), day())


@pytest.mark.parametrize(
    ("minutes", "refusal"), [(0, MinutesNotPositive), (-1, MinutesNotPositive), (1441, MinutesTooMany)]
)
def test_lengths_out_of_bounds(minutes: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        counted(Part(uuid4(), minutes), day())


def test_travel_counts_only_where_the_bank_says_so() -> None:
    part = Part(uuid4(), 60, travel_minutes=30)
    assert counted(part, day()).counted_minutes == 90
    assert counted(part, day(travel=TravelPolicy(credited=False))).counted_minutes == 60


def test_providers_share_where_the_bank_says_split() -> None:
    rules = day(group=GroupPolicy(provider_credit="split"))
    lines, left_over = settle([Part(pk, 60) for pk in people(2)], people(1), rules, salt=SALT)
    assert [line.counted_minutes for line in lines] == [30, 30, 60]
    assert left_over == 0


def test_what_receivers_give_beyond_what_providers_earn_goes_to_the_community() -> None:
    rules = day(group=GroupPolicy(receiver_charge="each_full"))
    lines, left_over = settle([Part(uuid4(), 60)], people(3), rules, salt=SALT)
    assert [line.counted_minutes for line in lines] == [60, 60, 60, 60]
    assert left_over == 120


@given(
    minutes=st.lists(st.integers(8, 1440), min_size=1, max_size=8),
    receivers=st.integers(1, 9),
    travel=st.integers(0, 90),
    group=st.sampled_from(["each_full", "split"]),
    charge=st.sampled_from(["split_equal", "each_full"]),
)
def test_whatever_is_reported_the_sum_is_zero(
    minutes: list[int], receivers: int, travel: int, group: str, charge: str
) -> None:
    rules = day(group=GroupPolicy(provider_credit=group, receiver_charge=charge))
    lines, left_over = settle([Part(uuid4(), m, travel) for m in minutes], people(receivers), rules, salt=SALT)
    given_minutes = sum(line.counted_minutes for line in lines if line.role == "provider")
    taken = sum(line.counted_minutes for line in lines if line.role == "receiver")
    assert given_minutes + left_over == taken
    shares = {line.counted_minutes for line in lines if line.role == "receiver"}
    assert max(shares) - min(shares) <= 1


def test_day_sixty_and_sixty_one() -> None:
    report = ReportPolicy(window=60)
    check_date(service_date=date(2026, 1, 1), today=date(2026, 3, 2), report=report, excused=False)
    with pytest.raises(ReportedTooLate):
        check_date(service_date=date(2026, 1, 1), today=date(2026, 3, 3), report=report, excused=False)
    check_date(service_date=date(2026, 1, 1), today=date(2026, 3, 3), report=report, excused=True)


def test_two_reports_of_the_same_people_and_day_look_alike_in_any_order() -> None:
    a, b, c = people(3)
    on = date(2026, 5, 1)
    assert people_digest([a, b], [c], on) == people_digest([b, a], [c], on)
    assert people_digest([a], [c], on) != people_digest([c], [a], on)


def viewer(*powers: str) -> Viewer:
    return Viewer(uuid4(), uuid4(), "Ada", 101, frozenset(powers))


def test_the_role_that_a_rule_names_decides_who_may_make_an_exception() -> None:
    assert holds_role(viewer("coordinator"), "coordinator")
    assert not holds_role(viewer("coordinator"), "administrator")
    assert holds_role(viewer("administrator"), "chairperson")
    assert not holds_role(viewer(), "coordinator")


def test_a_contact_is_seen_as_its_owner_allows() -> None:
    me, other = replace(viewer(), capabilities=frozenset({Capability.SEE_CONTACTS})), uuid4()
    assert may_see_contact(me, subject_id=me.member_id, shows="nobody")
    assert may_see_contact(me, subject_id=other, shows="members")
    assert not may_see_contact(me, subject_id=other, shows="nobody")
    assert not may_see_contact(me, subject_id=other, shows="members", listed=False), "a minor's is shown to nobody"
    assert not may_see_contact(viewer(), subject_id=other, shows="members"), "who is restricted sees none"
    assert may_see_contact(viewer("coordinator"), subject_id=other, shows="nobody")

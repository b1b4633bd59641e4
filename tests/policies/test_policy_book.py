"""The policy book in a bank: which version counts when, who may write it, and what follows from a version."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel

from banks.errors import BankError
from banks.policies import services
from banks.policies.errors import (
    PolicyChangedMeanwhile,
    PolicyInThePast,
    PolicyInvalid,
    PolicyNotAllowed,
    PolicyNotFounded,
    PolicyOverlapsUpcoming,
    PolicyReasonMissing,
    PolicyUnchanged,
    PolicyUnknown,
)
from banks.policies.keys import BankPolicy
from banks.policies.kinds import KIND_BY_NAME, KINDS, BonusPolicy, HoursPolicy, MeetingPolicy, PlacePolicy, ReportPolicy
from banks.policies.models import PolicyVersion
from banks.policies.queries import (
    InForce,
    all_in_force,
    bank_zone,
    book_of,
    history,
    policy_in_force,
    upcoming,
)
from banks.policies.services import adopt_policy, apply_due_policies, found_new_kinds
from ledger import accounts
from ledger.policy import Fund, FundsPolicy, LimitsPolicy
from tenants.context import in_bank
from tenants.models import Bank

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
ADA = UUID(int=7)


def adopt(value: BaseModel, **changes: Any) -> InForce[BaseModel]:
    wanted = {
        "effective_at": NOON, "actor_id": ADA, "reason": "We agreed so in March.", "now": NOON, "may_adopt": True,
        **changes,
    }  # fmt: skip
    return adopt_policy(value=value, **wanted)


def test_a_founded_bank_has_every_kind_from_its_charter(inside_door: Bank) -> None:
    versions = all_in_force(NOON).all()
    assert [type(version.value) for version in versions] == list(KINDS)
    assert {(version.number, version.charter, version.adopted_by) for version in versions} == {(1, True, None)}
    assert policy_in_force(ReportPolicy, NOON).value.window == 60


def test_a_new_version_counts_from_its_moment_and_not_before(inside_door: Bank) -> None:
    adopt(ReportPolicy(window=30))
    assert policy_in_force(ReportPolicy, NOON - timedelta(seconds=1)).value.window == 60
    assert policy_in_force(ReportPolicy, NOON).value.window == 30
    assert policy_in_force(ReportPolicy, NOON).number == 2


def test_a_day_is_judged_by_the_rule_at_its_beginning_in_the_bank(inside_door: Bank) -> None:
    """Adopted at noon on the 10th: services of the 10th keep the old rule, those of the 11th have the new one."""
    adopt(ReportPolicy(window=30))
    assert policy_in_force(ReportPolicy, NOON.date()).value.window == 60
    assert policy_in_force(ReportPolicy, NOON.date() + timedelta(days=1)).value.window == 30


def test_a_day_begins_by_the_banks_own_clock(inside_door: Bank) -> None:
    """From midnight in Chicago, five hours after midnight in London: a reading in UTC would miss the day."""
    day = NOON.date() + timedelta(days=20)
    adopt(ReportPolicy(window=30), effective_at=datetime.combine(day, time.min, CHICAGO))
    assert bank_zone(NOON) == CHICAGO
    assert policy_in_force(ReportPolicy, day - timedelta(days=1)).value.window == 60
    assert policy_in_force(ReportPolicy, day).value.window == 30


def test_a_bank_that_moves_judges_each_day_by_the_clock_of_that_day(inside_door: Bank) -> None:
    adopt(PlacePolicy(time_zone="Pacific/Auckland"))
    day = NOON.date() + timedelta(days=5)
    adopt(ReportPolicy(window=30), effective_at=datetime.combine(day, time.min, ZoneInfo("Pacific/Auckland")))
    assert policy_in_force(ReportPolicy, day).value.window == 30
    assert policy_in_force(ReportPolicy, day - timedelta(days=1)).value.window == 60


def test_days_before_the_founding_are_judged_by_the_charter(inside_door: Bank) -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert policy_in_force(ReportPolicy, long_ago).value.window == 60
    assert policy_in_force(ReportPolicy, long_ago.date()).value.window == 60


@pytest.mark.parametrize("at", [NOON, NOON.date()], ids=["moment", "day"])
def test_the_whole_book_is_one_query(inside_door: Bank, at: Any) -> None:
    all_in_force(at)  # the connection's way into the bank is not ours to count
    with CaptureQueriesContext(connection) as seen:
        all_in_force(at).value(HoursPolicy)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        policy_in_force(HoursPolicy, at)
    assert len(seen) == 1


def test_a_kind_the_bank_was_never_founded_with_is_named(inside_door: Bank) -> None:
    with pytest.raises(PolicyNotFounded):
        book_of([], NOON).value(HoursPolicy)
    with pytest.raises(PolicyUnknown):
        history("weather")


def test_history_and_what_is_to_come(inside_door: Bank) -> None:
    adopt(BonusPolicy(signup=60))
    adopt(BonusPolicy(signup=120), effective_at=NOON + timedelta(days=9), reason="More to come.")
    assert [version.number for version in history("bonus")] == [3, 2, 1]
    assert [(v.number, v.reason, v.adopted_by) for v in upcoming(NOON)] == [(3, "More to come.", ADA)]
    assert policy_in_force(BonusPolicy, NOON).value.signup == 60
    assert upcoming(NOON + timedelta(days=9)) == ()


class WeatherPolicy(BankPolicy):
    """A kind that a newer platform might bring."""

    kind: ClassVar[str] = "weather"
    title: ClassVar[str] = "Weather"
    umbrella: bool = True


def test_a_bank_gets_the_kinds_that_a_newer_platform_brings_once(
    inside_door: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "KINDS", (*services.KINDS, WeatherPolicy))
    monkeypatch.setitem(KIND_BY_NAME, "weather", WeatherPolicy)  # type: ignore[arg-type]
    assert [found_new_kinds(NOON), found_new_kinds(NOON)] == [1, 0]
    assert policy_in_force(WeatherPolicy, NOON - timedelta(days=9)).value.umbrella, "and it counts for days before"
    assert policy_in_force(ReportPolicy, NOON).number == 1, "what stood is left alone"


REFUSED: list[tuple[type[BankError], str, dict[str, Any]]] = [
    (PolicyNotAllowed, "policies.not_allowed", {"may_adopt": False}),
    (PolicyReasonMissing, "policies.reason_missing", {"reason": " \n "}),
    (PolicyInThePast, "policies.in_the_past", {"effective_at": NOON - timedelta(seconds=1)}),
    (PolicyUnchanged, "policies.unchanged", {"value": ReportPolicy(window=60, exception_by="nobody")}),
    (PolicyChangedMeanwhile, "policies.changed_meanwhile", {"instead_of": uuid4()}),
]


@pytest.mark.parametrize(("error", "code", "changes"), REFUSED, ids=[f"{c}-{i}" for i, (_, c, _) in enumerate(REFUSED)])
def test_each_refusal_has_its_name_and_writes_nothing(
    inside_door: Bank, error: type[BankError], code: str, changes: dict[str, Any]
) -> None:
    changes = dict(changes)
    value = changes.pop("value", ReportPolicy(window=30))
    if error is PolicyUnchanged:
        value = policy_in_force(ReportPolicy, NOON).value
    with pytest.raises(error) as refused:
        adopt(value, **changes)
    assert refused.value.code == code
    assert refused.value.sentence
    assert [version.number for version in history("report")] == [1]


def test_a_version_cannot_slip_in_before_one_that_is_to_come(inside_door: Bank) -> None:
    adopt(BonusPolicy(signup=60), effective_at=NOON + timedelta(days=9))
    with pytest.raises(PolicyOverlapsUpcoming) as refused:
        adopt(BonusPolicy(signup=120))
    assert "19 March 2027" in refused.value.sentence
    adopt(BonusPolicy(signup=120), effective_at=NOON + timedelta(days=9))
    assert policy_in_force(BonusPolicy, NOON + timedelta(days=9)).value.signup == 120


def test_a_value_that_went_around_its_own_checks_is_refused(inside_door: Bank) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        adopt(HoursPolicy().model_copy(update={"granularity": 25}))
    assert "does not divide an hour" in refused.value.sentence


def test_another_bank_keeps_its_own_rules(lamoni: Bank, door: Bank) -> None:
    with in_bank(door):
        adopt(MeetingPolicy(attend_effect="none"))
    with in_bank(lamoni):
        assert policy_in_force(MeetingPolicy, NOON).value.attend_credit == 60
        assert history("meeting")[0].number == 1


def test_limits_stand_on_the_accounts_at_once(inside_door: Bank) -> None:
    adopt(LimitsPolicy(member_floor=-600, member_floor_hard=True, member_ceiling=6000))
    rows = accounts.accounts_of_kind("member")
    assert rows
    seen = {(a.floor_minutes, a.floor_is_hard, a.ceiling_minutes, a.ceiling_is_hard) for a in rows}
    assert seen == {(-600, True, 6000, False)}


def test_limits_that_begin_later_are_set_by_the_clock_once(inside_door: Bank) -> None:
    begins = NOON + timedelta(days=1)
    adopt(LimitsPolicy(member_floor=-600), effective_at=begins)
    assert apply_due_policies(NOON) == 0
    assert {a.floor_minutes for a in accounts.accounts_of_kind("member")} == {None}
    assert apply_due_policies(begins) == len(accounts.accounts_of_kind("member"))
    assert {a.floor_minutes for a in accounts.accounts_of_kind("member")} == {-600}
    assert apply_due_policies(begins) == 0


def test_a_new_fund_has_an_account_and_a_renamed_one_keeps_it(inside_door: Bank) -> None:
    adopt(FundsPolicy(funds=(Fund(key="hardship", name="Hardship"),)))
    account = accounts.account_with_key("hardship")
    assert (account.kind, account.floor_minutes, account.floor_is_hard) == ("fund", 0, True)
    adopt(FundsPolicy(funds=(Fund(key="hardship", name="Kindness", may_go_below_zero=True),)))
    renamed = accounts.account_with_key("hardship")
    assert (renamed.id, renamed.name, renamed.floor_minutes) == (account.id, "Kindness", None)
    assert apply_due_policies(NOON) == 0


def test_the_banks_own_role_may_only_read_and_add(inside_door: Bank) -> None:
    for statement in ("UPDATE banks_policyversion SET reason = 'other'", "DELETE FROM banks_policyversion"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_database_takes_no_version_out_of_order_whoever_writes(inside_door: Bank) -> None:
    def write(**changes: Any) -> None:
        row = {
            "kind": "report", "number": 2, "body": {}, "effective_at": NOON, "adopted_at": NOON,
            "adopted_by": ADA, "reason": "x", **changes,
        }  # fmt: skip
        with transaction.atomic():
            PolicyVersion.objects.create(**row)

    for faulty in (
        {"number": 3},
        {"number": 1},
        {"effective_at": NOON - timedelta(days=1)},
        {"charter": True},
        {"adopted_by": None},
        {"reason": ""},
    ):
        with pytest.raises(DatabaseError):
            write(**faulty)
    write()


CHANGES = (
    "UPDATE banks_policyversion SET reason = 'other'",
    "DELETE FROM banks_policyversion",
    "TRUNCATE banks_policyversion",
)


@pytest.fixture
def owner_of_door(door: Bank) -> Iterator[psycopg.Connection]:
    """The owner's own connection in the bank's schema; whatever it does is rolled back."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(psycopg.sql.SQL("SET search_path TO {}").format(psycopg.sql.Identifier(door.schema_name)))
        yield owner
        owner.rollback()


@pytest.mark.parametrize("statement", CHANGES)
def test_even_the_owner_cannot_change_the_past(owner_of_door: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.Error, match="never changed or removed"):
        owner_of_door.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_it_is_the_guard_that_refuses_the_owner(owner_of_door: psycopg.Connection, statement: str) -> None:
    """With the guard taken out the same statements pass: the test above is red without it."""
    owner_of_door.execute("DROP TRIGGER policyversion_no_change ON banks_policyversion")
    owner_of_door.execute(statement)

"""The policy book with one invariant's guards taken out: the wrong thing happens, so it was they (P1 to P3, K7, X1)."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Self
from uuid import uuid4

import pytest
from pydantic import BaseModel, ValidationError, model_validator

from banks.membership.powers.queries import held_powers
from banks.people.members import services as members
from banks.people.members.errors import LastAdministrator
from banks.people.members.models import Member, Power
from banks.people.members.queries import viewer_of
from banks.policies import services
from banks.policies.clock import bank_day, now
from banks.policies.errors import PolicyInThePast, PolicyNotAllowed, PolicyOverlapsUpcoming
from banks.policies.kinds import HoursPolicy, ReportPolicy
from banks.policies.queries import history, policy_in_force
from governance.circle_policy import ConsentPolicy
from governance.policy import RulePolicy, StewardshipPolicy
from tests.governance.assembly import EVENING
from tests.governance.unguarded import refused_by_the_database, take_out, without_trigger

pytestmark = pytest.mark.usefixtures("unlocked")
ORDERED = ("policyversion_insert", "banks_policyversion")


def adopt(window: int, effective_at: datetime, *, may_adopt: bool = True) -> None:
    services.adopt_policy(
        value=ReportPolicy(window=window), effective_at=effective_at, actor_id=uuid4(), reason="We agreed so.",
        now=EVENING, may_adopt=may_adopt,
    )  # fmt: skip


def window_at(moment: datetime) -> int | None:
    return policy_in_force(ReportPolicy, moment).value.window


def days(number: int) -> datetime:
    return EVENING + timedelta(days=number)


def test_p1_without_order_what_was_announced_for_a_day_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(30, days(10))
    newer = partial(adopt, 40, days(5))
    with pytest.raises(PolicyOverlapsUpcoming):
        newer()
    monkeypatch.setattr(services, "_check_follows", lambda *facts, **more: None)
    refused_by_the_database(newer, "cannot begin before an older one")
    without_trigger(*ORDERED)
    announced = window_at(days(11))
    newer()
    assert (announced, window_at(days(11))) == (30, 40), "two versions claim the day, and one is never heard of"


def test_p2_without_asking_who_may_a_rule_is_written_by_nobodys_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = partial(adopt, 30, EVENING, may_adopt=False)
    with pytest.raises(PolicyNotAllowed):
        by_hand()
    monkeypatch.setattr(services, "check_may_adopt", lambda allowed: None)
    by_hand()
    assert (window_at(EVENING), history("report")[0].decision_id) == (30, None)


def test_p3_without_its_three_guards_a_rule_reaches_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service's question, the trigger and the constraint of the table."""
    assert policy_in_force(ReportPolicy, EVENING).effective_at < days(-1)
    back = partial(adopt, 30, days(-1))
    with pytest.raises(PolicyInThePast):
        back()
    monkeypatch.setattr(services, "check_begin", lambda effective_at, now: None)
    refused_by_the_database(back, "cannot begin before it was adopted")
    without_trigger(*ORDERED)
    refused_by_the_database(back, "policyversion_not_retroactive")
    take_out("alter table banks_policyversion drop constraint policyversion_not_retroactive")
    before = window_at(days(-1))
    back()
    assert (before, window_at(days(-1))) == (None, 30)


def administrators(on: date) -> set[str]:
    return {power.member.name for power in held_powers(on=on) if power.kind == "administrator"}


def test_k7_without_counting_them_nobody_is_left_who_can_recover_the_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    tomorrow = bank_day(at) + timedelta(days=1)  # a rule adopted during a day counts from the next one
    for name in ("Ada", "Bill", "Karen"):
        members.grant_power(member=Member.objects.get(name=name), kind="administrator", granted_by=None, on=tomorrow)
    assert administrators(tomorrow) == {"Ada", "Bill", "Karen"}
    ada = viewer_of(Member.objects.get(name="Ada"), on=tomorrow)

    def end(name: str) -> None:
        power = Power.objects.get(member__name=name, kind="administrator", ends_on=None)
        members.end_power(actor=ada, power_id=power.pk, on=tomorrow)

    services.adopt_policy(
        value=StewardshipPolicy(min_recovery_holders=3), effective_at=at, actor_id=uuid4(), reason="Three is safer.",
        now=at, may_adopt=True,
    )  # fmt: skip
    with pytest.raises(LastAdministrator, match="at least 3"):
        end("Karen")
    monkeypatch.setattr(members, "fewest_administrators", lambda on: 2)
    end("Karen")
    with pytest.raises(LastAdministrator, match="at least two"):
        end("Bill")
    monkeypatch.setattr(members, "fewest_administrators", lambda on: 0)
    end("Bill")
    end("Ada")
    assert administrators(tomorrow) == set()


class AnyRules(RulePolicy):
    """The rules about deciding without the floor under a removal."""

    @model_validator(mode="after")
    def check_removal_needs_a_majority(self) -> Self:
        return self


class AnyHours(HoursPolicy):
    """Hours of which one may be worth more than another."""

    equal_rate: bool = True  # type: ignore[assignment]


class AnyConsent(ConsentPolicy):
    """Consent with the value that mailing lists have."""

    absentee: str = "hold"  # type: ignore[assignment]


HALF = {"num": 1, "den": 2, "cmp": "gte", "base": "present"}
NOBODYS: list[tuple[type[BaseModel], type[BaseModel], dict[str, Any]]] = [
    (RulePolicy, AnyRules, {"remove_member": {"method": "meeting_vote", "forum": "meeting", "tests": [HALF]}}),
    (HoursPolicy, AnyHours, {"equal_rate": False}),
    (ConsentPolicy, AnyConsent, {"absentee": "object_within"}),
]


@pytest.mark.parametrize(("kind", "loose", "chosen"), NOBODYS)
def test_x1_without_the_checks_of_values_a_bank_chooses_what_none_may(
    kind: type[BaseModel], loose: type[BaseModel], chosen: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(chosen)
    assert loose.model_validate(chosen)

"""Rules of other time banks (domain.md section 5) that a bank sets without anybody writing code."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pydantic import BaseModel

from banks.hours.catalogue.models import Service
from banks.hours.credits.services import collect_monthly_levy, credit_first_exchanges, credit_joining
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Recorded, Report, record_exchange
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.services import NewMember, take_in
from banks.policies.clock import bank_day
from banks.policies.kinds import BonusPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.accounts import account_with_key
from ledger.errors import CeilingReached, FloorReached
from ledger.hour_words import format_hours
from ledger.policy import Fund, FundsPolicy, HoursPolicy, LeviesPolicy, LimitsPolicy
from ledger.statements import balance_of
from tenants.models import Bank

pytestmark = pytest.mark.django_db


class Later:
    """A moment after new rules have begun: two days on, so that "yesterday" is a day under them."""

    def __init__(self) -> None:
        self.adopted = timezone.now()
        self.now = self.adopted + timedelta(days=2)

    def rule(self, value: BaseModel) -> None:
        ada, at = Member.objects.get(name="Ada"), self.adopted
        adopt_policy(value=value, effective_at=at, actor_id=ada.pk, reason="We try it", now=at, may_adopt=True)

    def record(self, provider: str, receiver: str, minutes: int) -> Recorded:
        giver, taker = Member.objects.get(name=provider), Member.objects.get(name=receiver)
        report = Report(
            key=uuid4(), providers=[Part(giver.pk, minutes)], receivers=[taker.pk],
            service_id=Service.objects.all()[0].pk, service_date=bank_day(self.now), separate=True,
        )  # fmt: skip
        actor = viewer_of(giver, on=bank_day(self.now))
        return record_exchange(actor=actor, report=report, channel="page", now=self.now)


def balance(name: str) -> int:
    return balance_of(Member.objects.get(name=name).account_id)


def value(kind: type[BaseModel], **changes: Any) -> BaseModel:
    """The rule in force with some keys changed."""
    return policy_in_force(kind, timezone.now()).value.model_copy(update=changes)


@pytest.fixture
def later(inside_door: Bank) -> Later:
    return Later()


def test_a_hard_ceiling_refuses_what_goes_above_it(later: Later) -> None:
    later.rule(value(LimitsPolicy, member_ceiling=120, member_ceiling_hard=True))
    later.record("Bill", "Anne", 120)
    with pytest.raises(CeilingReached):
        later.record("Bill", "Jean", 15)


def test_a_hard_floor_refuses_what_goes_below_it(later: Later) -> None:
    later.rule(value(LimitsPolicy, member_floor=-60, member_floor_hard=True))
    with pytest.raises(FloorReached):
        later.record("Bill", "Anne", 75)


def test_a_soft_limit_warns_and_records(later: Later) -> None:
    later.rule(value(LimitsPolicy, member_floor=-60, member_floor_hard=False))
    recorded = later.record("Bill", "Anne", 75)
    assert list(recorded.warnings) == ["Anne"]
    assert balance("Anne") == -75


def test_a_tightened_floor_lets_those_beyond_it_come_back(later: Later) -> None:
    later.record("Bill", "Anne", 300)
    later.rule(value(LimitsPolicy, member_floor=-60, member_floor_hard=True))
    later.record("Anne", "Jean", 30)
    assert balance("Anne") == -270
    with pytest.raises(FloorReached):
        later.record("Bill", "Anne", 15)


def newcomer(later: Later) -> NewMember:
    """Somebody who has been to an orientation and may exchange."""
    day = bank_day(later.adopted)
    return NewMember("Fresh", day, oriented_on=day)


def test_a_new_member_begins_with_the_limits_in_force(later: Later) -> None:
    later.rule(value(LimitsPolicy, member_floor=-60, member_floor_hard=True))
    take_in(new=newcomer(later), actor_id=uuid4(), now=later.now)
    with pytest.raises(FloorReached):
        later.record("Bill", "Fresh", 75)


def test_a_levy_on_each_hour_goes_into_the_fund_the_rule_names(later: Later) -> None:
    later.rule(value(FundsPolicy, funds=(Fund(key="care", name="Care fund"),)))
    later.rule(value(LeviesPolicy, trade="per_hour", trade_minutes=3, trade_paid_by="both", fund="care"))
    later.record("Bill", "Anne", 120)
    assert (balance("Bill"), balance("Anne")) == (120 - 6, -120 - 6)
    assert account_with_key("care").balance_minutes == 12


def test_a_levy_spares_those_in_their_days_of_grace(later: Later) -> None:
    later.rule(value(LeviesPolicy, trade="fixed", trade_minutes=5, trade_paid_by="both", trade_grace_days=30))
    take_in(new=newcomer(later), actor_id=uuid4(), now=later.now)
    later.record("Bill", "Fresh", 60)
    assert (balance("Bill"), balance("Fresh")) == (55, -60)


def test_a_monthly_levy_is_collected_once_and_spares_the_new(later: Later) -> None:
    later.rule(value(LeviesPolicy, monthly_minutes=30, monthly_grace_days=60))
    members = Member.objects.filter(left_on=None, kind="person").count()
    take_in(new=newcomer(later), actor_id=uuid4(), now=later.now)
    next_month = later.now.replace(day=1) + timedelta(days=40)
    assert collect_monthly_levy(now=next_month) == 30 * members
    assert collect_monthly_levy(now=next_month) == 0
    assert (balance("Bill"), balance("Fresh")) == (-30, 0)
    assert account_with_key("community").balance_minutes == 30 * members


def test_a_fund_that_may_not_go_below_zero_pays_nothing_it_has_not(later: Later) -> None:
    later.rule(value(FundsPolicy, funds=(Fund(key="thanks", name="Thanks"),), enrolment="thanks"))
    later.rule(value(BonusPolicy, signup=60))
    tomorrow = later.now + timedelta(days=1)
    fresh = take_in(new=newcomer(later), actor_id=uuid4(), now=tomorrow)
    with pytest.raises(FloorReached):
        credit_joining(member=fresh, actor=None, now=tomorrow)


def test_a_welcome_after_the_first_exchange_comes_then_and_once(later: Later) -> None:
    later.rule(value(BonusPolicy, signup=60, trigger="first_exchange"))
    tomorrow: datetime = later.now + timedelta(days=1)
    fresh = take_in(new=newcomer(later), actor_id=uuid4(), now=later.now)
    credit_joining(member=fresh, actor=None, now=tomorrow)
    assert balance("Fresh") == 0
    later.record("Bill", "Fresh", 15)
    assert credit_first_exchanges(now=tomorrow) >= 1
    assert credit_first_exchanges(now=tomorrow) == 0
    assert balance("Fresh") == 60 - 15


def test_another_scale_for_the_hour_changes_how_amounts_are_said_and_nothing_else(later: Later) -> None:
    later.rule(value(HoursPolicy, unit_name="acorn", unit_name_plural="acorns", units_per_hour=10, show="decimal"))
    later.record("Bill", "Anne", 90)
    hours = policy_in_force(HoursPolicy, later.now).value
    assert format_hours(balance("Bill"), hours) == "15 acorns"
    assert balance("Bill") == 90


def test_one_banks_rule_is_not_anothers(later: Later, lamoni: Bank) -> None:
    later.rule(value(LimitsPolicy, member_floor=-60, member_floor_hard=True))
    from tenants.context import in_bank

    with in_bank(lamoni):
        assert policy_in_force(LimitsPolicy, later.now).value.member_floor is None

"""Contributions to the community: per exchange or per month, with days of grace, in whole minutes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.policy import LeviesPolicy, levy_for_exchange, monthly_levy_due

JOINED = date(2026, 1, 10)


def test_nothing_is_taken_unless_the_bank_says_so() -> None:
    assert levy_for_exchange(LeviesPolicy(), minutes=600) == 0
    assert monthly_levy_due(LeviesPolicy(), joined_on=JOINED, month=date(2026, 5, 1)) == 0


@pytest.mark.parametrize(("minutes", "levy"), [(60, 3), (120, 6), (30, 2), (75, 4), (10, 1), (9, 0)])
def test_a_levy_per_hour_is_whole_minutes_and_half_a_minute_rounds_up(minutes: int, levy: int) -> None:
    policy = LeviesPolicy(trade="per_hour", trade_minutes=3)
    assert levy_for_exchange(policy, minutes=minutes) == levy


def test_a_fixed_levy_is_the_same_for_every_exchange() -> None:
    policy = LeviesPolicy(trade="fixed", trade_minutes=6)
    assert [levy_for_exchange(policy, minutes=minutes) for minutes in (15, 60, 480)] == [6, 6, 6]


def test_exchanges_in_the_days_of_grace_contribute_nothing() -> None:
    policy = LeviesPolicy(trade="fixed", trade_minutes=6, trade_grace_days=30)
    last_free, first_due = JOINED + timedelta(days=29), JOINED + timedelta(days=30)
    assert levy_for_exchange(policy, minutes=60, joined_on=JOINED, service_date=last_free) == 0
    assert levy_for_exchange(policy, minutes=60, joined_on=JOINED, service_date=first_due) == 6


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 2, 1), 0),
        (date(2026, 3, 1), 0),
        (date(2026, 4, 1), 15),
        (date(2026, 4, 30), 15),
    ],
)
def test_a_month_that_begins_within_the_grace_is_free(month: date, due: int) -> None:
    """Joined on 10 January with 60 days of grace: until 11 March, so April is the first month due."""
    policy = LeviesPolicy(monthly_minutes=15, monthly_grace_days=60)
    assert monthly_levy_due(policy, joined_on=JOINED, month=month) == due


@given(minutes=st.integers(0, 1440), per_hour=st.integers(1, 60))
def test_a_levy_is_never_more_than_the_exchange(minutes: int, per_hour: int) -> None:
    levy = levy_for_exchange(LeviesPolicy(trade="per_hour", trade_minutes=per_hour), minutes=minutes)
    assert 0 <= levy <= minutes
    assert abs(60 * levy - minutes * per_hour) <= 30


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"trade": "none", "trade_minutes": 5}, "must be 0"),
        ({"trade": "fixed"}, "Say how many minutes"),
        ({"trade": "per_hour", "trade_minutes": 61}, "cannot contribute more than an hour"),
    ],
)
def test_a_contradiction_is_refused_in_plain_words(body: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        LeviesPolicy.model_validate(body)

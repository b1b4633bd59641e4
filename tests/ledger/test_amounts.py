"""Rounding and sharing: whole minutes, exact sums, nobody favoured."""

from collections import Counter
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.amounts import OffStep, round_to_step, split_equally

STEPS = st.sampled_from([1, 5, 10, 15, 20, 30, 60])
MINUTES = st.integers(0, 5000)
MODES = st.sampled_from(["nearest", "up"])
SALT = UUID(int=1)


@pytest.mark.parametrize(
    ("minutes", "mode", "expected"),
    [(70, "nearest", 75), (70, "up", 75), (67, "nearest", 60), (67, "up", 75), (68, "nearest", 75), (75, "reject", 75)],
)
def test_the_lawn_of_seventy_minutes(minutes: int, mode: str, expected: int) -> None:
    assert round_to_step(minutes, step=15, mode=mode) == expected  # type: ignore[arg-type]


def test_a_bank_may_refuse_to_round() -> None:
    with pytest.raises(OffStep) as refused:
        round_to_step(70, step=15, mode="reject")
    assert refused.value.data == {"minutes": 70, "step": 15}
    assert "15" in refused.value.sentence


@given(minutes=MINUTES, step=STEPS, mode=MODES)
def test_rounding_is_idempotent_and_stays_within_a_step(minutes: int, step: int, mode: str) -> None:
    rounded = round_to_step(minutes, step=step, mode=mode)  # type: ignore[arg-type]
    assert rounded % step == 0
    assert abs(rounded - minutes) < step
    assert round_to_step(rounded, step=step, mode=mode) == rounded  # type: ignore[arg-type]
    assert round_to_step(rounded, step=step, mode="reject") == rounded


@given(one=MINUTES, other=MINUTES, step=STEPS, mode=MODES)
def test_more_minutes_never_round_to_fewer(one: int, other: int, step: int, mode: str) -> None:
    low, high = sorted([one, other])
    assert round_to_step(low, step=step, mode=mode) <= round_to_step(high, step=step, mode=mode)  # type: ignore[arg-type]


def test_sixty_among_seven() -> None:
    assert sorted(split_equally(60, parts=7, salt=SALT), reverse=True) == [9, 9, 9, 9, 8, 8, 8]


@given(total=MINUTES, parts=st.integers(1, 100), salt=st.uuids())
def test_shares_sum_exactly_and_differ_by_a_minute_at_most(total: int, parts: int, salt: UUID) -> None:
    shares = split_equally(total, parts=parts, salt=salt)
    assert sum(shares) == total
    assert len(shares) == parts
    assert max(shares) - min(shares) <= 1
    assert shares == split_equally(total, parts=parts, salt=salt)


def test_the_odd_minute_goes_round() -> None:
    bearers = Counter(split_equally(61, parts=3, salt=uuid5(SALT, str(entry))).index(21) for entry in range(3000))
    assert set(bearers) == {0, 1, 2}
    assert max(bearers.values()) - min(bearers.values()) < 300


@pytest.mark.parametrize(("total", "parts"), [(-1, 2), (10, 0)])
def test_nonsense_is_refused(total: int, parts: int) -> None:
    with pytest.raises(ValueError):
        split_equally(total, parts=parts, salt=SALT)

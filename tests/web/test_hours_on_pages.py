"""What a page says about hours: always a sign or a word, in the bank's own unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banks.ui.hour_pages import Limits, balance_sentences, clock, in_full, short, side_of, signed
from ledger.policy import HoursPolicy

WORDS = HoursPolicy()
CREDITS = HoursPolicy(unit_name="Time Credit", unit_name_plural="Time Credits", show="decimal")
NO_LIMITS = Limits()


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75, "1 h 15 min"), (-90, "1 h 30 min")]
)
def test_clock_time_is_short(minutes: int, said: str) -> None:
    assert clock(minutes) == said


@pytest.mark.parametrize(("minutes", "said"), [(75, "+1 h 15 min"), (-45, "\u221245 min"), (0, "0 min")])
def test_an_amount_carries_its_sign(minutes: int, said: str) -> None:
    assert signed(minutes, WORDS) == said


def test_a_bank_that_counts_decimals_is_answered_in_them() -> None:
    assert signed(75, CREDITS) == "+1.25 Time Credits"
    assert short(60, CREDITS) == "1 Time Credit"
    assert in_full(-75, CREDITS) == "1.25 Time Credits"


def test_an_amount_that_has_no_short_decimal_says_so() -> None:
    assert short(20, CREDITS) == "≈ 0.33 Time Credits"
    assert signed(-20, CREDITS) == "≈ \u22120.33 Time Credits"


def test_who_gave_more_is_invited_to_ask() -> None:
    assert balance_sentences(180, WORDS, NO_LIMITS) == [
        "You have given 3 hours more than you have received.",
        "Ask for help any time.",
    ]


def test_who_received_more_is_not_blamed() -> None:
    said = balance_sentences(-60, WORDS, NO_LIMITS)
    assert said == ["You have received 1 hour more than you have given.", "Help someone when it suits you."]


def test_an_even_balance_has_its_own_sentence() -> None:
    assert "exactly as much" in balance_sentences(0, WORDS, NO_LIMITS)[0]


@pytest.mark.parametrize(
    ("minutes", "limits", "word"),
    [
        (-550, Limits(floor=-600), "lower limit of \u221210 h"),
        (1450, Limits(ceiling=1500), "upper limit of 25 h"),
    ],
)
def test_close_to_a_limit_it_is_named(minutes: int, limits: Limits, word: str) -> None:
    assert word in balance_sentences(minutes, WORDS, limits)[-1]


def test_far_from_a_limit_nothing_is_said_of_it() -> None:
    assert len(balance_sentences(-60, WORDS, Limits(floor=-600, ceiling=1500))) == 2


@given(st.integers(min_value=-100_000, max_value=100_000))
def test_the_sign_and_the_side_never_disagree(minutes: int) -> None:
    starts = {"given": "+", "received": "\u2212"}.get(side_of(minutes), "0")
    assert signed(minutes, WORDS).startswith(starts)

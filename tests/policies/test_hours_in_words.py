"""Amounts in words and back: what a page prints a person can type, to the minute."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.hour_words import HoursNotUnderstood, duration, format_hours, parse_hours
from ledger.policy import HoursPolicy

WORDS = HoursPolicy()
CREDITS = HoursPolicy(unit_name="Time Credit", unit_name_plural="Time Credits", show="decimal")
LETS = HoursPolicy(unit_name="Fern", unit_name_plural="Ferns", show="decimal", units_per_hour=Fraction(10))
THIRDS = HoursPolicy(unit_name="day", unit_name_plural="days", show="decimal", units_per_hour=Fraction(1, 8))


@pytest.mark.parametrize(
    ("minutes", "policy", "words"),
    [
        (75, WORDS, "1 hour 15 minutes"),
        (-75, WORDS, "minus 1 hour 15 minutes"),
        (60, WORDS, "1 hour"),
        (45, WORDS, "45 minutes"),
        (61, WORDS, "1 hour 1 minute"),
        (0, WORDS, "0 hours"),
        (75, CREDITS, "1.25 Time Credits"),
        (60, CREDITS, "1 Time Credit"),
        (-480, CREDITS, "minus 8 Time Credits"),
        (0, CREDITS, "0 Time Credits"),
        (20, CREDITS, "about 0.33 Time Credits"),
        (90, LETS, "15 Ferns"),
        (6, LETS, "1 Fern"),
        (480, THIRDS, "1 day"),
        (600, CREDITS, "10 Time Credits"),
    ],
)
def test_an_amount_reads_as_the_bank_says_it(minutes: int, policy: HoursPolicy, words: str) -> None:
    assert format_hours(minutes, policy) == words


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:15", 75),
        ("1.25", 75),
        ("1,25", 75),
        (".5", 30),
        ("1¼", 75),
        ("½", 30),
        ("1 1/4", 75),
        ("1/2", 30),
        ("1 h 15", 75),
        ("1h15m", 75),
        ("1 hour 15 minutes", 75),
        ("1 hour and 15 minutes", 75),
        ("2 hrs", 120),
        ("1.5h", 90),
        ("75 min", 75),
        ("75 MINUTES", 75),
        (" 0:45 ", 45),
        ("1.33", 80),
        ("0", 0),
    ],
)
def test_the_ways_people_write_a_length_of_time_are_understood(text: str, minutes: int) -> None:
    assert parse_hours(text, WORDS) == minutes


@pytest.mark.parametrize("text", ["", "  ", "abc", "-1", "1:75", "h", "min", "1 2 3", "٣", "1e3", "1/0", "1:5", "NaN"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(HoursNotUnderstood) as refused:
        parse_hours(text, WORDS)
    assert "1:15, 1.25 or 75 min" in refused.value.sentence
    assert refused.value.code == "ledger.hours_not_understood"


def test_a_bare_number_counts_the_banks_own_unit() -> None:
    assert parse_hours("15", LETS) == 90
    assert parse_hours("15 Ferns", LETS) == 90
    assert parse_hours("1.25 Time Credits", CREDITS) == 75
    assert parse_hours("1:30", LETS) == 90, "a clock time stays a clock time"
    with pytest.raises(HoursNotUnderstood) as refused:
        parse_hours("many", LETS)
    assert refused.value.data == {"text": "many", "unit": "Ferns"}


@given(minutes=st.integers(min_value=0, max_value=100_000))
def test_words_read_back_to_the_minute(minutes: int) -> None:
    assert parse_hours(format_hours(minutes, WORDS), WORDS) == minutes
    assert parse_hours(duration(minutes), WORDS) == minutes


@given(minutes=st.integers(min_value=0, max_value=100_000), units=st.sampled_from([1, 2, 10, 60]))
def test_exact_decimals_read_back_to_the_minute(minutes: int, units: int) -> None:
    policy = HoursPolicy(unit_name="Fern", unit_name_plural="Ferns", show="decimal", units_per_hour=Fraction(units))
    words = format_hours(minutes, policy)
    if not words.startswith("about"):
        assert parse_hours(words, policy) == minutes

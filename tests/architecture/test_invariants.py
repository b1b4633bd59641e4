"""Every named invariant has its row in governance/README.md: its guard, its test, and the test without the guard."""

import re

import pytest

from tests.architecture.source import read
from tests.architecture.test_documents import NAMED_TEST, names_in

COUNTS = {"P": 4, "D": 8, "A": 2, "X": 1, "C": 12, "E": 5, "K": 7}
NOT_BUILT: frozenset[str] = frozenset()
KEPT = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
ROW = re.compile(
    r"^\| (?P<invariant>[A-Z]\d+) [^|]+\|(?P<guard>[^|]+)\|(?P<test>[^|]+)\|(?P<without>[^|]+)\|$", re.MULTILINE
)


def rows_of(text: str) -> dict[str, re.Match[str]]:
    return {found["invariant"]: found for found in ROW.finditer(text)}


def faults_of(text: str, invariant: str) -> list[str]:
    """What is missing in an invariant's row; nothing where all is there."""
    row = rows_of(text).get(invariant)
    if row is None:
        return [f"{invariant} has no row"]
    found = [] if row["guard"].strip() else [f"{invariant} says nowhere where its guard is"]
    for column in ("test", "without"):
        named = list(NAMED_TEST.finditer(row[column]))
        found += [] if named else [f"{invariant} names no test as {column}"]
        found += [each.group() for each in named if (each["name"] or "") not in names_in(each["file"])]
    theirs = f"test_{invariant.lower()}_"
    found += [each.group() for each in NAMED_TEST.finditer(row["without"]) if not each["name"].startswith(theirs)]
    return found


@pytest.mark.parametrize("invariant", [each for each in KEPT if each not in NOT_BUILT])
def test_an_invariant_has_its_guard_its_test_and_a_test_without_the_guard(invariant: str) -> None:
    assert faults_of(read("governance/README.md"), invariant) == []


def test_what_is_not_built_is_said_and_has_no_row() -> None:
    text = read("governance/README.md")
    assert not NOT_BUILT & rows_of(text).keys()
    assert all(f"{invariant} " in text for invariant in NOT_BUILT)
    assert set(rows_of(text)) <= set(KEPT)


def test_a_row_that_rots_is_found() -> None:
    row = "| D1 one vote | `a.b` | `tests/governance/test_ballots.py::{}` | `tests/governance/test_ballots.py::{}` |"
    real = "test_d1_the_last_word_before_the_close_counts_and_earlier_ones_are_kept"
    assert faults_of(row.format(real, real), "D1") == []
    assert faults_of(row.format(real, "test_d1_gone"), "D1")
    assert faults_of(row.format(real, "test_a_closed_ballot_is_never_changed"), "D1"), "another invariant's"
    assert faults_of(row.replace("tests/", "somewhere/"), "D1")
    assert faults_of(row.format(real, real), "D2") == ["D2 has no row"]

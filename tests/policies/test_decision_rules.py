"""Thresholds are exact: the worked cases of the vote arithmetic, and rules that contradict themselves."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from governance.circle_policy import CirclesPolicy
from governance.decision_rule import DecisionRule, Quorum, VoteTest, two_thirds_present
from governance.policy import RulePolicy

TWO_THIRDS = VoteTest(num=2, den=3, cmp="gte", base="present")
MAJORITY = VoteTest(num=1, den=2, cmp="gt", base="present")

# present, yes, no, then: two-thirds of those present, of the votes cast, majority present, majority cast
CASES = [
    (7, 5, 2, True, True, True, True),
    (7, 4, 1, False, True, True, True),
    (7, 4, 3, False, False, True, True),
    (9, 6, 0, True, True, True, True),
    (9, 5, 2, False, True, True, True),
    (8, 5, 1, False, True, True, True),
    (8, 4, 4, False, False, False, False),
    (8, 4, 3, False, False, False, True),
    (10, 6, 3, False, True, True, True),
    (18, 10, 5, False, True, True, True),
    (60, 30, 15, False, True, False, True),
    (100, 66, 34, False, False, True, True),
    (13, 7, 4, False, False, True, True),
    (13, 2, 1, False, True, False, True),
    (2, 1, 0, False, True, False, True),
    (1, 1, 0, True, True, True, True),
]


@pytest.mark.parametrize(("present", "yes", "no", "thirds", "thirds_cast", "most", "most_cast"), CASES)
def test_the_sixteen_worked_cases(
    present: int, yes: int, no: int, thirds: bool, thirds_cast: bool, most: bool, most_cast: bool
) -> None:
    cast = yes + no
    assert TWO_THIRDS.passes(yes=yes, base=present) is thirds
    assert TWO_THIRDS.passes(yes=yes, base=cast) is thirds_cast
    assert MAJORITY.passes(yes=yes, base=present) is most
    assert MAJORITY.passes(yes=yes, base=cast) is most_cast


def test_needed_for_two_thirds_and_for_a_majority() -> None:
    thirds = {3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 8: 6, 9: 6, 10: 7, 11: 8, 12: 8, 15: 10, 18: 12, 20: 14, 25: 17}
    assert {base: TWO_THIRDS.needed(base) for base in thirds} == thirds
    assert [MAJORITY.needed(base) for base in (7, 8, 9, 10)] == [4, 5, 5, 6]


@given(yes=st.integers(0, 600), base=st.integers(0, 600), num=st.integers(1, 20), more=st.integers(0, 20))
def test_no_rounding_ever(yes: int, base: int, num: int, more: int) -> None:
    den = num + more
    at_least = VoteTest(num=num, den=den, cmp="gte", base="cast")
    assert at_least.passes(yes=yes, base=base) is (base > 0 and den * yes >= num * base)
    if more:
        more_than = VoteTest(num=num, den=den, cmp="gt", base="cast")
        assert more_than.passes(yes=yes, base=base) is (base > 0 and den * yes > num * base)


def test_nothing_carries_on_an_empty_base() -> None:
    assert not TWO_THIRDS.passes(yes=0, base=0)


def test_a_quorum_is_a_count_or_a_fraction_rounded_up() -> None:
    assert Quorum(count=12).needed(500) == 12
    assert Quorum(num=1, den=3).needed(10) == 4


VOTE: dict[str, Any] = {"method": "meeting_vote", "forum": "meeting"}
MOST: dict[str, Any] = {"num": 1, "den": 2, "cmp": "gt", "base": "present"}
HALF: dict[str, Any] = {"num": 1, "den": 2, "cmp": "gte", "base": "present"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (VOTE, "needs at least one test"),
        ({"method": "consent", "forum": "circle", "tests": [MOST]}, "Only a vote counts yes and no"),
        ({"method": "consent", "forum": "online"}, "Consent is asked in a circle"),
        ({"method": "coordinator", "forum": "office", "delay_days": 0}, "waits at least a day"),
        ({**VOTE, "tests": [{"num": 3, "den": 2, "cmp": "gte", "base": "cast"}]}, "No vote can reach 3/2"),
        ({**VOTE, "tests": [MOST], "quorum": {"count": 3, "num": 1, "den": 3}}, "either as a number"),
        ({**VOTE, "tests": [MOST], "quorum": {"num": 1}}, "both its numbers"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(body: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        DecisionRule.model_validate(body)


def test_nobody_is_removed_by_half_or_less() -> None:
    with pytest.raises(ValidationError, match="more than half"):
        RulePolicy.model_validate({"remove_member": {**VOTE, "tests": [HALF]}})
    assert RulePolicy.model_validate({"remove_member": {**VOTE, "tests": [MOST]}})


def test_a_rule_says_itself() -> None:
    assert two_thirds_present("meeting_of_the_whole").in_words() == (
        "a two-thirds vote of those in attendance at a meeting of the whole"
    )
    rule = DecisionRule(method="coordinator", forum="office", notice_days=1, delay_days=7)
    assert rule.in_words() == ("a published decision of the coordinator, after 1 day of notice, in effect 7 days later")


@pytest.mark.parametrize(
    ("structure", "domains", "sentence"),
    [
        ([("a", "b"), ("b", "a")], [], "its own parent"),
        ([("a", "ghost")], [], "does not exist"),
        ([("a", None), ("a", None)], [], "a key of its own"),
        ([("a", None)], [("site", "ghost")], "a circle that exists"),
        ([("a", None)], [("site", "a"), ("site", "a")], "exactly one circle"),
    ],
)
def test_circles_form_one_tree_and_domains_have_one_owner(
    structure: list[tuple[str, str | None]], domains: list[tuple[str, str]], sentence: str
) -> None:
    body = {
        "structure": [{"key": key, "name": key, "parent": parent} for key, parent in structure],
        "domains": [{"domain": domain, "name": domain, "circle": circle} for domain, circle in domains],
    }
    with pytest.raises(ValidationError, match=sentence):
        CirclesPolicy.model_validate(body)

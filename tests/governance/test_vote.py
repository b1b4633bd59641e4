"""Deciding by vote, without a database: the sixteen worked cases, recusal, quorum, guests, and the printed line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.decision_rule import DecisionRule, VoteTest
from governance.methods.errors import CountsImpossible
from governance.methods.vote import Count, Roll, Tally, Verdict, decide
from tests.policies.test_decision_rules import CASES

TESTS = {
    "thirds": VoteTest(num=2, den=3, cmp="gte", base="present"),
    "thirds_cast": VoteTest(num=2, den=3, cmp="gte", base="cast"),
    "most": VoteTest(num=1, den=2, cmp="gt", base="present"),
    "most_cast": VoteTest(num=1, den=2, cmp="gt", base="cast"),
}


def rule(*names: str, recusal: str = "leaves_base") -> DecisionRule:
    tests = tuple(TESTS[name] for name in names)
    return DecisionRule.model_validate(
        {"method": "meeting_vote", "forum": "meeting", "tests": tests, "recusal": recusal}
    )


def vote(
    names: tuple[str, ...], present: int, yes: int, no: int, *, recused: int = 0, fewest: int = 0, quorum: int = 0,
    recusal: str = "leaves_base",
) -> Tally:  # fmt: skip
    roll = Roll(present=present, recused=recused, eligible=max(present, 40))
    abstain = present - recused - yes - no
    count = Count(yes=yes, no=no, abstain=abstain)
    return decide(rule(*names, recusal=recusal), roll, count, fewest=fewest, quorum_needed=quorum)


@pytest.mark.parametrize(("present", "yes", "no", "thirds", "thirds_cast", "most", "most_cast"), CASES)
def test_l_vote_the_sixteen_worked_cases(
    present: int, yes: int, no: int, thirds: bool, thirds_cast: bool, most: bool, most_cast: bool
) -> None:
    for name, carried in zip(TESTS, (thirds, thirds_cast, most, most_cast), strict=True):
        tally = vote((name,), present, yes, no)
        assert tally.verdict is (Verdict.CARRIED if carried else Verdict.LOST), name
        assert tally.arithmetic.endswith("Carried." if carried else "Lost.")


def test_l_vote_five_yes_of_seven_is_said_in_a_line_that_can_be_checked_by_hand() -> None:
    tally = vote(("thirds",), 7, 5, 2)
    line = "5 yes of 7 present; needed 5 (at least 2/3): 3 x 5 = 15 is at least 2 x 7 = 14. Carried."
    assert tally.arithmetic == line


def test_every_test_of_a_rule_has_to_pass() -> None:
    assert vote(("thirds_cast", "most"), 13, 2, 1).verdict is Verdict.LOST, "case 14: why a second test is needed"
    assert vote(("thirds_cast", "most"), 9, 5, 2).verdict is Verdict.CARRIED


@pytest.mark.parametrize(("present", "needed"), [(7, 4), (10, 6), (9, 6)])
def test_who_steps_aside_leaves_the_base_or_stays_in_it_as_the_rule_says(present: int, needed: int) -> None:
    tally = vote(("thirds",), present, needed, 0, recused=1)
    assert tally.tests[0].needed == needed
    assert tally.verdict is Verdict.CARRIED
    kept = vote(("thirds",), present, needed, 0, recused=1, recusal="counts_in_base")
    assert kept.tests[0].base == present


def test_too_few_is_no_defeat() -> None:
    assert vote(("thirds",), 2, 2, 0, fewest=3).verdict is Verdict.NO_QUORUM
    assert vote(("thirds",), 9, 9, 0, quorum=10).verdict is Verdict.NO_QUORUM
    assert vote(("thirds",), 0, 0, 0).verdict is Verdict.NO_QUORUM
    assert vote(("thirds",), 1, 0, 0, recused=1).verdict is Verdict.NO_QUORUM


def test_more_votes_than_people_are_counted_again() -> None:
    with pytest.raises(CountsImpossible):
        decide(rule("thirds"), Roll(present=9, recused=0, eligible=40), Count(yes=8, no=2, abstain=0))
    with pytest.raises(CountsImpossible):
        decide(rule("thirds"), Roll(present=9, recused=1, eligible=40), Count(yes=9, no=0, abstain=0))


@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_d4_the_four_counts_add_up_to_the_base(yes: int, no: int, abstain: int, silent: int) -> None:
    present = yes + no + abstain + silent
    tally = decide(
        rule("thirds"), Roll(present=present, recused=0, eligible=present), Count(yes=yes, no=no, abstain=abstain)
    )
    assert tally.yes + tally.no + tally.abstain + tally.not_voting == tally.base_present == present
    assert (tally.verdict is Verdict.CARRIED) is (present > 0 and 3 * yes >= 2 * present)

"""Deciding by vote: from roll and count to the verdict, in exact integers. Pure.

Guarantees: the same facts always give the same verdict (D5); yes, no, abstain and not voting add up to the base (D4);
an abstention is an act, not a default; one line of arithmetic lets a member check the verdict by hand.
Refuses: impossible counts (more votes than people).
Source: reference/governance.md sections 2.1 and 2.2 (16 worked cases); RONR on abstentions and bases.
Called by: `governance.decisions` when a ballot closes, and again before its effect is carried out.
"""

from dataclasses import dataclass
from enum import StrEnum

from governance.decision_rule import DecisionRule, VoteTest
from governance.methods.errors import CountsImpossible


class Verdict(StrEnum):
    """The outcome of a vote."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class Roll:
    """How many people count, frozen when the question was put.

    `recused` people stepped aside from this question; `present` includes them. `eligible` counts all members of the
    bank who have a vote, present or not.
    """

    present: int
    recused: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Count:
    """The votes. `Tally.not_voting` counts the people on the roll who did not vote."""

    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class AppliedTest:
    """One test of the rule, applied: its base, how many yes votes it needed, and whether they were reached."""

    base_name: str
    base: int
    needed: int
    passed: bool
    line: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdict with all figures it follows from."""

    verdict: Verdict
    yes: int
    no: int
    abstain: int
    not_voting: int
    base_present: int
    tests: tuple[AppliedTest, ...]
    reason: str

    @property
    def arithmetic(self) -> str:
        """One line for each test, such as "6 yes of 9 present; needed 6 (at least 2/3): 3 x 6 = 18 is at least ..."."""
        return " ".join([*(test.line for test in self.tests), self.reason]).strip()


def decide(rule: DecisionRule, roll: Roll, count: Count, *, fewest: int = 0, quorum_needed: int = 0) -> Tally:
    """The verdict of a vote: carried, lost or no quorum. Every test of the rule has to pass.

    The caller works out `fewest` and `quorum_needed` from rule and policy; both count people in the room, whether they
    vote or not (RONR).
    """
    can_vote = roll.present - roll.recused
    votes = count.yes + count.no + count.abstain
    check_possible(roll, count)
    base_present = roll.present if rule.recusal == "counts_in_base" else can_vote
    tests = tuple(_test(test, _base(test, rule, roll, count, base_present), count.yes) for test in rule.tests)
    reason, verdict = _verdict(tests, roll, base_present, fewest, quorum_needed)
    return Tally(
        verdict=verdict,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        not_voting=base_present - votes,
        base_present=base_present,
        tests=tests,
        reason=reason,
    )


def check_possible(roll: Roll, count: Count) -> None:
    """Refuse negative counts and more votes than voters: the four counts would not add up (D4)."""
    can_vote, votes = roll.present - roll.recused, count.yes + count.no + count.abstain
    if min(count.yes, count.no, count.abstain, can_vote) < 0 or votes > can_vote or roll.eligible < roll.present:
        raise CountsImpossible(said=votes, present=can_vote)


def _verdict(
    tests: tuple[AppliedTest, ...], roll: Roll, base_present: int, fewest: int, quorum_needed: int
) -> tuple[str, Verdict]:
    short = max(fewest, quorum_needed)
    if roll.present < short:
        return f"{roll.present} were present and {short} are needed: no vote could be taken.", Verdict.NO_QUORUM
    if base_present == 0 or not tests:
        return "Nobody who votes was present: no vote could be taken.", Verdict.NO_QUORUM
    carried = all(test.passed for test in tests)
    return ("Carried." if carried else "Lost."), (Verdict.CARRIED if carried else Verdict.LOST)


def _base(test: VoteTest, rule: DecisionRule, roll: Roll, count: Count, base_present: int) -> int:
    if test.base == "cast":
        return count.yes + count.no
    if test.base == "eligible":
        return roll.eligible if rule.recusal == "counts_in_base" else roll.eligible - roll.recused
    return base_present


BASES = {"present": "present", "cast": "votes cast", "eligible": "entitled to vote", "circle": "in the circle"}


def _test(test: VoteTest, base: int, yes: int) -> AppliedTest:
    needed, passed = test.needed(base), test.passes(yes=yes, base=base)
    word = "at least" if test.cmp == "gte" else "more than"
    short = f"{yes} yes of {base} {BASES[test.base]}; needed {needed} ({word} {test.num}/{test.den}): "
    sides = f"{test.den} x {yes} = {test.den * yes} {_sign(test, passed)} {test.num} x {base} = {test.num * base}."
    return AppliedTest(test.base, base, needed, passed, short + sides)


def _sign(test: VoteTest, passed: bool) -> str:
    if test.cmp == "gte":
        return "is at least" if passed else "is less than"
    return "is more than" if passed else "is not more than"

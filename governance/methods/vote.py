"""Deciding by vote: from who was there and what they said to carried or not, in exact integers. Pure.

Guarantees: the same facts give the same verdict for ever (D5), whatever changed since; four counts add up to the
base they were taken from (D4); an abstention is an act, not a default; the arithmetic is said in one line that a
member can check by hand. Refuses: counts that cannot be (more votes than people).
Source: reference/governance.md sections 2.1 and 2.2 (16 worked cases); RONR on abstentions and bases.
Called by: `governance.decisions` when a ballot closes, and again before its effect is carried out.
"""

from dataclasses import dataclass
from enum import StrEnum

from governance.decision_rule import DecisionRule, VoteTest
from governance.methods.errors import CountsImpossible


class Verdict(StrEnum):
    """How a question put to the vote ended."""

    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class Roll:
    """Who counts, frozen when the question was put. `recused` people stepped aside from this question.

    `present` includes them; `eligible` is everybody entitled to vote in the bank, there or not.
    """

    present: int
    recused: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Count:
    """What was said. Those on the roll who said nothing are `not_voting`, which `Tally` works out."""

    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class Tested:
    """One test of the rule: the base it takes, what was needed, and whether the yes votes reach it."""

    base_name: str
    base: int
    needed: int
    passed: bool
    line: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The verdict with everything it follows from."""

    verdict: Verdict
    yes: int
    no: int
    abstain: int
    not_voting: int
    base_present: int
    tests: tuple[Tested, ...]
    reason: str

    @property
    def arithmetic(self) -> str:
        """Such as "3 x 6 = 18 is at least 2 x 9 = 18: carried. Base: 9 present." One line for each test."""
        return " ".join([*(test.line for test in self.tests), self.reason]).strip()


def decide(rule: DecisionRule, roll: Roll, count: Count, *, fewest: int = 0, quorum_needed: int = 0) -> Tally:
    """Carried, lost or no quorum.

    `fewest` people present and `quorum_needed` are worked out by the caller from rule and policy; both count
    people in the room, voting or not (RONR). Every test of the rule has to pass.
    """
    can_vote = roll.present - roll.recused
    said = count.yes + count.no + count.abstain
    check_possible(roll, count)
    base_present = roll.present if rule.recusal == "counts_in_base" else can_vote
    tests = tuple(_test(test, _base(test, rule, roll, count, base_present), count.yes) for test in rule.tests)
    reason, verdict = _verdict(tests, roll, base_present, fewest, quorum_needed)
    return Tally(
        verdict=verdict,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        not_voting=base_present - said,
        base_present=base_present,
        tests=tests,
        reason=reason,
    )


def check_possible(roll: Roll, count: Count) -> None:
    """Refuse more votes than people who could vote, and fewer than none: the four counts would not add up (D4)."""
    can_vote, said = roll.present - roll.recused, count.yes + count.no + count.abstain
    if min(count.yes, count.no, count.abstain, can_vote) < 0 or said > can_vote or roll.eligible < roll.present:
        raise CountsImpossible(said=said, present=can_vote)


def _verdict(
    tests: tuple[Tested, ...], roll: Roll, base_present: int, fewest: int, quorum_needed: int
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


def _test(test: VoteTest, base: int, yes: int) -> Tested:
    needed, passed = test.needed(base), test.passes(yes=yes, base=base)
    word = "at least" if test.cmp == "gte" else "more than"
    short = f"{yes} yes of {base} {BASES[test.base]}; needed {needed} ({word} {test.num}/{test.den}): "
    sides = f"{test.den} x {yes} = {test.den * yes} {_sign(test, passed)} {test.num} x {base} = {test.num * base}."
    return Tested(test.base, base, needed, passed, short + sides)


def _sign(test: VoteTest, passed: bool) -> str:
    if test.cmp == "gte":
        return "is at least" if passed else "is less than"
    return "is more than" if passed else "is not more than"

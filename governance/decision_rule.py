"""A decision rule: who decides, where, and what carries a proposal.

Guarantees: thresholds are exact integers, never percentages; a tie never carries; nothing carries on
an empty base; every rule has a plain sentence.
Refuses: rules that contradict themselves, such as a vote without a test or consent by counting.
Called by: `governance.policy`, ballots and rounds.
"""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Base = Literal["present", "cast", "eligible", "circle"]

BASE_WORDS: dict[str, str] = {
    "present": "of those in attendance",
    "cast": "of the votes cast",
    "eligible": "of all members entitled to vote",
    "circle": "of the circle's members",
}
FORUM_WORDS: dict[str, str] = {
    "meeting": "at the meeting where the request is under consideration",
    "meeting_of_the_whole": "at a meeting of the whole",
    "circle": "in the circle whose domain it is",
    "online": "online",
    "office": "at the bank's office",
}
FRACTION_WORDS = {(2, 3): "two-thirds", (3, 4): "three-quarters", (1, 2): "half", (3, 5): "three-fifths"}


class FrozenModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def count_days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


class VoteTest(FrozenModel):
    """`yes` against a fraction of a base: at least (`gte`) or more than (`gt`) num/den."""

    num: int = Field(ge=1, le=1000)
    den: int = Field(ge=1, le=1000)
    cmp: Literal["gte", "gt"]
    base: Base

    @model_validator(mode="after")
    def check_reachable(self) -> Self:
        if self.num > self.den or (self.num == self.den and self.cmp == "gt"):
            raise ValueError(f"No vote can reach {self.num}/{self.den}; choose a smaller fraction.")
        return self

    def needed(self, base: int) -> int:
        """The smallest number of yes votes that passes; 1 on an empty base, where `passes` is always false."""
        if base <= 0:
            return 1
        # -(-a // b) rounds up in exact integers.
        return -(-self.num * base // self.den) if self.cmp == "gte" else self.num * base // self.den + 1

    def passes(self, *, yes: int, base: int) -> bool:
        return base > 0 and yes >= self.needed(base)

    def in_words(self) -> str:
        whose = BASE_WORDS[self.base]
        if (self.num, self.den, self.cmp) == (1, 2, "gt"):
            return f"a majority vote {whose}"
        if self.num == self.den:
            return f"a yes from all {whose}"
        fraction = FRACTION_WORDS.get((self.num, self.den), f"{self.num}/{self.den}")
        return f"more than {fraction} {whose}" if self.cmp == "gt" else f"a {fraction} vote {whose}"


class Quorum(FrozenModel):
    """How many people must attend: a count, or a fraction of the members entitled to vote, rounded up."""

    count: int | None = Field(None, ge=1, le=100_000)
    num: int | None = Field(None, ge=1, le=1000)
    den: int | None = Field(None, ge=1, le=1000)

    @model_validator(mode="after")
    def check_one_shape(self) -> Self:
        if (self.num is None) != (self.den is None):
            raise ValueError("A fraction needs both its numbers.")
        if (self.count is None) == (self.num is None):
            raise ValueError("Give a quorum either as a number of people or as a fraction.")
        if self.num is not None and self.den is not None and self.num > self.den:
            raise ValueError("A quorum cannot be more than everybody.")
        return self

    def needed(self, eligible: int) -> int:
        if self.count is not None:
            return self.count
        return -(-(self.num or 0) * eligible // (self.den or 1))

    def in_words(self) -> str:
        if self.count is not None:
            return "1 person" if self.count == 1 else f"{self.count} people"
        return f"{self.num}/{self.den} of those entitled to vote"


class DecisionRule(FrozenModel):
    """How the bank takes one class of decision. Null quorum, floor, notice or delay: the bank's usual value."""

    method: Literal["meeting_vote", "consent", "coordinator"]
    forum: Literal["meeting", "meeting_of_the_whole", "circle", "online", "office"]
    tests: tuple[VoteTest, ...] = ()
    quorum: Quorum | None = None
    min_present: int | None = Field(None, ge=0, le=10_000)
    notice_days: int | None = Field(None, ge=0, le=365)
    delay_days: int | None = Field(None, ge=0, le=365)
    recusal: Literal["leaves_base", "counts_in_base"] = "leaves_base"
    secrecy: Literal["open", "secret"] = "open"
    absentee: Literal["not_counted", "explicit_ballot", "hold"] = "not_counted"

    @model_validator(mode="after")
    def check_method_fits(self) -> Self:
        if self.method == "meeting_vote" and not self.tests:
            raise ValueError("A vote needs at least one test, such as two-thirds of those in attendance.")
        if self.method != "meeting_vote" and self.tests:
            raise ValueError("Only a vote counts yes and no; take the tests out or choose a vote.")
        if self.method == "consent" and self.forum != "circle":
            raise ValueError("Consent is asked in a circle; for the whole bank choose a vote.")
        if self.method == "coordinator" and self.delay_days == 0:
            raise ValueError("A coordinator's decision is published and waits at least a day.")
        return self

    def in_words(self) -> str:
        """A noun phrase, such as "a two-thirds vote of those in attendance at a meeting of the whole"."""
        phrase = self._who_decides()
        if self.min_present:
            phrase += f", with at least {self.min_present} voting members there"
        if self.quorum:
            phrase += f", with a quorum of {self.quorum.in_words()}"
        if self.notice_days:
            phrase += f", after {count_days(self.notice_days)} of notice"
        if self.delay_days:
            phrase += f", in effect {count_days(self.delay_days)} later"
        return phrase + (", by secret ballot" if self.secrecy == "secret" else "")

    def _who_decides(self) -> str:
        if self.method == "consent":
            return "consent " + FORUM_WORDS["circle"]
        if self.method == "coordinator":
            return "a published decision of the coordinator"
        return " and ".join(test.in_words() for test in self.tests) + " " + FORUM_WORDS[self.forum]


def two_thirds_present(
    forum: Literal["meeting", "meeting_of_the_whole"] = "meeting", notice_days: int | None = None
) -> DecisionRule:
    """At least two-thirds of those in attendance."""
    test = VoteTest(num=2, den=3, cmp="gte", base="present")
    return DecisionRule(method="meeting_vote", forum=forum, tests=(test,), notice_days=notice_days)

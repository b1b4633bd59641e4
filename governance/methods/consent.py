"""Deciding by consent: from the frozen circle and its answers to asking, objected, adopted or lapsed. Pure.

Guarantees: silence never counts (C2, C3): one person without an answer keeps a round from being adopted, whatever the
rule says; the state follows from the answers and the time, so no job has to run for it to be true; a line of
arithmetic lets a member check the state by counting names.
Source: reference/governance.md, section 3.2. Called by: `governance.rounds`, and again before an effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CONSENT, OBJECT, ASIDE = "consent", "object", "stand_aside"


class Standing(StrEnum):
    """The state of a round."""

    ASKING = "asking"
    OBJECTED = "objected"
    ADOPTED = "adopted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class ConsentRoll:
    """The people a round asks, frozen when it opened (C1). `circle_size` also counts the proposal's subjects (C8)."""

    people: frozenset[UUID]
    circle_size: int
    author: UUID


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """The circle's rule for a round: the fewest explicit consents, whether members may stand aside, the deadline."""

    min_explicit: int
    stand_aside: bool
    answer_by: datetime


ENDS = {
    Standing.ASKING: "The round is open.",
    Standing.OBJECTED: "An objection is being looked at.",
    Standing.ADOPTED: "Adopted.",
    Standing.LAPSED: "Lapsed: silence is not consent.",
}


@dataclass(frozen=True, slots=True)
class RoundTally:
    """The state of a round with all figures it follows from.

    `missing` people have not answered; `heard_another` says whether a person other than the author consented.
    """

    standing: Standing
    asked: int
    consents: int
    aside: int
    objections: int
    missing: int
    needed: int
    heard_another: bool

    @property
    def arithmetic(self) -> str:
        """Such as "6 of 7 consented in so many words, 1 did not answer. Lapsed: silence is not consent."."""
        is_lapsed = self.standing is Standing.LAPSED
        parts = [f"{self.consents} of {self.asked} consented in so many words"]
        parts += [f"{self.aside} stood aside"] if self.aside else []
        parts += [f"{self.objections} objection{'s' if self.objections > 1 else ''} open"] if self.objections else []
        parts.append(f"{self.missing} did not answer" if is_lapsed else f"{self.missing} missing")
        line = ", ".join(parts) + "."
        if not self.missing and (self.consents < self.needed or not self.heard_another):
            line += f" At least {self.needed} have to consent, one of them not the author."
        end = "Lapsed: not everybody consented." if is_lapsed and not self.missing else ENDS[self.standing]
        return f"{line} {end}"


def needed_of(asked: int, min_explicit: int) -> int:
    """The fewest explicit consents: the bank's figure (or all, in a smaller circle), and at least two-thirds."""
    return max(min(min_explicit, asked), -(-2 * asked // 3))  # -(-a // b) rounds up


def tally_round(
    roll: ConsentRoll, answers: Mapping[UUID, str], open_objections: int, terms: ConsentTerms, now: datetime
) -> RoundTally:
    """The state of a round at a moment.

    Adopted exactly when (C3) no objection is open, every person on the roll has consented or stood aside, enough of
    them consented explicitly, and at least one of those is not the author (except in a circle of one).
    """
    counted = {person: answer for person, answer in answers.items() if person in roll.people}
    consenting = {person for person, answer in counted.items() if answer == CONSENT}
    aside = {person for person, answer in counted.items() if answer == ASIDE} if terms.stand_aside else set()
    needed = needed_of(len(roll.people), terms.min_explicit)
    missing = len(roll.people - counted.keys())
    heard_another = bool(consenting - {roll.author}) or (roll.circle_size == 1 and bool(consenting))
    is_adopted = bool(roll.people) and consenting | aside == roll.people and len(consenting) >= needed and heard_another
    # An open objection comes before the deadline: while the circle works on it, the round does not lapse.
    if open_objections:
        standing = Standing.OBJECTED
    elif is_adopted:
        standing = Standing.ADOPTED
    else:
        standing = Standing.LAPSED if now >= terms.answer_by else Standing.ASKING
    return RoundTally(
        standing, len(roll.people), len(consenting), len(aside), open_objections, missing, needed, heard_another
    )

"""Deciding by consent: from the frozen circle and what each said to asking, objected, adopted or lapsed. Pure.

Guarantees: silence never contributes (C2, C3): a person without an answer keeps a round from being adopted, whatever
the rule says; the state follows from facts and the moment, so no job has to run for it to be true; the line of
arithmetic is said in words that a member can check by counting names.
Source: reference/governance.md, section 3.2. Called by: `governance.rounds`, and again before an effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CONSENT, OBJECT, ASIDE = "consent", "object", "stand_aside"


class Standing(StrEnum):
    """Where an open round stands."""

    ASKING = "asking"
    OBJECTED = "objected"
    ADOPTED = "adopted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, frozen when the round was opened (C1). `circle_size` also counts whom it is about (C8)."""

    people: frozenset[UUID]
    circle_size: int
    author: UUID


@dataclass(frozen=True, slots=True)
class Terms:
    """How the circle asks: the fewest consents in so many words, whether one may stand aside, and until when."""

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
class Outcome:
    """Where a round stands, with everything it follows from."""

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
    """The fewest consents in so many words: the bank's figure, or the whole circle where it is smaller, and 2/3."""
    return max(min(min_explicit, asked), -(-2 * asked // 3))


def outcome_of(asked: Asked, answers: Mapping[UUID, str], open_objections: int, terms: Terms, now: datetime) -> Outcome:
    """Where the round stands at a moment.

    Adopted exactly when (C3) no objection is open, everybody asked has consented or stood aside, enough of them
    consented in so many words, and one of those is somebody else than the author (but for a circle of one).
    """
    said = {person: answer for person, answer in answers.items() if person in asked.people}
    consenting = {person for person, answer in said.items() if answer == CONSENT}
    aside = {person for person, answer in said.items() if answer == ASIDE} if terms.stand_aside else set()
    needed = needed_of(len(asked.people), terms.min_explicit)
    missing = len(asked.people - said.keys())
    heard_another = bool(consenting - {asked.author}) or (asked.circle_size == 1 and bool(consenting))
    agreed = bool(asked.people) and consenting | aside == asked.people and len(consenting) >= needed and heard_another
    if open_objections:
        standing = Standing.OBJECTED
    elif agreed:
        standing = Standing.ADOPTED
    else:
        standing = Standing.LAPSED if now >= terms.answer_by else Standing.ASKING
    return Outcome(
        standing, len(asked.people), len(consenting), len(aside), open_objections, missing, needed, heard_another
    )

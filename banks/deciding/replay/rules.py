"""What a replay says: figures under the rule as it is and as proposed, and the balances that follow. Pure.

Guarantees: nobody's name; nobody's balance but that of whoever looks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from ledger.hour_words import format_hours
from ledger.policy import HoursPolicy
from ledger.statements import Standing

PEOPLE, REPORTS, HOURS, BALANCE = "people", "reports", "hours", "balance"
STEPS = (-1200, -300, 0, 300, 1200)
"""Between these balances members are counted together, in minutes."""

Moved = Mapping[UUID | str, int]
"""An account by its id, or one of the community's by its key -> how many minutes more it would have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure under the rule as it is, and as it would be. `unit` is people, reports, hours or balance (minutes)."""

    what: str
    now: int
    then: int
    unit: str

    @property
    def most(self) -> int:
        return max(self.now, self.then, 1)

    @property
    def differs(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Recount:
    """Reports of the same time that would have been counted otherwise; None: refused. Minutes, and how many."""

    reported: int
    now: int | None
    then: int | None
    times: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the replay of one kind found; the balances are worked out from what moved."""

    lines: Sequence[Line]
    moved: Moved = field(default_factory=dict)
    recounts: Sequence[Recount] = ()
    recounts_left_out: int = 0
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A year counted again: figures, which reports would differ, the balances at its end, and what nobody can tell."""

    lines: Sequence[Line] = ()
    recounts: Sequence[Recount] = ()
    recounts_left_out: int = 0
    balances: Sequence[Line] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The year that is looked at, until a moment, and its first and last day in the bank."""

    since: datetime
    until: datetime
    days: tuple[date, date]


def reached(moved: Moved) -> Line:
    """How many members would have other hours; accounts of the community are no members."""
    touched = sum(1 for account, minutes in moved.items() if minutes and isinstance(account, UUID))
    return Line("Members who would have other hours", 0, touched, PEOPLE)


def together(*parts: Moved) -> dict[UUID | str, int]:
    """What several replays move, account by account."""
    total: dict[UUID | str, int] = defaultdict(int)
    for part in parts:
        for account, minutes in part.items():
            total[account] += minutes
    return total


def balances_after(
    standing: Sequence[Standing], moved: Moved, *, hours: HoursPolicy, own: UUID | None = None
) -> list[Line]:
    """The balances of today, and what they would be: members together and by steps, the community's accounts."""

    def then(each: Standing) -> int:
        more = moved.get(each.account_id, 0) + (moved.get(each.key, 0) if each.key else 0)
        return each.minutes + more

    members = [(each.minutes, then(each)) for each in standing if not each.key]
    pots = [
        Line(f"{each.name or each.key.capitalize()}: balance", each.minutes, then(each), BALANCE)
        for each in standing
        if each.key and then(each) != each.minutes
    ]
    mine = [Line("Your own balance", each.minutes, then(each), BALANCE) for each in standing if each.account_id == own]
    return [
        Line("Members whose balance would differ", 0, sum(1 for now, then in members if now != then), PEOPLE),
        Line(
            "All members' balances together", sum(now for now, _ in members), sum(then for _, then in members), BALANCE
        ),
        *mine,
        *pots,
        *_by_steps(members, hours),
    ]


def _by_steps(members: Sequence[tuple[int, int]], hours: HoursPolicy) -> list[Line]:
    """How many members stand between two balances, now and then."""
    named = [format_hours(step, hours) if step else "zero" for step in STEPS]
    words = [f"Members below {named[0]}"]
    words += [f"Members from {low} to below {high}" for low, high in pairwise(named)]
    words.append(f"Members at {named[-1]} or above")
    now, then = [0] * len(words), [0] * len(words)
    for was, would in members:
        now[_step_of(was)] += 1
        then[_step_of(would)] += 1
    return [Line(*each, PEOPLE) for each in zip(words, now, then, strict=True)]


def _step_of(minutes: int) -> int:
    return sum(1 for step in STEPS if minutes >= step)

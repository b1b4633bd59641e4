"""The state of a proposal, derived from its facts; no job has to run for it to be true. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum


class State(StrEnum):
    """The states of a proposal (reference/governance.md, section 1.2)."""

    DRAFT = "draft"
    NOTICED = "noticed"
    PUT = "put"
    ASKED = "asked"
    CARRIED = "carried"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"
    NO_QUORUM = "no_quorum"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.DRAFT, State.NOTICED, State.PUT, State.ASKED, State.NO_QUORUM, State.LAPSED})
BEING_DECIDED = frozenset({State.PUT, State.ASKED})


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts about a proposal from which its state follows."""

    is_withdrawn: bool
    has_notice: bool
    has_open_ballot: bool
    has_open_round: bool
    verdict: str  # of the last decision; empty without one
    effect_state: str  # of the carried decision's effect; empty without one


def state_of(facts: Facts) -> State:
    if facts.is_withdrawn:
        return State.WITHDRAWN
    # An open ballot or round comes before the last verdict: a proposal that lapsed may be under decision again.
    if facts.has_open_ballot:
        return State.PUT
    if facts.has_open_round:
        return State.ASKED
    if facts.verdict == "carried":
        final_states = {"done": State.DONE, "failed": State.FAILED, "cancelled": State.CANCELLED}
        return final_states.get(facts.effect_state, State.CARRIED)
    if facts.verdict == "lost":
        return State.LOST
    if facts.verdict == "no_quorum":
        return State.NO_QUORUM
    if facts.verdict == "lapsed":
        return State.LAPSED
    return State.NOTICED if facts.has_notice else State.DRAFT


def is_notice_long_enough(*, sent_at: datetime, meeting_starts_at: datetime, days: int, zone: tzinfo = UTC) -> bool:
    """Whether `days` whole days lie between the notice and the meeting, by the local clock of `zone`."""
    # Wall-clock times: when clocks go forward in between, fourteen days are an hour shorter, and still fourteen days.
    sent, starts = (moment.astimezone(zone).replace(tzinfo=None) for moment in (sent_at, meeting_starts_at))
    return starts - sent >= timedelta(days=days)

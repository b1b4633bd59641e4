"""The states of a bank and the moves between them. Pure. Provisioning moves a bank forward; each step can run again."""

from django.db import models


class BankState(models.TextChoices):
    REQUESTED = "requested", "Requested"
    SCHEMA = "schema", "Schema made"
    FOUNDED = "founded", "Founded"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"


MOVES: dict[BankState, frozenset[BankState]] = {
    BankState.REQUESTED: frozenset({BankState.SCHEMA, BankState.CLOSED}),
    BankState.SCHEMA: frozenset({BankState.FOUNDED, BankState.CLOSED}),
    BankState.FOUNDED: frozenset({BankState.OPEN, BankState.CLOSED}),
    BankState.OPEN: frozenset({BankState.SUSPENDED}),
    BankState.SUSPENDED: frozenset({BankState.OPEN, BankState.CLOSED}),
    BankState.CLOSED: frozenset(),
}


def may_move(*, now: BankState, to: BankState) -> bool:
    return to in MOVES[now]


def answers_requests(state: BankState) -> bool:
    """Only an open bank answers requests and runs tasks."""
    return state == BankState.OPEN

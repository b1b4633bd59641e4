"""Hours enter the books here, and only here: one call, one entry, one round trip.

Guarantees: an entry balances or is refused; the same key is the same entry for ever, whoever repeats it
and however often; row locks are taken in one order of accounts, so entries never deadlock among themselves.
Refuses: each bad entry with its own LedgerError, and then nothing was written. Inside atomic() a refusal
ends the transaction, like any database error: wrap the call in its own atomic() to go on.
Called by: `banks`, as the last write of its transaction (the shorter the row locks, the better).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import local
from typing import Literal
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection

from ledger.errors import TooFewPostings, refusal_of

EntryKind = Literal["exchange", "credit", "event", "donation", "grant", "outside", "levy", "opening", "leaving"]
"""What an entry is for. Grant and outside need a decision; a reversal is made by reverse_entry alone."""

_POST = "SELECT ledger_post_entry(%s, %s, %s, %s, %s, %s, %s, %s)"
_REVERSE = "SELECT ledger_reverse_entry(%s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class LimitWarning:
    """An account went further beyond a soft limit; the hours count all the same."""

    account_id: UUID
    limit: Literal["floor", "ceiling"]


@dataclass(frozen=True, slots=True)
class Posted:
    """The entry that stands in the books; `created` is False when it stood there already."""

    entry_id: UUID
    created: bool
    warnings: tuple[LimitWarning, ...] = ()


def post_entry(
    *,
    key: UUID,
    kind: EntryKind,
    service_date: date,
    actor_id: UUID,
    policy_version_id: UUID,
    postings: Mapping[UUID, int],
    decision_id: UUID | None = None,
) -> Posted:
    """Post minutes by account (positive: earned, negative: received), summing to zero.

    `key` becomes the entry's id: derive it from what is recorded, as uuid5(exchange id, purpose).
    """
    if len(postings) < 2:
        raise TooFewPostings()
    accounts = sorted(postings, reverse=True)  # the order of row locks: founding accounts last
    beyond = _call(
        _POST,
        (
            str(key),
            kind,
            service_date.isoformat(),
            str(actor_id),
            str(policy_version_id),
            None if decision_id is None else str(decision_id),
            "{" + ",".join(map(str, accounts)) + "}",
            "{" + ",".join([str(postings[account]) for account in accounts]) + "}",
        ),
    )
    if beyond is None:
        return Posted(key, created=False)
    if not beyond:
        return Posted(key, created=True)
    return Posted(
        key,
        created=True,
        warnings=tuple(LimitWarning(account, "floor" if postings[account] < 0 else "ceiling") for account in beyond),
    )


def reverse_entry(
    *,
    key: UUID,
    entry_id: UUID,
    actor_id: UUID,
    policy_version_id: UUID,
    decision_id: UUID | None = None,
) -> Posted:
    """Undo an entry by a new one that negates it, names it and bears its service date; at most once.

    Soft limits are not warned about: undoing a mistake only restores what was.
    """
    ids = [key, entry_id, actor_id, policy_version_id]
    beyond = _call(_REVERSE, (*map(str, ids), None if decision_id is None else str(decision_id)))
    return Posted(key, created=beyond is not None)


class _Kept(local):
    """Each thread's cursor on its connection of the moment; making one costs more than a round trip."""

    cursor: "psycopg.Cursor[tuple[list[UUID] | None]] | None" = None


_kept = _Kept()


def _call(statement: str, values: tuple[str | None, ...]) -> list[UUID] | None:
    """One prepared statement, bound by the server.

    Django's own cursor would write the values into the text, to be parsed and planned each time. Its cursor
    is still asked for first: that is where the connection enters the bank.
    """
    with connection.cursor() as entered:
        cursor = _kept.cursor
        if cursor is None or cursor.connection is not entered.connection:
            cursor = _kept.cursor = psycopg.Cursor(entered.connection)
        try:
            with connection.wrap_database_errors:
                cursor.execute(statement, values, prepare=True)
        except DatabaseError as error:
            raise (refusal_of(error) or error) from error
        row = cursor.fetchone()
    return None if row is None else row[0]

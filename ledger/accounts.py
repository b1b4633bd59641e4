"""Accounts: opening them, their limits, closing and finding them.

Guarantees: a member and an organisation have one account each; community, fund and clearing accounts go by
their key; each change of terms writes a sealed line of history with who and when. Closing leaves the balance.
Refuses: names of persons (the books are never erased, a person's name may have to be), a floor above the
ceiling. Called by: `banks.charter`, `banks.people.members`, `banks.policies` (limits also stand on the row, so that
the database refuses even when a caller hands over a lax policy).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import DatabaseError, connection
from uuid_utils.compat import uuid7

from ledger.errors import AccountUnknown, refusal_of
from ledger.models import Account

AccountKind = Literal["member", "organisation", "fund", "community", "clearing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a balance may go, in minutes; None is no limit. A soft limit warns, a hard one refuses."""

    floor_minutes: int | None = None
    floor_is_hard: bool = False
    ceiling_minutes: int | None = None
    ceiling_is_hard: bool = False


NO_LIMITS = Limits()


def open_account(
    *,
    kind: AccountKind,
    now: datetime,
    holder_id: UUID | None = None,
    key: str | None = None,
    name: str = "",
    limits: Limits = NO_LIMITS,
    actor_id: UUID | None = None,
    account_id: UUID | None = None,
) -> UUID:
    """Open an account with a zero balance and answer its id.

    Members and organisations give `holder_id`; community, fund and clearing give `key`. A member's account
    has no name here.
    """
    opened = account_id or uuid7()
    _call("ledger_open_account", opened, kind, holder_id, key, name, now, actor_id, *_columns(limits))
    return opened


def set_limits(
    *,
    limits: Limits,
    now: datetime,
    kind: AccountKind | None = None,
    account_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> int:
    """Set the limits of one account, or of all of a kind; answer how many changed.

    An account that already stands beyond a new hard limit may only move back towards it.
    """
    if (kind is None) == (account_id is None):
        raise TypeError("Say which account or which kind, not both.")
    return int(_call("ledger_set_limits", account_id, kind, now, actor_id, *_columns(limits)))


def close_account(*, account_id: UUID, now: datetime, actor_id: UUID | None = None) -> bool:
    """No more postings from now on; the balance stays. False when it was closed before."""
    return bool(_call("ledger_change_account", account_id, "closed", None, now, actor_id))


def reopen_account(*, account_id: UUID, now: datetime, actor_id: UUID | None = None) -> bool:
    """Postings are accepted again. False when it was open."""
    return bool(_call("ledger_change_account", account_id, "reopened", None, now, actor_id))


def rename_account(*, account_id: UUID, name: str, now: datetime, actor_id: UUID | None = None) -> bool:
    """A new name for a community, fund, clearing or organisation account."""
    return bool(_call("ledger_change_account", account_id, "renamed", name, now, actor_id))


def account_with_key(key: str) -> Account:
    """The community, fund or clearing account that goes by this key."""
    found = Account.objects.filter(key=key).first()
    if found is None:
        raise AccountUnknown(key=key)
    return found


def account_of(holder_id: UUID, *, kind: AccountKind = "member") -> Account:
    """The account of a member or an organisation."""
    found = Account.objects.filter(holder_id=holder_id, kind=kind).first()
    if found is None:
        raise AccountUnknown(holder_id=str(holder_id))
    return found


def accounts_of(holder_ids: Iterable[UUID], *, kind: AccountKind = "member") -> dict[UUID, Account]:
    """Accounts by holder, in one query; holders without an account are left out."""
    return {
        holder: account
        for account in Account.objects.filter(holder_id__in=list(holder_ids), kind=kind)
        if (holder := account.holder_id) is not None
    }


def accounts_by_id(account_ids: Iterable[UUID]) -> dict[UUID, Account]:
    """Accounts by their own id, in one query."""
    return {account.id: account for account in Account.objects.filter(id__in=list(account_ids))}


def accounts_of_kind(kind: AccountKind) -> list[Account]:
    """Every account of a kind, in the order of opening."""
    return list(Account.objects.filter(kind=kind).order_by("opened_at", "id"))


def _columns(limits: Limits) -> tuple[int | bool | None, ...]:
    return (limits.floor_minutes, limits.floor_is_hard, limits.ceiling_minutes, limits.ceiling_is_hard)


def _call(function: str, *values: Any) -> Any:
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT {function}({places})", values)
        except DatabaseError as error:
            raise (refusal_of(error) or error) from error
        row = cursor.fetchone()
    return None if row is None else row[0]

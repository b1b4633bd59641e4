"""What a version changes outside the book when it begins: limits on account rows, accounts of funds.

Guarantees: done twice is done once; an account that stands as the rule says is left alone.
Called by: `banks.policies.services`.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from banks.identity.rules import NOBODY
from banks.policies.kinds import FundsPolicy, LimitsPolicy
from ledger import accounts
from ledger.policy import Fund

LIMITED: tuple[accounts.AccountKind, ...] = ("member", "organisation")


def apply_consequences(value: BaseModel, *, actor_id: UUID | None, now: datetime) -> int:
    """Make a value stand elsewhere; the number of accounts that changed. Most kinds need nothing."""
    actor = actor_id or NOBODY
    if isinstance(value, LimitsPolicy):
        return sum(
            accounts.set_limits(kind=kind, limits=limits_for(kind, value), now=now, actor_id=actor) for kind in LIMITED
        )
    if isinstance(value, FundsPolicy):
        return sum(_open_fund(fund, actor_id=actor, now=now) for fund in value.funds)
    return 0


def limits_for(kind: accounts.AccountKind, value: LimitsPolicy) -> accounts.Limits:
    """The limits that a value sets on accounts of a kind."""
    side = "organisation" if kind == "organisation" else "member"
    return accounts.Limits(
        floor_minutes=getattr(value, f"{side}_floor"),
        floor_is_hard=getattr(value, f"{side}_floor_hard"),
        ceiling_minutes=getattr(value, f"{side}_ceiling"),
        ceiling_is_hard=getattr(value, f"{side}_ceiling_hard"),
    )


def _open_fund(fund: Fund, *, actor_id: UUID, now: datetime) -> int:
    """A fund's account: opened once, then named and limited as the rule says.

    One that may not go below zero has a hard floor there. A fund that leaves the rule keeps account and hours.
    """
    floor = accounts.Limits() if fund.may_go_below_zero else accounts.Limits(floor_minutes=0, floor_is_hard=True)
    known = {account.key: account for account in accounts.accounts_of_kind("fund")}.get(fund.key)
    if known is None:
        accounts.open_account(kind="fund", key=fund.key, name=fund.name, limits=floor, now=now, actor_id=actor_id)
        return 1
    renamed = accounts.rename_account(account_id=known.id, name=fund.name, now=now, actor_id=actor_id)
    limited = accounts.set_limits(limits=floor, account_id=known.id, now=now, actor_id=actor_id)
    return int(renamed or limited > 0)

"""What a version changes outside the book when it begins: limits on account rows, accounts of funds.

Guarantees: done twice is done once; an account that stands as the rule says is left alone.
Called by: `banks.policies.services`.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from banks.policies.kinds import FundsPolicy, LimitsPolicy
from ledger import accounts
from ledger.policy import Fund

FUND = "fund"
NOBODY = UUID(int=0)
"""The founding has no acting member, and neither has the clock that carries out a charter."""


def apply_consequences(value: BaseModel, *, actor_id: UUID | None, now: datetime) -> int:
    """Make a value stand elsewhere; the number of accounts that changed. Most kinds need nothing."""
    actor = actor_id or NOBODY
    if isinstance(value, LimitsPolicy):
        return sum(_set_limits(value, kind, actor_id=actor, now=now) for kind in ("member", "organisation"))
    if isinstance(value, FundsPolicy):
        return sum(_open_fund(fund, actor_id=actor, now=now) for fund in value.funds)
    return 0


def _set_limits(value: LimitsPolicy, kind: str, *, actor_id: UUID, now: datetime) -> int:
    return accounts.set_limits(
        kind=kind,
        floor_minutes=getattr(value, f"{kind}_floor"),
        floor_is_hard=getattr(value, f"{kind}_floor_hard"),
        ceiling_minutes=getattr(value, f"{kind}_ceiling"),
        ceiling_is_hard=getattr(value, f"{kind}_ceiling_hard"),
        actor_id=actor_id,
        now=now,
    )


def _open_fund(fund: Fund, *, actor_id: UUID, now: datetime) -> int:
    return 0

"""The act that changes a rule of the bank itself (row L-change). A rule that moved meanwhile is not overwritten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from banks.errors import BankError
from banks.policies.guidelines import Difference, differences
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import latest, policy_in_force, version_of, version_with_id
from banks.policies.services import adopt_policy
from banks.policies.values import kind_name, kind_title, value_from
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order


class PolicyBody(EffectBody):
    """One kind's complete new value, and the version it is to follow."""

    policy_kind: str
    value: dict[str, Any]
    instead_of: UUID


class SetPolicy:
    """A rule of the bank itself changes (row L-change)."""

    kind = "set_policy"
    body = PolicyBody

    def check(self, body: PolicyBody, now: datetime) -> None:
        newest = latest(body.policy_kind)
        try:
            value = value_from(body.policy_kind, body.value)
        except BankError as refused:
            raise EffectRefused(why=refused.sentence) from refused
        title = kind_title(type(value))
        if newest is None or newest.id != body.instead_of:
            raise EffectRefused(why=f"“{title}” has been changed since this was proposed. Propose it anew.")
        if version_of(newest, type(value)).value == value:
            raise EffectRefused(why=f"Nothing would change: “{title}” reads like this already.")

    def carry_out(self, body: PolicyBody, order: Order) -> dict[str, str]:
        return adopt_by_decision(value_from(body.policy_kind, body.value), instead_of=body.instead_of, order=order)

    def in_words(self, body: PolicyBody) -> str:
        return " ".join(change.after for change in changes_of(body))


def adopt_by_decision(value: BaseModel, *, instead_of: UUID, order: Order) -> dict[str, str]:
    """The next version of a kind, adopted by a decision; names of what it made."""
    adopted = adopt_policy(
        value=value,
        effective_at=order.now,
        actor_id=order.actor_id,
        reason=order.reason,
        now=order.now,
        may_adopt=True,
        decision_id=order.decision_id,
        instead_of=instead_of,
    )
    return {"policy_version": str(adopted.version_id), "policy_kind": kind_name(type(value))}


def values_of(body: PolicyBody) -> tuple[BaseModel, BaseModel]:
    """The value it is to follow, and the proposed one."""
    value = value_from(body.policy_kind, body.value)
    return version_of(version_with_id(body.instead_of), type(value)).value, value


def changes_of(body: PolicyBody) -> tuple[Difference, ...]:
    """What would read differently, against the version it is to follow."""
    before = version_with_id(body.instead_of)
    hours = policy_in_force(HoursPolicy, before.adopted_at).value
    value = value_from(body.policy_kind, body.value)
    return differences(version_of(before, type(value)).value, value, hours)

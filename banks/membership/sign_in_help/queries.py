"""Reads about signing in: who holds a power without a second step, and which codes were handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from banks.membership.sign_in_help.errors import SecondStepMissing
from banks.membership.sign_in_help.rules import StepMissing, step_missing
from banks.people.members.circle_powers import powers_began_on
from banks.people.members.models import Member
from banks.people.members.queries import members_by_id, powers_in_force
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day
from banks.policies.errors import PolicyNotFounded
from banks.policies.kinds import UpkeepPolicy
from banks.policies.kinds.sign_in import SignInPolicy
from banks.policies.queries import policy_in_force

LATEST = 200


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One code in the record: for whom, by whom, how, and what became of it."""

    person: Member | None
    helper: Member | None
    code: Any  # tenants.users.models.HandoverCode: a bank knows no tenants


def helping_role(at: datetime) -> str:
    """The role or circle that the bank's rules name for help with signing in."""
    return policy_in_force(UpkeepPolicy, at).value.account_help_owner


def missing_step(viewer: Viewer, user: Any, at: datetime) -> StepMissing | None:
    """The second step that somebody still has to set up; None without a power, or where there is one."""
    if not viewer.powers:
        return None
    try:
        rule = policy_in_force(SignInPolicy, at)
    except PolicyNotFounded:  # a bank founded before there was such a rule goes by its blank value: offered
        return None
    if rule.value.second_step_for_powers != "required" or user.has_second_step:
        return None
    today = bank_day(at)
    granted = powers_in_force(on=today).filter(member_id=viewer.member_id).values_list("begins_on", flat=True)
    holdover = circle_context_at(at).holdover_days
    begun = [*granted, *powers_began_on(viewer.member_id, today, holdover)]
    return step_missing(
        rule.value, rule_since=bank_day(rule.effective_at), power_since=min(begun, default=today), today=today
    )


def check_second_step(viewer: Viewer, user: Any, at: datetime) -> None:
    """Refuse whoever holds a power and let the time for their second step pass."""
    missing = missing_step(viewer, user, at)
    if missing is not None and missing.is_over:
        raise SecondStepMissing()


def handed_over(*, to: UUID | None = None) -> list[HandedOver]:
    """The record, the latest first: of one member, or of all."""
    codes: QuerySet[Any] = _codes().order_by("-made_at")
    if to is not None:
        codes = codes.filter(user__member=to)
    rows = list(codes[:LATEST])
    people = {m.user_id: m for m in Member.objects.filter(user_id__in=[row.user_id for row in rows])}
    helpers = members_by_id(row.made_by for row in rows)
    return [HandedOver(people.get(row.user_id), helpers.get(row.made_by), row) for row in rows]


def _codes() -> QuerySet[Any]:
    model: Any = get_user_model()._meta.get_field("handover_codes").related_model
    return model.objects.all()

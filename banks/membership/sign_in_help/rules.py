"""Who may help whom to sign in, and by when those who hold powers need their second step. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from banks.errors import NotAllowed
from banks.membership.sign_in_help.errors import NotForOneself
from banks.people.members.capabilities import Capability
from banks.people.members.rules import Viewer, holds_domain
from banks.policies.kinds.sign_in import SignInPolicy

DOMAIN = "sign_in_help"
HELPERS = "Those who help with signing in"


def may_help(viewer: Viewer, *, owner: str) -> bool:
    """Whoever holds the power, or the role or circle that the bank's rules name, and may see people at all."""
    return holds_domain(viewer, DOMAIN, owner=owner) and viewer.can(Capability.SEE_PEOPLE)


def check_may_help_person(viewer: Viewer, *, owner: str, person: Viewer) -> None:
    """Nobody helps themselves; whoever holds a power is helped by an administrator only."""
    if not may_help(viewer, owner=owner):
        raise NotAllowed(who=HELPERS)
    if viewer.member_id == person.member_id:
        raise NotForOneself()
    if person.powers and not viewer.is_administrator:
        raise NotAllowed(who="For somebody who holds a power, only administrators")


@dataclass(frozen=True, slots=True)
class StepMissing:
    """A second step that has to be set up: until which day there is time, and whether that is over."""

    last_day: date
    is_over: bool


def step_missing(rule: SignInPolicy, *, rule_since: date, power_since: date, today: date) -> StepMissing | None:
    """For somebody who holds a power and has no second step: what the rule asks, or None where it only offers."""
    if rule.second_step_for_powers != "required":
        return None
    last_day = max(rule_since, power_since) + timedelta(days=rule.grace_days)
    return StepMissing(last_day=last_day, is_over=today > last_day)

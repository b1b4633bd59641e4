"""Who has a vote, who leads a meeting: pure.

Guarantees: an organisation never votes, nor does a member who rests (they asked to be left out of things for a while,
so they neither vote nor count among those entitled); guests are no members and have no vote whatever the rule.
Called by: `banks.deciding.meetings.electorate` and the meeting pages.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils.crypto import salted_hmac

from banks.people.members.capabilities import Capability, Standing, capabilities, is_cleared
from banks.people.members.rules import Viewer, holds_role
from banks.policies.kinds.membership import MembershipPolicy
from governance.decision_rule import Base, DecisionRule
from governance.policy import GovPolicy, VotePolicy

ABOUT_SOMEBODY = {"remove_member": "member_id", "authorise_donation": "recipient_id"}
CODE_DIGITS = 4
CODES = 10**CODE_DIGITS
SWAPPED: dict[str, Base] = {"present": "cast", "cast": "present"}


def has_vote(
    standing: Standing, *, vote: VotePolicy, membership: MembershipPolicy, balance_minutes: int, on: date
) -> bool:
    """Whether a member counts as a voting member on a day, as the kind `vote` says."""
    if standing.is_resting or Capability.VOTE not in capabilities(standing, membership, on=on):
        return False
    if vote.capacity_rule == "adults":
        return not standing.is_minor
    if vote.capacity_rule == "full_members":
        return is_cleared(standing, on=on)
    return vote.capacity_rule == "all_active" or balance_minutes >= 0


def is_chair(viewer: Viewer, gov: GovPolicy) -> bool:
    """Whoever holds the role that presides; administrators until circles fill it."""
    return holds_role(viewer, gov.chair_role)


def runs_meeting(viewer: Viewer, *, gov: GovPolicy, facilitator_id: UUID | None, secretary_id: UUID | None) -> bool:
    """Who may work the live page: the chair, and whoever presides or writes this time."""
    if not viewer.sees_people:  # the page is a list of names
        return False
    return is_chair(viewer, gov) or viewer.member_id in (facilitator_id, secretary_id)


def check_in_code(*, bank_id: UUID, meeting_id: UUID) -> str:
    """Four digits that the live page shows: whoever can read them is in the room. The same for the whole meeting."""
    digest = salted_hmac(f"{bank_id}.check-in", str(meeting_id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % CODES:0{CODE_DIGITS}}"


def guest_id(meeting_id: UUID, number: int) -> UUID:
    """A guest without a name: they are in the log of comings and goings and never vote."""
    return uuid5(meeting_id, f"guest {number}")


def other_reading(rule: DecisionRule) -> DecisionRule | None:
    """The rule read with the other base: of the votes cast in place of those in attendance, or the other way round.

    None where the rule has neither base. Members are shown both whenever the verdicts differ
    (reference/governance.md, section 2.1).
    """
    swapped = tuple(test.model_copy(update={"base": SWAPPED.get(test.base, test.base)}) for test in rule.tests)
    return rule.model_copy(update={"tests": swapped}) if swapped != rule.tests else None


def subjects_of(effect: Mapping[str, Any]) -> set[UUID]:
    """Whom a proposal is about, so that they step aside: who would be removed, who would be given hours."""
    found = effect.get(ABOUT_SOMEBODY.get(str(effect.get("kind")), ""))
    return {UUID(str(found))} if found else set()

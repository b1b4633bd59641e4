"""Who has a vote, who leads a meeting: pure.

Guarantees: an organisation never votes, nor does a member who rests (they asked to be left out of things for a while,
so they neither vote nor count among those entitled); guests are no members and have no vote whatever the rule.
Called by: `banks.meetings.electorate` and the meeting pages.
"""

from datetime import date
from uuid import UUID

from banks.members.capabilities import Capability, Standing, capabilities, is_cleared
from banks.members.rules import Viewer, holds_role
from banks.policies.kinds.membership import MembershipPolicy
from governance.policy import GovPolicy, VotePolicy


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
    return is_chair(viewer, gov) or viewer.member_id in (facilitator_id, secretary_id)

"""Who has a vote in this bank today, and who may call and lead meetings.

Guarantees: one answer for notices, rolls and pages, read from the rules in force. Resting members are not active: they
have no vote and are not counted as entitled. Called by: meetings and proposals.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from banks.deciding.meetings.rules import has_vote, is_chair
from banks.errors import NotAllowed
from banks.people.members.models import Member
from banks.people.members.queries import current_members, standing_of
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.circles.queries import active_members
from governance.meetings.models import Meeting
from governance.policy import GovPolicy, VotePolicy
from ledger.statements import balances_of

SAMPLE_FACTOR = 10


def voting_members(on: date) -> set[UUID]:
    """Everybody entitled to vote on a day."""
    return _entitled(_people(), on)


def has_voters(on: date, *, fewest: int) -> bool:
    """Whether at least so many members are entitled to vote on a day."""
    # A page asks this of banks with thousands of members, most of whom may vote: a sample nearly always answers it.
    sample = _people().order_by("pk")[: fewest * SAMPLE_FACTOR]
    return len(_entitled(sample, on)) >= fewest or len(voting_members(on)) >= fewest


def _people() -> QuerySet[Member]:
    return current_members().filter(kind=Member.Kind.PERSON).select_related("clearance")


def _entitled(people: QuerySet[Member], on: date) -> set[UUID]:
    members = list(people)
    vote = policy_in_force(VotePolicy, on).value
    membership = policy_in_force(MembershipPolicy, on).value
    balances = balances_of(m.account_id for m in members) if vote.capacity_rule == "not_overdrawn" else {}
    return {
        m.pk
        for m in members
        if has_vote(
            standing_of(m), vote=vote, membership=membership, balance_minutes=balances.get(m.account_id, 0), on=on
        )
    }


def entitled_at(meeting: Meeting, now: datetime) -> set[UUID]:
    """Who has a vote at a meeting: in a circle's own those of the circle, else whoever has one in the bank."""
    if meeting.circle:
        return set(active_members(circle_context_at(now), meeting.circle))
    return voting_members(bank_day(now))


def chair(viewer: Viewer, now: datetime) -> bool:
    """Whether somebody may call, open and lead meetings and put questions."""
    return is_chair(viewer, policy_in_force(GovPolicy, now).value)


def may_open(viewer: Viewer, meeting: Meeting, now: datetime) -> bool:
    """The chair; at a circle's own meeting anybody of the circle."""
    of_circle = bool(meeting.circle) and viewer.member_id in active_members(circle_context_at(now), meeting.circle)
    return of_circle or chair(viewer, now)


def check_may_open(viewer: Viewer, meeting: Meeting, now: datetime) -> None:
    """Refuse whoever neither is the chair nor belongs to the circle that meets."""
    if not may_open(viewer, meeting, now):
        check_chair(viewer, now)


def check_chair(viewer: Viewer, now: datetime) -> None:
    """Refuse whoever is not the chair."""
    if not chair(viewer, now):
        role = policy_in_force(GovPolicy, now).value.chair_role.replace("_", " ")
        raise NotAllowed(who=f"Whoever is {role}")

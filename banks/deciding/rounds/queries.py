"""Reads of rounds that pages and services share: by which rule a circle is asked, and who leads it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banks.deciding.proposals.queries import frame_for
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.queries import policy_in_force
from governance.circle_policy import ConsentPolicy
from governance.circles.queries import active_members, roles_of, term_in_force
from governance.policy import TimelockPolicy
from governance.proposals.models import Proposal
from governance.proposals.rules import BEING_DECIDED, OPEN, State
from governance.rounds.models import ConsentRound
from governance.rounds.services import RoundSettings

USUAL_DAYS = 7
LEADS = frozenset({"facilitator", "leader", "secretary"})
TELL_EVERYBODY = frozenset({"set_policy", "move_domain", "create_circle", "close_circle", "change_aim"})


def asking_for(
    effect: Mapping[str, Any], circle: str, *, answer_by: datetime, at: datetime, review_months: int | None = None
) -> RoundSettings:
    """How a circle is asked about an act, by the rules in force. What concerns one circle only waits no days."""
    rule, frame = policy_in_force(ConsentPolicy, at), frame_for(effect, at)
    waits = frame.delay_days if effect["kind"] in TELL_EVERYBODY else policy_in_force(TimelockPolicy, at).value.grant
    return RoundSettings(
        ground=circle_context_at(at),
        circle=circle,
        rule=rule.value,
        rule_version_id=rule.version_id,
        answer_by=answer_by,
        delay_days=waits,
        review_months=review_months or frame.review_months,
    )


def usual_answer_by(at: datetime) -> datetime:
    return at + timedelta(days=USUAL_DAYS)


def circle_above(circle: str, at: datetime) -> str:
    """The key of the circle above; empty where there is none."""
    standing = {each.key: each for each in circle_context_at(at).circles.structure if not each.aspired}
    parent = standing[circle].parent if circle in standing else None
    return parent if parent in standing else ""


def is_in_circle(viewer: Viewer, circle: str, at: datetime) -> bool:
    return viewer.member_id in active_members(circle_context_at(at), circle)


def leads_circle(viewer: Viewer, circle: str, at: datetime) -> bool:
    """Whether somebody facilitates, leads or writes for a circle today."""
    ground = circle_context_at(at)
    terms = [term_in_force(role, ground) for role in roles_of(circle) if role.kind in LEADS]
    return any(term is not None and term.holder_id == viewer.member_id for term in terms)


def leads_round(viewer: Viewer, asked: ConsentRound, at: datetime) -> bool:
    """Those, whoever opened the round, and who presides or writes at the meeting it is asked in."""
    meeting = asked.meeting
    at_the_table = {meeting.facilitator_id, meeting.secretary_id} if meeting is not None else set()
    own: set[UUID | None] = {asked.opened_by_id, *at_the_table}
    return viewer.member_id in own or leads_circle(viewer, asked.circle, at)


def may_start(viewer: Viewer, proposal: Proposal, state: State, circle: str, at: datetime) -> bool:
    """Whoever proposed it, or anybody of the circle, while it is open and nobody decides about it."""
    mine = viewer.member_id == proposal.author_id or is_in_circle(viewer, circle, at)
    return bool(circle) and mine and state in OPEN - BEING_DECIDED

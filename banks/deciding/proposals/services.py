"""Writes of proposals in a bank: draft a change of a rule or an agreement, announce it to everybody, take it back.

Guarantees: whoever has a vote may propose; the notice goes to every member in the transaction that freezes the rule;
nobody's name or address stands in it. Refuses by name; what a proposal may order is `banks.deciding.effects`' list.
Called by: pages of this slice, the pages of the rules, the applicants' pipeline.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel

from banks.deciding.meetings.electorate import chair
from banks.deciding.proposals.deciding_circle import circle_for
from banks.deciding.proposals.errors import NotItsMeeting, NotTheAuthor, ProposingNotAllowed
from banks.deciding.proposals.queries import frame_of, proposal_for_application
from banks.deciding.proposals.rules import RADIUS, class_of
from banks.notices.services import notify, ways_to_reach
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.people.members.queries import current_members, members_by_id
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.queries import bank_zone
from banks.policies.values import body_of, kind_name
from governance.acts.registry import effect_in_words, parsed
from governance.circles.queries import active_members
from governance.decision_rule import DecisionRule, Quorum, VoteTest
from governance.meetings.models import Meeting
from governance.meetings.queries import meeting_by_id
from governance.proposals import services as engine
from governance.proposals.models import Proposal, ProposalNotice
from governance.proposals.queries import latest_version, proposal_by_id

THRESHOLDS = {
    "majority": VoteTest(num=1, den=2, cmp="gt", base="present"),
    "two_thirds": VoteTest(num=2, den=3, cmp="gte", base="present"),
}


def may_propose(viewer: Viewer) -> bool:
    return viewer.can(Capability.VOTE)


def propose_rule(
    *, actor: Viewer, key: UUID, value: BaseModel, instead_of: UUID, title: str, reasons: str, now: datetime
) -> Proposal:
    """Propose a new value for a kind of the policy book."""
    effect = {
        "kind": "set_policy",
        "policy_kind": kind_name(type(value)),
        "value": body_of(value),
        "instead_of": str(instead_of),
    }
    return _draft(actor, key, title, reasons, effect, now)


def propose_agreement(*, actor: Viewer, key: UUID, title: str, text: str, reasons: str, now: datetime) -> Proposal:
    """Propose words that members keep to themselves."""
    return _draft(actor, key, title, reasons, {"kind": "adopt_agreement", "text": text.strip()}, now)


@transaction.atomic
def propose_admission(
    *, actor: Viewer, key: UUID, application_id: UUID, title: str, reasons: str, now: datetime
) -> Proposal:
    """Ask a meeting to admit somebody from beyond the area; an open request is not made twice."""
    known = proposal_for_application(application_id)
    if known is not None:
        return known
    effect = {"kind": "admit_beyond_area", "application_id": str(application_id)}
    return _draft(actor, key, title, reasons, effect, now)


def propose_act(
    *, actor: Viewer, key: UUID, title: str, reasons: str, effect: Mapping[str, object], now: datetime
) -> Proposal:
    """Propose any act of the closed list."""
    return _draft(actor, key, title, reasons, effect, now)


def _draft(actor: Viewer, key: UUID, title: str, reasons: str, effect: Mapping[str, object], now: datetime) -> Proposal:
    if not may_propose(actor):
        raise ProposingNotAllowed()
    return engine.draft_proposal(
        key=key,
        decision_class=class_of(effect),
        title=title,
        reasons=reasons,
        effect=effect,
        author_id=actor.member_id,
        now=now,
    )


def propose_vote(
    *, actor: Viewer, key: UUID, proposal_id: UUID, threshold: str, reasons: str, now: datetime
) -> Proposal:
    """Propose that the circle votes on one question; the circle chooses that by consent, before anybody votes (C11)."""
    question = proposal_by_id(proposal_id)
    rule = DecisionRule(
        method="meeting_vote", forum="circle", tests=(THRESHOLDS[threshold],), quorum=Quorum(num=2, den=3)
    )
    effect = {"kind": "vote_on", "proposal_id": str(proposal_id), "rule": rule.model_dump(mode="json")}
    return _draft(actor, key, f"Vote on it: {question.title}"[:150], reasons, effect, now)


@transaction.atomic
def announce(*, actor: Viewer, proposal_id: UUID, meeting_id: UUID, now: datetime) -> ProposalNotice:
    """Tell every member what will be decided when, and freeze what it will be judged by (row L-notice)."""
    proposal, meeting = proposal_by_id(proposal_id), meeting_by_id(meeting_id)
    if not chair(actor, now) and actor.member_id != proposal.author_id:
        raise ProposingNotAllowed()
    version = latest_version(proposal)
    check_ready(version.effect)
    frame = frame_of(proposal, now)
    everybody = _whom_to_tell(proposal, meeting, frame.rule, now)
    notice = engine.announce_proposal(
        proposal=proposal,
        meeting=meeting,
        frame=frame,
        recipients=ways_to_reach(everybody),
        actor_id=actor.member_id,
        now=now,
        zone=bank_zone(now),
    )
    words = "" if proposal.decision_class == RADIUS else effect_in_words(version.effect)
    context = {
        "proposal": proposal,
        "version": version,
        "meeting": meeting,
        "words": words,
        "rule": frame.rule.in_words(),
        "zone": bank_zone(now),
    }
    notify(everybody, template="proposal_announced", context=context, now=now)
    return notice


def _whom_to_tell(proposal: Proposal, meeting: Meeting, rule: DecisionRule, now: datetime) -> list[Member]:
    """All members; where a circle votes, its people, at a meeting of that circle."""
    if rule.forum != "circle":
        return list(current_members())
    circle = circle_for(latest_version(proposal).effect, now)
    if meeting.circle != circle:
        raise NotItsMeeting()
    return list(members_by_id(active_members(circle_context_at(now), circle)).values())


def check_ready(effect: Mapping[str, Any]) -> None:
    """Some acts wait for a word of whom they are about before they can be announced."""
    act, body = parsed(effect)
    ready = getattr(act, "check_ready", None)
    if ready is not None:
        ready(body)


def take_back(*, actor: Viewer, proposal_id: UUID, now: datetime) -> Proposal:
    """The author withdraws a proposal before the question is put."""
    proposal = proposal_by_id(proposal_id)
    if proposal.author_id != actor.member_id:
        raise NotTheAuthor()
    return engine.withdraw_proposal(proposal=proposal, now=now)

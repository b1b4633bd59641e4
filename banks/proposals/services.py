"""Writes of proposals in a bank: draft a change of a rule or an agreement, announce it to everybody, take it back.

Guarantees: whoever has a vote may propose; the notice goes to every member in the transaction that freezes the rule;
nobody's name or address stands in it. Refuses by name; what a proposal may order is `banks.effects`' list.
Called by: pages of this slice, the pages of the rules, the applicants' pipeline.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel

from banks.meetings.electorate import chair
from banks.members.capabilities import Capability
from banks.members.queries import current_members
from banks.members.rules import Viewer
from banks.notices.services import tell, ways_to_reach
from banks.policies.queries import bank_zone
from banks.policies.values import body_of, kind_name
from banks.proposals.errors import NotTheAuthor, ProposingNotAllowed
from banks.proposals.queries import frame_for, proposal_for_application
from banks.proposals.rules import RADIUS, class_of
from governance.acts.registry import effect_in_words, parsed
from governance.meetings.queries import meeting_by_id
from governance.proposals import services as engine
from governance.proposals.models import Proposal, ProposalNotice
from governance.proposals.queries import latest_version, proposal_by_id


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


@transaction.atomic
def announce(*, actor: Viewer, proposal_id: UUID, meeting_id: UUID, now: datetime) -> ProposalNotice:
    """Tell every member what will be decided when, and freeze what it will be judged by (row L-notice)."""
    proposal, meeting = proposal_by_id(proposal_id), meeting_by_id(meeting_id)
    if not chair(actor, now) and actor.member_id != proposal.author_id:
        raise ProposingNotAllowed()
    version = latest_version(proposal)
    check_ready(version.effect)
    frame = frame_for(version.effect, now)
    everybody = list(current_members())
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
    tell(everybody, template="proposal_announced", context=context, now=now)
    return notice


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

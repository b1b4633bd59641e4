"""Writes about proposals: draft, amend, announce, withdraw.

Guarantees: versions never change, any change is a new version; drafting validates the effect, so an act of an unknown
kind never reaches a meeting; the notice freezes the rule that will judge the proposal.
The bank decides who may propose and who receives the notice. Called by: the bank's proposal pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db import transaction

from governance.acts.registry import check_effect, digest_of, stored_form
from governance.decision_rule import DecisionRule, Quorum
from governance.meetings.models import AgendaItem, Meeting
from governance.proposals.errors import (
    MeetingBegun,
    NotByVote,
    NoticedAlready,
    NoticeTooShort,
    ProposalClosed,
    TitleMissing,
    WithdrawalTooLate,
    WrongForum,
)
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import BEING_DECIDED, OPEN, is_notice_long_enough


@dataclass(frozen=True, slots=True)
class Frame:
    """The rule and the figures that will judge a proposal, in force when its notice goes out."""

    rule: DecisionRule
    rule_version_id: UUID
    notice_days: int
    delay_days: int
    fewest_present: int
    quorum: Quorum | None
    review_months: int


@transaction.atomic
def draft_proposal(
    *,
    key: UUID,
    decision_class: str,
    title: str,
    reasons: str,
    effect: Mapping[str, Any],
    author_id: UUID,
    now: datetime,
) -> Proposal:
    """Create a proposal with its first version; sending the same form (`key`) twice creates one.

    Raises EffectUnknown, EffectInvalid or EffectRefused for an act that could not be carried out.
    """
    earlier = Proposal.objects.filter(pk=key).first()
    if earlier is not None:
        return earlier
    if not title.strip():
        raise TitleMissing()
    check_effect(effect, now)
    proposal = Proposal.objects.create(
        id=key, decision_class=decision_class, title=title.strip(), author_id=author_id, drafted_at=now
    )
    _add_version(proposal, 1, reasons, effect, author_id, now)
    return proposal


@transaction.atomic
def amend_proposal(
    *, proposal: Proposal, reasons: str, effect: Mapping[str, Any], actor_id: UUID, now: datetime
) -> ProposalVersion:
    """Add a version to a proposal; it needs a notice of its own."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if state_of_proposal(proposal) not in OPEN - BEING_DECIDED:
        raise ProposalClosed()
    check_effect(effect, now)
    return _add_version(proposal, latest_version(proposal).number + 1, reasons, effect, actor_id, now)


@transaction.atomic
def announce_proposal(
    *,
    proposal: Proposal,
    meeting: Meeting,
    frame: Frame,
    recipients: Mapping[str, str],
    actor_id: UUID,
    now: datetime,
    zone: tzinfo = UTC,
) -> ProposalNotice:
    """Record the notice of the newest version for a meeting; the caller queues the mails in the same transaction.

    `recipients` maps each person's id to the channel: "mail" or "paper"; `zone` is where the days of notice count.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if state_of_proposal(proposal) not in OPEN - BEING_DECIDED:
        raise ProposalClosed()
    if frame.rule.method != "meeting_vote":
        raise NotByVote(words=frame.rule.in_words())
    if meeting.opened_at is not None or meeting.called_off_at is not None or meeting.starts_at <= now:
        raise MeetingBegun()
    if frame.rule.forum == "meeting_of_the_whole" and meeting.kind != Meeting.Kind.WHOLE:
        raise WrongForum()
    if not is_notice_long_enough(sent_at=now, meeting_starts_at=meeting.starts_at, days=frame.notice_days, zone=zone):
        raise NoticeTooShort(days=frame.notice_days)
    version = latest_version(proposal)
    # Checked again: since the draft the value may have changed, or the person may have left.
    check_effect(version.effect, now)
    if ProposalNotice.objects.filter(version=version, meeting=meeting).exists():
        raise NoticedAlready()
    notice = ProposalNotice.objects.create(
        version=version, meeting=meeting, sent_at=now, sent_by_id=actor_id,
        rule=frame.rule.model_dump(mode="json"), rule_version_id=frame.rule_version_id,
        notice_days=frame.notice_days, delay_days=frame.delay_days, fewest_present=frame.fewest_present,
        quorum=frame.quorum.model_dump(mode="json") if frame.quorum else None,
        review_months=frame.review_months, recipients=dict(recipients),
    )  # fmt: skip
    AgendaItem.objects.create(
        meeting=meeting, phase=AgendaItem.Phase.ITEM, title=proposal.title, minutes=20, proposal=proposal,
        place=10 + AgendaItem.objects.filter(meeting=meeting, phase=AgendaItem.Phase.ITEM).count(),
    )  # fmt: skip
    return notice


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, now: datetime) -> Proposal:
    """Withdraw a proposal before its question is put."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    state = state_of_proposal(proposal)
    if state in BEING_DECIDED:
        raise WithdrawalTooLate()
    if state not in OPEN:
        raise ProposalClosed()
    proposal.withdrawn_at = now
    proposal.save(update_fields=["withdrawn_at"])
    return proposal


def _add_version(
    proposal: Proposal, number: int, reasons: str, effect: Mapping[str, Any], actor_id: UUID, now: datetime
) -> ProposalVersion:
    return ProposalVersion.objects.create(
        proposal=proposal, number=number, reasons=reasons.strip(), effect=stored_form(effect), sha256=digest_of(effect),
        made_by_id=actor_id, made_at=now,
    )  # fmt: skip

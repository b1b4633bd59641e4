"""Reads of proposals."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.proposals.errors import NoSuchProposal
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.proposals.rules import Facts, State, state_of


def proposal_by_id(proposal_id: UUID) -> Proposal:
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposal()
    return proposal


def latest_version(proposal: Proposal) -> ProposalVersion:
    version = ProposalVersion.objects.filter(proposal=proposal).order_by("-number").first()
    assert version is not None, "a proposal is drafted with its first version"
    return version


def notices_of(proposal: Proposal) -> QuerySet[ProposalNotice]:
    """The notices of a proposal, oldest first."""
    notices = ProposalNotice.objects.filter(version__proposal=proposal)
    return notices.select_related("version", "meeting").order_by("sent_at")


def notices_for(meeting_id: UUID) -> QuerySet[ProposalNotice]:
    """The notices for a meeting with their proposals, except withdrawn ones."""
    notices = ProposalNotice.objects.filter(meeting=meeting_id, version__proposal__withdrawn_at=None)
    return notices.select_related("version__proposal", "meeting").order_by("sent_at")


def notice_by_id(notice_id: UUID) -> ProposalNotice:
    notice = ProposalNotice.objects.select_related("version__proposal", "meeting").filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchProposal()
    return notice


def states_of(proposals: Iterable[Proposal]) -> dict[UUID, State]:
    """Proposal id -> its state, in four queries for all of them."""
    rows = {proposal.pk: proposal for proposal in proposals}
    # By way of ProposalVersion: this slice lies below ballots, rounds and decisions and may not import their models.
    versions = ProposalVersion.objects.filter(proposal__in=rows)
    with_notice = set(
        ProposalNotice.objects.filter(version__proposal__in=rows).values_list("version__proposal", flat=True)
    )
    ballots = versions.filter(ballots__isnull=False, ballots__closed_at=None, ballots__void_at=None)
    with_ballot = set(ballots.values_list("proposal", flat=True))
    rounds = versions.filter(rounds__isnull=False, rounds__closed_at=None)
    with_round = set(rounds.values_list("proposal", flat=True))
    decisions = versions.filter(decisions__isnull=False).order_by("decisions__number")
    # In order of number, so that a later decision about a proposal replaces an earlier one.
    last: dict[UUID, Any] = {
        proposal: (verdict, state or "")
        for proposal, verdict, state in decisions.values_list(
            "proposal", "decisions__verdict", "decisions__effect__state"
        )
    }
    return {
        pk: state_of(
            Facts(
                is_withdrawn=row.withdrawn_at is not None,
                has_notice=pk in with_notice,
                has_open_ballot=pk in with_ballot,
                has_open_round=pk in with_round,
                verdict=last.get(pk, ("", ""))[0],
                effect_state=last.get(pk, ("", ""))[1],
            )
        )
        for pk, row in rows.items()
    }


def state_of_proposal(proposal: Proposal) -> State:
    return states_of([proposal])[proposal.pk]


def proposals() -> QuerySet[Proposal]:
    """Every proposal, newest first."""
    return Proposal.objects.order_by("-drafted_at")

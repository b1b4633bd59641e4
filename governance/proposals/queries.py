"""Reads of proposals."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.proposals.errors import NoSuchProposal
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.proposals.rules import Facts, State, state_of


def proposal_by_id(proposal_id: UUID) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id).first()
    if found is None:
        raise NoSuchProposal()
    return found


def latest_version(proposal: Proposal) -> ProposalVersion:
    version = ProposalVersion.objects.filter(proposal=proposal).order_by("-number").first()
    assert version is not None, "a proposal is drafted with its first version"
    return version


def notices_of(proposal: Proposal) -> QuerySet[ProposalNotice]:
    found = ProposalNotice.objects.filter(version__proposal=proposal)
    return found.select_related("version", "meeting").order_by("sent_at")


def notices_for(meeting_id: UUID) -> QuerySet[ProposalNotice]:
    """What was announced for a meeting, with its proposal; withdrawn ones are left out."""
    found = ProposalNotice.objects.filter(meeting=meeting_id, version__proposal__withdrawn_at=None)
    return found.select_related("version__proposal", "meeting").order_by("sent_at")


def notice_by_id(notice_id: UUID) -> ProposalNotice:
    found = ProposalNotice.objects.select_related("version__proposal", "meeting").filter(pk=notice_id).first()
    if found is None:
        raise NoSuchProposal()
    return found


def states_of(proposals: Iterable[Proposal]) -> dict[UUID, State]:
    """Where each proposal stands, in four queries for all."""
    rows = {proposal.pk: proposal for proposal in proposals}
    noticed = set(ProposalNotice.objects.filter(version__proposal__in=rows).values_list("version__proposal", flat=True))
    ballots = ProposalVersion.objects.filter(
        proposal__in=rows, ballots__isnull=False, ballots__closed_at=None, ballots__void_at=None
    )
    putting = set(ballots.values_list("proposal", flat=True))
    rounds = ProposalVersion.objects.filter(proposal__in=rows, rounds__isnull=False, rounds__closed_at=None)
    asking = set(rounds.values_list("proposal", flat=True))
    ended = ProposalVersion.objects.filter(proposal__in=rows, decisions__isnull=False).order_by("decisions__number")
    last: dict[UUID, Any] = {
        proposal: (verdict, state or "")
        for proposal, verdict, state in ended.values_list("proposal", "decisions__verdict", "decisions__effect__state")
    }
    return {
        pk: state_of(
            Facts(
                is_withdrawn=row.withdrawn_at is not None,
                is_noticed=pk in noticed,
                has_open_ballot=pk in putting,
                has_open_round=pk in asking,
                verdict=last.get(pk, ("", ""))[0],
                effect_state=last.get(pk, ("", ""))[1],
            )
        )
        for pk, row in rows.items()
    }


def state_of_proposal(proposal: Proposal) -> State:
    return states_of([proposal])[proposal.pk]


def proposals() -> QuerySet[Proposal]:
    """Every proposal, the newest first."""
    return Proposal.objects.order_by("-drafted_at")

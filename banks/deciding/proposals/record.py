"""Everything about one proposal for the record: who was told, who was there, what was said, how it was counted.

Guarantees: read from the rows each time, never kept; in a secret ballot nobody's choice is in it; names only where
the reader may see people. Called by: the proposal's page and its export.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from banks.people.members.queries import names_shown
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from governance.acts.registry import effect_in_words
from governance.ballots.models import Ballot
from governance.ballots.queries import roll_of, rule_of, tally_of, votes_of
from governance.decision_rule import DecisionRule
from governance.decisions.models import Decision
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.proposals.queries import notices_of, state_of_proposal
from governance.publications.models import Publication
from governance.publications.queries import publications_of

SOMEBODY = "a member"


def record_of(proposal: Proposal, viewer: Viewer, *, at: datetime, zone: tzinfo) -> dict[str, Any]:
    """The whole record as plain values: what the page shows and what is downloaded."""
    versions = list(ProposalVersion.objects.filter(proposal=proposal).order_by("number"))
    notices = list(notices_of(proposal))
    ballots = list(Ballot.objects.filter(version__proposal=proposal).select_related("announcement__meeting", "version"))
    decisions = {
        decision.ballot_id: decision
        for decision in Decision.objects.filter(version__proposal=proposal).select_related("effect")
    }
    published = list(publications_of(proposal.pk))
    people = _people(proposal, notices, ballots) | _readers(published)
    names = names_shown(people, viewer, on=bank_day(at))
    return {
        "title": proposal.title,
        "decided_as": proposal.decision_class,
        "state": state_of_proposal(proposal).value,
        "proposed_by": names.get(proposal.author_id, SOMEBODY),
        "proposed_at": proposal.drafted_at.astimezone(zone),
        "versions": [_version(version, zone) for version in versions],
        "notices": [_notice(notice, names, zone) for notice in notices],
        "ballots": [_ballot(ballot, decisions.get(ballot.pk), names, zone) for ballot in ballots],
        "publications": [_publication(each, names, zone) for each in published],
    }


def _people(proposal: Proposal, notices: list[ProposalNotice], ballots: list[Ballot]) -> set[UUID]:
    people = {proposal.author_id} | {UUID(person) for notice in notices for person in notice.recipients}
    for ballot in ballots:
        people |= set(roll_of(ballot)) | {ballot.put_by_id} | {ballot.closed_by_id or ballot.put_by_id}
        people |= {ballot.attested_by_id} if ballot.attested_by_id else set()
    return people


def _readers(published: list[Publication]) -> set[UUID]:
    told = {UUID(person) for each in published for person in each.recipients}
    return told | {each.published_by_id for each in published}


def _version(version: ProposalVersion, zone: tzinfo) -> dict[str, Any]:
    return {
        "number": version.number,
        "made_at": version.made_at.astimezone(zone),
        "reasons": version.reasons,
        "words": effect_in_words(version.effect),
        "sha256": version.sha256,
    }


def _notice(notice: ProposalNotice, names: Mapping[UUID, str], zone: tzinfo) -> dict[str, Any]:
    told = [(names.get(UUID(person), SOMEBODY), channel) for person, channel in notice.recipients.items()]
    return {
        "version": notice.version.number,
        "meeting": notice.meeting.title,
        "meeting_id": str(notice.meeting_id),
        "meeting_at": notice.meeting.starts_at.astimezone(zone),
        "sent_at": notice.sent_at.astimezone(zone),
        "days": notice.notice_days,
        "told": len(told),
        "on_paper": sum(channel == "paper" for _, channel in told),
        "told_whom": sorted(told),
    }


def _ballot(ballot: Ballot, decision: Decision | None, names: Mapping[UUID, str], zone: tzinfo) -> dict[str, Any]:
    tally, roll = tally_of(ballot), roll_of(ballot)
    is_open = ballot.closed_at is None and ballot.void_at is None
    said = {} if ballot.is_secret or is_open else votes_of(ballot)
    return {
        "id": str(ballot.pk),
        "version": ballot.version.number,
        "rule": rule_of(ballot).in_words(),
        "put_at": ballot.put_at.astimezone(zone),
        "closed_at": ballot.closed_at.astimezone(zone) if ballot.closed_at else None,
        "is_void": ballot.void_at is not None,
        "is_secret": ballot.is_secret,
        "is_counted_by_hand": ballot.record == Ballot.Record.COUNTED,
        "confirmed_by": names.get(ballot.attested_by_id, SOMEBODY) if ballot.attested_by_id else "",
        "in_attendance": sorted(
            (names.get(person, SOMEBODY), "stepped aside" if recused else said.get(person, ""))
            for person, recused in roll.items()
        ),
        "yes": tally.yes if not is_open else None,
        "no": tally.no if not is_open else None,
        "abstain": tally.abstain if not is_open else None,
        "silent": tally.not_voting if not is_open else None,
        "base": tally.base_present,
        "decision": _decision(decision, zone) if decision else None,
    }


def _publication(publication: Publication, names: Mapping[UUID, str], zone: tzinfo) -> dict[str, Any]:
    back = getattr(publication, "taking_back", None)
    told = [(names.get(UUID(person), SOMEBODY), channel) for person, channel in publication.recipients.items()]
    return {
        "version": publication.version.number,
        "rule": DecisionRule.model_validate(publication.rule).in_words(),
        "published_at": publication.published_at.astimezone(zone),
        "published_by": names.get(publication.published_by_id, SOMEBODY),
        "told": len(told),
        "told_whom": sorted(told),
        "taken_back_at": back.at.astimezone(zone) if back else None,
        "taken_back_because": back.reason if back else "",
        "decision": _decision(publication.decision, zone),
    }


def _decision(decision: Decision, zone: tzinfo) -> dict[str, Any]:
    effect = getattr(decision, "effect", None)
    return {
        "number": decision.number,
        "verdict": decision.verdict,
        "arithmetic": decision.arithmetic,
        "decided_at": decision.decided_at.astimezone(zone),
        "review_on": decision.review_on,
        "chain_sha256": decision.chain_sha256,
        "effect": None
        if effect is None
        else {
            "state": effect.state,
            "due_at": effect.due_at.astimezone(zone),
            "done_at": effect.done_at.astimezone(zone) if effect.done_at else None,
            "made": effect.made,
            "trouble": effect.trouble,
        },
    }

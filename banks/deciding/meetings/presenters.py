"""Meetings and votes as pages show them: plain values, names only for those who may see people.

Guarantees: nobody's choice is shown while a vote is open, nor ever of a secret one.
Called by: the views of this slice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banks.deciding.meetings.queries import guests_among, last_notices, leads
from banks.deciding.meetings.rules import other_reading
from banks.people.members.models import Member
from banks.people.members.queries import current_members, members_by_id, names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.clock import bank_day
from governance.acts.registry import effect_in_words
from governance.ballots.models import Ballot
from governance.ballots.queries import (
    ballots_of,
    count_of,
    open_ballots_of,
    roll_of,
    rule_of,
    tally_under,
    voted,
    votes_of,
)
from governance.decision_rule import BASE_WORDS, DecisionRule
from governance.decisions.models import Decision
from governance.decisions.queries import decisions_of_meeting
from governance.meetings.models import Meeting, Presence
from governance.meetings.queries import agenda_of, comings_and_goings, in_attendance
from governance.methods.vote import Tally
from governance.proposals.models import ProposalNotice

ABOUT_SOMEBODY = frozenset({"radius_exception", "remove_member"})  # the proposal's own page says what may be read
CHOICE_WORDS = {"yes": "Yes", "no": "No", "abstain": "Abstain"}


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """Who is in attendance at a moment, as numbers."""

    voting: int
    nonvoting: int
    guests: int


def there_now(meeting: Meeting, at: datetime) -> AttendanceCount:
    there = in_attendance(meeting, at)
    guests = guests_among(meeting.pk, there)
    voting = sum(capacity == Presence.Capacity.VOTING for capacity in there.values())
    return AttendanceCount(voting, len(there) - voting - guests, guests)


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    return {pk: member.name for pk, member in members_by_id(ids).items()}


def agenda_rows(meeting: Meeting) -> list[dict[str, Any]]:
    """Each item with the time it begins."""
    rows, at = [], meeting.opened_at or meeting.starts_at
    for item in agenda_of(meeting):
        rows.append({"item": item, "begins_at": at, "proposal": item.proposal_id})
        at += timedelta(minutes=item.minutes)
    return rows


def announced(meeting: Meeting, viewer: Viewer, at: datetime) -> list[dict[str, Any]]:
    """What is decided there: of what exactly members were told, when, how many and who; how each question ended."""
    notices = last_notices(meeting.pk)
    ballots = {b.announcement_id: b for b in ballots_of(meeting.pk) if b.void_at is None}
    decisions = {d.ballot_id: d for d in decisions_of_meeting(meeting.pk) if d.ballot_id}
    told = {UUID(each) for notice in notices for each in notice.recipients}
    names = names_shown(told, viewer, on=bank_day(at))
    return [_announced(notice, ballots.get(notice.pk), decisions, names) for notice in notices]


def _announced(
    notice: ProposalNotice, ballot: Ballot | None, decisions: dict[UUID, Decision], names: dict[UUID, str]
) -> dict[str, Any]:
    proposal = notice.version.proposal
    channels = list(notice.recipients.values())
    private = proposal.decision_class in ABOUT_SOMEBODY
    decision = decisions.get(ballot.pk) if ballot else None
    return {
        "notice": notice,
        "proposal": proposal,
        "title": proposal.title,
        "words": "" if private else effect_in_words(notice.version.effect),
        "rule": DecisionRule.model_validate(notice.rule).in_words(),
        "mailed": channels.count("mail"),
        "on_paper": channels.count("paper"),
        "told": sorted(name for pk, name in names.items() if str(pk) in notice.recipients),
        "mark": notice.version.sha256[:12],
        "ballot": ballot,
        "decision": decision,
        "can_be_put": ballot is None or (decision is not None and decision.verdict == "no_quorum"),
    }


def question_for(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    """What a member sees of voting in a meeting that is on: the open question, or how the last one ended.

    `token` tells one state from another, so that a page which asks again is only told what is new.
    """
    ballot = open_ballots_of(meeting.pk).first()
    if ballot is None:
        decision = decisions_of_meeting(meeting.pk).last()
        return {"token": f"ended-{decision.number}" if decision else "none", "last": decision}
    roll = roll_of(ballot)
    mine = "" if ballot.is_secret else votes_of(ballot).get(viewer.member_id, "")
    has_voted = bool(mine) or viewer.member_id in voted(ballot)
    private = ballot.version.proposal.decision_class in ABOUT_SOMEBODY
    return {
        "token": f"{ballot.pk}-{mine or has_voted}",
        "ballot": ballot,
        "title": ballot.version.proposal.title,
        "proposal": ballot.version.proposal_id,
        "words": "" if private else effect_in_words(ballot.version.effect),
        "on_roll": viewer.member_id in roll,
        "aside": roll.get(viewer.member_id, False),
        "by_hand": ballot.record == Ballot.Record.COUNTED,
        "mine": mine,
        "mine_words": CHOICE_WORDS.get(mine, ""),
        "has_voted": has_voted,
        "choices": list(CHOICE_WORDS.items()),
    }


def count_so_far(ballot: Ballot, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """How many have voted, and for who leads the meeting whose vote is missing; never how."""
    roll = roll_of(ballot)
    may_vote = {person for person, aside in roll.items() if not aside}
    has_voted = voted(ballot)
    asks = not ballot.is_secret and leads(viewer, ballot.announcement.meeting, at)
    missing = names_of(may_vote - has_voted) if asks else {}
    return {
        "ballot": ballot,
        "voted": len(has_voted),
        "of": len(may_vote),
        "aside": len(roll) - len(may_vote),
        "missing": sorted(missing.values()),
        "token": f"{len(has_voted)}-{ballot.closed_at or ballot.void_at or ''}".replace(" ", "").replace("+", ""),
    }


def result_of(ballot: Ballot, decision: Decision, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """How a question ended: verdict, arithmetic, the other reading where it differs, names of open votes."""
    tally = decision.tally
    said = {} if ballot.is_secret or ballot.record == Ballot.Record.COUNTED else votes_of(ballot)
    roll = roll_of(ballot)
    leading = filter(None, (ballot.attested_by_id, ballot.closed_by_id))
    names = names_shown({*roll, *leading}, viewer, on=bank_day(at))
    private = ballot.version.proposal.decision_class in ABOUT_SOMEBODY
    return {
        "decision": decision,
        "proposal": ballot.version.proposal,
        "counts": [(word, tally[key]) for key, word in CHOICE_WORDS.items()] + [("Did not vote", tally["not_voting"])],
        "base": tally["base_present"],
        "aside": sum(roll.values()),
        "other": read_otherwise(ballot, decision),
        "rule": rule_of(ballot).in_words(),
        "words": "" if private else effect_in_words(ballot.version.effect),
        "effect": getattr(decision, "effect", None),
        "said": sorted((names.get(pk, NAMELESS), _said(aside, said.get(pk))) for pk, aside in roll.items())
        if said and viewer.sees_people
        else [],
        "attested_by": names.get(ballot.attested_by_id, NAMELESS) if ballot.attested_by_id else "",
        "counted_by": names.get(ballot.closed_by_id, NAMELESS) if ballot.closed_by_id else "",
    }


def _said(aside: bool, choice: str | None) -> str:
    return "stepped aside" if aside else CHOICE_WORDS.get(choice or "", "did not vote")


def read_otherwise(ballot: Ballot, decision: Decision) -> dict[str, Any] | None:
    """What the same votes come to with the other base, where that ends otherwise; None where both agree."""
    reading = other_reading(rule_of(ballot))
    if reading is None:
        return None
    tally: Tally = tally_under(ballot, reading, count=count_of(ballot))
    if tally.verdict.value == decision.verdict:
        return None
    bases = " and ".join(dict.fromkeys(BASE_WORDS[test.base] for test in reading.tests))
    return {"bases": bases, "verdict": tally.verdict.value, "line": tally.arithmetic}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody on the secretary's list."""

    id: UUID
    name: str
    town: str
    capacity: str
    since: datetime | None
    by_code: bool

    @property
    def is_here(self) -> bool:
        return bool(self.capacity)


def person_rows(meeting: Meeting, at: datetime, *, only: UUID | None = None) -> list[PersonRow]:
    """Everybody who could be there, by name, with whether they are."""
    there = in_attendance(meeting, at)
    last = {coming.person_id: coming for coming in comings_and_goings(meeting)}
    members = current_members().filter(kind=Member.Kind.PERSON)
    rows = []
    for member in members.filter(pk=only) if only else members:
        capacity, coming = there.get(member.pk, ""), last.get(member.pk)
        rows.append(
            PersonRow(
                id=member.pk,
                name=member.name,
                town=member.town,
                capacity=capacity,
                since=coming.at if capacity and coming else None,
                by_code=bool(capacity and coming and coming.recorded_by_id == member.pk),
            )
        )
    return rows

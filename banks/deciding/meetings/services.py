"""Writes of meetings in a bank: call, open, who is there, put questions, vote, close, minutes and their credits.

Guarantees: who may do what follows the bank's rules (`electorate`); whoever arrives is marked as voting or not by the
rule on who votes, never by hand; a question is put or the meeting closed, not both; a carried decision that is due at
once is carried out at once; attendance is credited once, when the minutes are accepted (invariant A2), and
never touches a vote (A1, D8). Refuses by name. Called by: pages, the clock, the demo's seed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.cache import cache
from django.db import transaction

from banks.deciding.meetings.electorate import chair, check_chair, check_may_open, entitled_at
from banks.deciding.meetings.errors import (
    BegunAlready,
    ChairWaits,
    CodeWrong,
    GuestsImpossible,
    NotAPerson,
    PresiderUnknown,
    StartsInThePast,
    TooManyTries,
)
from banks.deciding.meetings.queries import MOST_GUESTS, guests_in, lasted_minutes, leads
from banks.deciding.meetings.rules import check_in_code, guest_id, subjects_of
from banks.errors import BankError, NotAllowed, NotFound
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList, enter_attendance
from banks.identity.queries import this_bank
from banks.people.members.models import Member
from banks.people.members.queries import can_supervise, current_members
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.queries import bank_zone, policy_in_force
from governance.ballots.errors import QuestionOpenAlready
from governance.ballots.models import Ballot
from governance.ballots.queries import ballot_by_id, count_of, open_ballots_of, rule_of, tally_under, voted
from governance.ballots.services import cast_vote, put_question, void_ballot
from governance.decisions.models import Decision
from governance.decisions.services import close_vote
from governance.effects.services import execute_due
from governance.meetings import services as engine
from governance.meetings.errors import BallotStillOpen
from governance.meetings.models import AgendaItem, Meeting
from governance.meetings.queries import meeting_by_id, meetings_on
from governance.methods.vote import Count
from governance.policy import VotePolicy
from governance.proposals.queries import notice_by_id
from ledger.errors import LedgerError

MOST_TRIES = 8
TRIES_FORGOTTEN_SECONDS = 3600
REFUSALS = (BankError, LedgerError)


@dataclass(frozen=True, slots=True)
class Call:
    """A meeting as it is called; `starts_at` with the bank's own time zone."""

    key: UUID
    kind: str
    title: str
    place: str
    starts_at: datetime
    minutes: int


def call_meeting(*, actor: Viewer, call: Call, now: datetime) -> Meeting:
    """Call a meeting for a day to come; the chair may."""
    check_chair(actor, now)
    if call.starts_at <= now:
        raise StartsInThePast()
    return engine.call_meeting(
        key=call.key, kind=call.kind, title=call.title, place=call.place, starts_at=call.starts_at,
        minutes=call.minutes, actor_id=actor.member_id, now=now,
    )  # fmt: skip


def call_off_meeting(*, actor: Viewer, meeting_id: UUID, now: datetime) -> Meeting:
    meeting = meeting_by_id(meeting_id)
    check_may_open(actor, meeting, now)
    if meeting.opened_at is not None:
        raise BegunAlready()
    return engine.call_off_meeting(meeting_id=meeting_id, now=now)


def add_agenda_item(
    *, actor: Viewer, meeting_id: UUID, key: UUID, title: str, minutes: int, now: datetime
) -> AgendaItem:
    _lead(actor, meeting_id, now)
    return engine.add_agenda_item(key=key, meeting_id=meeting_id, title=title, minutes=minutes)


@transaction.atomic
def open_meeting(
    *, actor: Viewer, meeting_id: UUID, facilitator_id: UUID, secretary_id: UUID, now: datetime
) -> Meeting:
    """Begin: who presides and who writes are in attendance from then on."""
    check_may_open(actor, meeting_by_id(meeting_id), now)
    if _people({facilitator_id, secretary_id}) != {facilitator_id, secretary_id}:
        raise PresiderUnknown()
    meeting = engine.open_meeting(
        meeting_id=meeting_id, facilitator_id=facilitator_id, secretary_id=secretary_id, now=now
    )
    for person_id in (meeting.facilitator_id, meeting.secretary_id):
        if person_id is not None:
            _arrive(meeting, person_id, actor.member_id, now)
    return meeting


def note_arrival(*, actor: Viewer, meeting_id: UUID, person_id: UUID, now: datetime) -> None:
    """Whoever leads ticks somebody off; whether they vote the rule says."""
    _arrive(_lead(actor, meeting_id, now), person_id, actor.member_id, now)


def note_leaving(*, actor: Viewer, meeting_id: UUID, person_id: UUID, now: datetime) -> None:
    _lead(actor, meeting_id, now)
    engine.note_leaving(meeting_id=meeting_id, person_id=person_id, actor_id=actor.member_id, now=now)


def check_in(*, viewer: Viewer, meeting_id: UUID, code: str, now: datetime) -> Meeting:
    """Somebody in the room ticks themselves off with the code on the secretary's screen."""
    meeting = meeting_by_id(meeting_id)
    tries = f"check-in:{meeting.pk}:{viewer.member_id}"
    cache.add(tries, 0, TRIES_FORGOTTEN_SECONDS)
    if cache.incr(tries) > MOST_TRIES:
        raise TooManyTries()
    if code.strip() != code_of(meeting):
        raise CodeWrong()
    _arrive(meeting, viewer.member_id, viewer.member_id, now)
    return meeting


def code_of(meeting: Meeting) -> str:
    """The four digits of this meeting's live page."""
    return check_in_code(bank_id=this_bank().bank_id, meeting_id=meeting.pk)


@transaction.atomic
def count_guests(*, actor: Viewer, meeting_id: UUID, number: int, now: datetime) -> None:
    """So many guests are there now: they are counted apart and never vote."""
    meeting = _lead(actor, meeting_id, now)
    if not 0 <= number <= MOST_GUESTS:
        raise GuestsImpossible(most=MOST_GUESTS)
    engine.lock_meeting(meeting.pk)
    there = guests_in(meeting, now)
    for at in range(there, number):
        engine.note_arrival(
            meeting_id=meeting.pk, person_id=guest_id(meeting.pk, at), is_voting=False,
            actor_id=actor.member_id, now=now,
        )  # fmt: skip
    for at in range(number, there):
        engine.note_leaving(
            meeting_id=meeting.pk, person_id=guest_id(meeting.pk, at), actor_id=actor.member_id, now=now
        )


@transaction.atomic
def put(
    *, actor: Viewer, meeting_id: UUID, notice_id: UUID, recused: Collection[UUID], record: str, now: datetime
) -> Ballot:
    """Put a proposal to the vote that was announced for this meeting, one at a time; the roll freezes here."""
    _lead(actor, meeting_id, now)
    announcement = notice_by_id(notice_id)
    if announcement.meeting_id != meeting_id:
        raise NotFound(notice=notice_id)
    engine.lock_meeting(meeting_id)
    if open_ballots_of(meeting_id).exists():
        raise QuestionOpenAlready()
    aside = {*recused, *subjects_of(announcement.version.effect)}
    return put_question(
        announcement=announcement, eligible=len(entitled_at(announcement.meeting, now)), recused=aside, record=record,
        actor_id=actor.member_id, now=now,
    )  # fmt: skip


def vote(*, viewer: Viewer, ballot_id: UUID, choice: str, now: datetime) -> None:
    """A member says yes, no or abstain on their own phone."""
    ballot = ballot_by_id(ballot_id)
    meeting = ballot.announcement.meeting
    if viewer.member_id == meeting.facilitator_id and not ballot.is_secret:
        _check_chair_may_vote(ballot, viewer.member_id, now)
    cast_vote(ballot_id=ballot_id, person_id=viewer.member_id, choice=choice, now=now)


def close_ballot(
    *, actor: Viewer, ballot_id: UUID, hands: Count | None = None, attested_by_id: UUID | None = None, now: datetime
) -> Decision:
    """Close a vote, record what was decided, and carry out at once what is due at once. Twice is once."""
    _lead(actor, ballot_by_id(ballot_id).announcement.meeting_id, now)
    decision = close_vote(
        ballot_id=ballot_id, actor_id=actor.member_id, now=now, zone=bank_zone(now), hands=hands,
        attested_by_id=attested_by_id,
    )  # fmt: skip
    carry_out_due(now=now)
    return decision


def put_again(*, actor: Viewer, ballot_id: UUID, now: datetime) -> None:
    """Before a result stands the question may be put anew; this ballot is kept as void."""
    _lead(actor, ballot_by_id(ballot_id).announcement.meeting_id, now)
    void_ballot(ballot_id=ballot_id, now=now)


@transaction.atomic
def close_meeting(*, actor: Viewer, meeting_id: UUID, minutes_text: str, now: datetime) -> Meeting:
    """The meeting is over, with its minutes; not while a vote is being taken."""
    meeting = _lead(actor, meeting_id, now)
    if meeting.closed_at is not None:
        return meeting
    engine.lock_meeting(meeting_id)
    if open_ballots_of(meeting_id).exists():
        raise BallotStillOpen()
    return engine.close_meeting(meeting_id=meeting_id, minutes_text=minutes_text, now=now)


def may_accept(viewer: Viewer, now: datetime) -> bool:
    """The chair after reading, or whoever leads a meeting that is on: "the minutes of last time are accepted"."""
    return chair(viewer, now) or any(viewer.member_id in (m.facilitator_id, m.secretary_id) for m in meetings_on())


@transaction.atomic
def accept_minutes(
    *,
    actor: Viewer,
    meeting_id: UUID,
    minutes_text: str,
    attended: Collection[UUID],
    hosted: Collection[UUID],
    now: datetime,
) -> Meeting:
    """The minutes are right, and so is the list of who was there: the bank credits them as its rules say, once.

    The list is a fact of its own: correcting it changes neither the log of the meeting nor any vote (invariant A1).
    """
    if not may_accept(actor, now):
        raise NotAllowed(who="The chair, and whoever leads a meeting that is on,")
    if meeting_by_id(meeting_id).minutes_accepted_at is None:
        engine.correct_minutes(meeting_id=meeting_id, minutes_text=minutes_text)
    meeting, first = engine.accept_minutes(meeting_id=meeting_id, now=now)
    people = {*attended, *hosted}
    if first and people:
        attendance = AttendanceList(
            key=credit_key(meeting.pk),
            kind="meeting",
            title=meeting.title,
            held_on=bank_day(meeting.opened_at or meeting.starts_at),
            minutes=lasted_minutes(meeting),
            people=[Present(person_id, hosted=person_id in hosted) for person_id in sorted(people)],
            supervised_by=_kept_an_eye(meeting, bank_day(now)),
        )
        enter_attendance(actor=actor, attendance=attendance, now=now)
    return meeting


def _kept_an_eye(meeting: Meeting, on: date) -> UUID | None:
    """Whoever presided, or wrote, looked after everybody there (row L9)."""
    led = (meeting.facilitator_id, meeting.secretary_id)
    return next((each for each in led if each is not None and can_supervise(each, on=on)), None)


def credit_key(meeting_id: UUID) -> UUID:
    """The event and journal entry that credit a meeting's attendance: one for ever (invariant A2)."""
    return uuid5(meeting_id, "attendance")


def carry_out_due(*, now: datetime) -> int:
    """Carry out what decisions order for now; how many were looked at."""
    return execute_due(now=now, refusals=REFUSALS)


def _lead(actor: Viewer, meeting_id: UUID, now: datetime) -> Meeting:
    """The meeting, for whoever leads it."""
    meeting = meeting_by_id(meeting_id)
    if not leads(actor, meeting, now):
        raise NotAllowed(who="The chair, and whoever presides or writes at this meeting,")
    return meeting


def _arrive(meeting: Meeting, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    if not _people({person_id}):
        raise NotAPerson()
    rules = policy_in_force(VotePolicy, now).value
    stays_out = rules.chair_votes == "never" and person_id == meeting.facilitator_id
    engine.note_arrival(
        meeting_id=meeting.pk, person_id=person_id, actor_id=actor_id, now=now,
        is_voting=not stays_out and person_id in entitled_at(meeting, now),
    )  # fmt: skip


def _people(ids: set[UUID]) -> set[UUID]:
    """Those of the ids who are members today, and people."""
    found = current_members().filter(kind=Member.Kind.PERSON, pk__in=ids)
    return set(found.values_list("pk", flat=True))


def _check_chair_may_vote(ballot: Ballot, chair_id: UUID, now: datetime) -> None:
    """Where the presiding member votes only when it would change the result: would it, as the count stands?"""
    if policy_in_force(VotePolicy, now).value.chair_votes != "ties" or ballot.record == Ballot.Record.COUNTED:
        return
    if chair_id in voted(ballot):
        return  # allowed before; they may say otherwise
    rule, count = rule_of(ballot), count_of(ballot)
    ends = {
        tally_under(ballot, rule, count=each).verdict
        for each in (count, replace(count, yes=count.yes + 1), replace(count, no=count.no + 1))
    }
    if len(ends) == 1:
        raise ChairWaits()

"""Writes of events: record an attendance list, undo it.

Guarantees: one key is one event for ever; the bank pays all of an event's credits in
one journal entry. Coordinators only. Called by pages, the API and the demo's seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from banks.errors import NotAllowed, NotFound
from banks.hours.events import rules
from banks.hours.events.errors import (
    AnotherEyeNeeded,
    AttendedInTheFuture,
    AttendeeUnknown,
    EventAlreadyUndone,
    EventKeyReused,
    NobodyAttended,
    NobodyKeptAnEye,
    TitleMissing,
)
from banks.hours.events.models import Attendance, Event
from banks.hours.events.rules import GatheringRules, Present
from banks.hours.exchanges.rules import request_digest
from banks.notices.services import notify
from banks.people.members.models import Member
from banks.people.members.queries import can_supervise, members_by_id, needs_supervisor
from banks.people.members.rules import Viewer, may_record_events, may_record_for_others
from banks.policies.clock import bank_day
from banks.policies.kinds.credits import EventPolicy, MeetingPolicy
from banks.policies.queries import policy_in_force
from governance.stewardship.queries import HOURS, check_not_in_care
from ledger.accounts import account_with_key
from ledger.journal import post_entry, reverse_entry
from ledger.policy import FundsPolicy, HoursPolicy


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """What a coordinator reports of one gathering."""

    key: UUID
    kind: str
    title: str
    held_on: date
    minutes: int
    people: Sequence[Present]
    supervised_by: UUID | None = None

    def asked(self) -> dict[str, Any]:
        people = sorted([str(p.member_id), p.early_minutes, p.late_minutes, p.hosted] for p in self.people)
        supervised = {"supervised_by": str(self.supervised_by)} if self.supervised_by else {}
        return {
            **supervised,
            "kind": self.kind,
            "title": self.title,
            "on": self.held_on,
            "m": self.minutes,
            "people": people,
        }


def record_event(*, actor: Viewer, attendance: AttendanceList, now: datetime) -> tuple[Event, bool]:
    """Record who was there; the event and whether this call made it. The bank pays the helpers."""
    if not may_record_events(actor):
        raise NotAllowed(who="Coordinators")
    return enter_attendance(actor=actor, attendance=attendance, now=now)


def enter_attendance(*, actor: Viewer, attendance: AttendanceList, now: datetime) -> tuple[Event, bool]:
    """As `record_event`, for callers that have asked who may: meetings, when their minutes are accepted."""
    digest = request_digest(attendance.asked())
    try:
        with transaction.atomic():
            return _known(attendance.key, digest) or (_record(actor, attendance, digest, now), True)
    except IntegrityError:
        known = _known(attendance.key, digest)
        if known is None:
            raise
        return known


@transaction.atomic
def undo_event(*, actor: Viewer, event_id: UUID, reason: str, now: datetime) -> Event:
    """Take an event's credits back by a reversing entry; its list stays, marked as undone."""
    if not may_record_for_others(actor):
        raise NotAllowed(who="Coordinators")
    event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    if event is None:
        raise NotFound(event=event_id)
    if event.undone_at is not None:
        raise EventAlreadyUndone(undone_on=bank_day(event.undone_at))
    event.undone_at, event.undone_reason = now, reason.strip() or "Recorded by mistake"
    event.undoing_entry_id = uuid5(event.pk, "undo") if event.entry_id else None
    event.save(update_fields=["undone_at", "undone_reason", "undoing_entry_id"])
    if event.entry_id and event.undoing_entry_id:
        reverse_entry(
            key=event.undoing_entry_id,
            entry_id=event.entry_id,
            actor_id=actor.member_id,
            policy_version_id=policy_in_force(HoursPolicy, event.held_on).version_id,
        )
    return event


def _known(key: UUID, digest: bytes) -> tuple[Event, bool] | None:
    event = Event.objects.filter(pk=key).first()
    if event is None:
        return None
    if bytes(event.request_digest) != digest:
        raise EventKeyReused(key=key)
    return event, False


def _record(actor: Viewer, attendance: AttendanceList, digest: bytes, now: datetime) -> Event:
    members = _check(attendance, now)
    day = GatheringRules(
        hours=policy_in_force(HoursPolicy, attendance.held_on).value,
        event=policy_in_force(EventPolicy, attendance.held_on).value,
        meeting=policy_in_force(MeetingPolicy, attendance.held_on).value,
    )
    is_meeting = attendance.kind == Event.Kind.MEETING
    credits_of = {p.member_id: rules.credit_for(p, is_meeting=is_meeting, rules=day) for p in attendance.people}
    company = attendance.minutes if rules.counts_as_company(is_meeting=is_meeting, rules=day) else 0
    total = sum(credits_of.values())
    if day.event.helper_credit == "actual" and any(p.early_minutes or p.late_minutes for p in attendance.people):
        check_not_in_care(HOURS, now)
    event = Event.objects.create(
        id=attendance.key,
        kind=attendance.kind,
        title=attendance.title.strip(),
        held_on=attendance.held_on,
        minutes=attendance.minutes,
        supervised_by_id=attendance.supervised_by,
        recorded_by_id=actor.member_id,
        recorded_at=now,
        request_digest=digest,
        entry_id=uuid5(attendance.key, "event") if total else None,
    )
    Attendance.objects.bulk_create(
        Attendance(
            event=event,
            member_id=person.member_id,
            attended_minutes=company,
            early_minutes=person.early_minutes,
            late_minutes=person.late_minutes,
            hosted=person.hosted,
            credited_minutes=credits_of[person.member_id],
        )
        for person in attendance.people
    )
    if total:
        paid = [members[pk] for pk, minutes in credits_of.items() if minutes]
        notify(
            paid,
            template="event_credit",
            context={"event": event, "credits": credits_of, "hours": day.hours},
            now=now,
        )
        _pay(event, credits_of, members, actor, total)
    return event


def _check(attendance: AttendanceList, now: datetime) -> dict[UUID, Member]:
    if not attendance.title.strip():
        raise TitleMissing()
    if not attendance.people:
        raise NobodyAttended()
    if attendance.held_on > bank_day(now):
        raise AttendedInTheFuture(held_on=attendance.held_on)
    members = members_by_id(person.member_id for person in attendance.people)
    ids = [person.member_id for person in attendance.people]
    known = all(pk in members and _was_member(members[pk], attendance.held_on) for pk in ids)
    if not known or len(set(ids)) < len(ids):
        raise AttendeeUnknown()
    _check_supervised(attendance, now)
    rules.check_lengths(attendance.minutes, attendance.people, {pk: m.name for pk, m in members.items()})
    return members


def _check_supervised(attendance: AttendanceList, now: datetime) -> None:
    """Somebody keeps an eye on it where that is needed (row L9). The refusal never says for whom, nor why."""
    # The database asks the same by its own day, which begins earlier or later than the bank's.
    today = max(bank_day(now), now.astimezone(UTC).date())
    if attendance.supervised_by is not None:
        if not can_supervise(attendance.supervised_by, on=today):
            raise AnotherEyeNeeded()
    elif needs_supervisor([person.member_id for person in attendance.people], on=today):
        raise NobodyKeptAnEye()


def _was_member(member: Member, on: date) -> bool:
    return member.joined_on <= on and (member.left_on is None or on <= member.left_on)


def _pay(
    event: Event, credits_of: Mapping[UUID, int], members: Mapping[UUID, Member], actor: Viewer, total: int
) -> None:
    """One journal entry: the bank gives, each helper and attendee gets."""
    assert event.entry_id is not None
    funds = policy_in_force(FundsPolicy, event.held_on).value
    fund = funds.meetings if event.kind == Event.Kind.MEETING else funds.events
    postings = {members[pk].account_id: minutes for pk, minutes in credits_of.items() if minutes}
    post_entry(
        key=event.entry_id,
        kind="event",
        service_date=event.held_on,
        actor_id=actor.member_id,
        policy_version_id=policy_in_force(
            MeetingPolicy if event.kind == Event.Kind.MEETING else EventPolicy, event.held_on
        ).version_id,
        postings={account_with_key(fund).id: -total, **postings},
    )

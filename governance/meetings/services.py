"""Writes about meetings: call, open, who comes and goes, close, minutes.

Guarantees: comings and goings are only ever added; nobody arrives twice without leaving; a meeting closes once and
not while a vote is being taken. Who may call or open one is the bank's affair. Called by: the bank's meeting pages.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from governance.meetings.errors import MeetingNotOpen, MeetingOver, MeetingStillOn, MinutesAccepted, TooEarlyToOpen
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.meetings.queries import in_attendance, meeting_by_id

OPENS_BEFORE = timedelta(hours=1)
PHASES = (
    (AgendaItem.Phase.CHECK_IN, "Check-in: who is here", 10),
    (AgendaItem.Phase.ADMIN, "Minutes, dates, agenda", 10),
    (AgendaItem.Phase.CHECK_OUT, "Check-out: how was this meeting", 10),
)


@transaction.atomic
def call_meeting(
    *,
    key: UUID,
    kind: str,
    title: str,
    place: str,
    starts_at: datetime,
    minutes: int,
    actor_id: UUID,
    now: datetime,
    circle: str = "",
) -> Meeting:
    """Call a meeting; the form's key makes calling it twice one meeting. Its agenda begins with the usual phases.

    `circle` is whose meeting it is; empty for the whole bank.
    """
    known = Meeting.objects.filter(pk=key).first()
    if known is not None:
        return known
    meeting = Meeting.objects.create(
        id=key, kind=kind, title=title.strip(), place=place.strip(), starts_at=starts_at, minutes=minutes,
        called_by_id=actor_id, called_at=now, circle=circle,
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, phase=phase, title=words, minutes=length, place=900 if phase == "check_out" else at)
        for at, (phase, words, length) in enumerate(PHASES)
    )
    return meeting


@transaction.atomic
def open_meeting(*, meeting_id: UUID, facilitator_id: UUID, secretary_id: UUID, now: datetime) -> Meeting:
    """The meeting begins, at most an hour early; opening it again changes nothing."""
    meeting = _locked(meeting_id)
    if meeting.opened_at is None:
        if now < meeting.starts_at - OPENS_BEFORE:
            raise TooEarlyToOpen()
        meeting.opened_at, meeting.facilitator_id, meeting.secretary_id = now, facilitator_id, secretary_id
        meeting.save(update_fields=["opened_at", "facilitator_id", "secretary_id"])
    return meeting


@transaction.atomic
def note_arrival(*, meeting_id: UUID, person_id: UUID, is_voting: bool, actor_id: UUID, now: datetime) -> None:
    """Somebody is there; saying so twice is once. Latecomers count from the next question on."""
    meeting = _on(meeting_id)
    capacity = Presence.Capacity.VOTING if is_voting else Presence.Capacity.NONVOTING
    if in_attendance(meeting, now).get(person_id) == capacity:
        return
    _note(meeting, person_id, Presence.Act.ARRIVED, capacity, actor_id, now)


@transaction.atomic
def note_leaving(*, meeting_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    """Somebody has gone; a question already put keeps them on its roll."""
    meeting = _on(meeting_id)
    capacity = in_attendance(meeting, now).get(person_id)
    if capacity is not None:
        _note(meeting, person_id, Presence.Act.LEFT, capacity, actor_id, now)


@transaction.atomic
def close_meeting(*, meeting_id: UUID, minutes_text: str, now: datetime) -> Meeting:
    """The meeting is over, with its minutes; closing it again changes nothing.

    The caller has made sure that no ballot is open: ballots lie above meetings.
    """
    known = meeting_by_id(meeting_id)
    if known.closed_at is not None:
        return known
    meeting = _on(meeting_id)
    meeting.closed_at, meeting.minutes_text = now, minutes_text.strip()
    meeting.save(update_fields=["closed_at", "minutes_text"])
    return meeting


@transaction.atomic
def correct_minutes(*, meeting_id: UUID, minutes_text: str) -> Meeting:
    """Write the minutes of a closed meeting anew, until they are accepted."""
    meeting = _held(meeting_id)
    if meeting.minutes_accepted_at is not None:
        raise MinutesAccepted()
    meeting.minutes_text = minutes_text.strip()
    meeting.save(update_fields=["minutes_text"])
    return meeting


@transaction.atomic
def accept_minutes(*, meeting_id: UUID, now: datetime) -> tuple[Meeting, bool]:
    """The minutes are right; the meeting and whether it was this call that said so. From then on they stay."""
    meeting = _held(meeting_id)
    if meeting.minutes_accepted_at is not None:
        return meeting, False
    meeting.minutes_accepted_at = now
    meeting.save(update_fields=["minutes_accepted_at"])
    return meeting, True


@transaction.atomic
def call_off_meeting(*, meeting_id: UUID, now: datetime) -> Meeting:
    """The meeting does not take place; what was announced for it needs a notice for another one."""
    meeting = _locked(meeting_id)
    meeting.called_off_at = now
    meeting.save(update_fields=["called_off_at"])
    return meeting


@transaction.atomic
def add_agenda_item(*, key: UUID, meeting_id: UUID, title: str, minutes: int) -> AgendaItem:
    """One more thing to talk about, before the check-out; the form's key makes sending it twice one item."""
    meeting = _locked(meeting_id)
    after = AgendaItem.objects.filter(meeting=meeting, phase=AgendaItem.Phase.ITEM).count()
    given = {"meeting": meeting, "title": title.strip(), "minutes": minutes, "place": 10 + after}
    return AgendaItem.objects.get_or_create(id=key, defaults=given)[0]


def lock_meeting(meeting_id: UUID) -> Meeting:
    """The meeting that is on, locked until the transaction ends: a question is put or the meeting closed, not both."""
    return _on(meeting_id)


def _note(meeting: Meeting, person_id: UUID, act: str, capacity: str, actor_id: UUID, now: datetime) -> None:
    Presence.objects.create(
        meeting=meeting, person_id=person_id, act=act, capacity=capacity, at=now, recorded_by_id=actor_id
    )


def _locked(meeting_id: UUID) -> Meeting:
    """The meeting's row, locked: two secretaries wait for each other."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_by_id(meeting_id).pk).get()
    if meeting.closed_at is not None or meeting.called_off_at is not None:
        raise MeetingOver()
    return meeting


def _held(meeting_id: UUID) -> Meeting:
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_by_id(meeting_id).pk).get()
    if meeting.closed_at is None:
        raise MeetingStillOn()
    return meeting


def _on(meeting_id: UUID) -> Meeting:
    meeting = _locked(meeting_id)
    if meeting.opened_at is None:
        raise MeetingNotOpen()
    return meeting

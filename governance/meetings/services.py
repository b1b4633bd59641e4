"""Writes about meetings: call, open, note arrivals and departures, close, accept minutes.

Guarantees: the attendance log only grows; a person does not arrive twice without leaving; a meeting closes once, and
not while a ballot is open. The bank decides who may call or open a meeting. Called by: the bank's meeting pages.
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
    """Call a meeting and start its agenda with the usual phases; sending the same form (`key`) twice calls one meeting.

    `circle` is the circle that meets; empty for the whole bank.
    """
    earlier = Meeting.objects.filter(pk=key).first()
    if earlier is not None:
        return earlier
    meeting = Meeting.objects.create(
        id=key, kind=kind, title=title.strip(), place=place.strip(), starts_at=starts_at, minutes=minutes,
        called_by_id=actor_id, called_at=now, circle=circle,
    )  # fmt: skip
    # The check-out stays last: items that are added later take places from 10 on.
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, phase=phase, title=words, minutes=length, place=900 if phase == "check_out" else at)
        for at, (phase, words, length) in enumerate(PHASES)
    )
    return meeting


@transaction.atomic
def open_meeting(*, meeting_id: UUID, facilitator_id: UUID, secretary_id: UUID, now: datetime) -> Meeting:
    """Open a meeting, at most an hour early; opening it again changes nothing."""
    meeting = _lock_unfinished(meeting_id)
    if meeting.opened_at is None:
        if now < meeting.starts_at - OPENS_BEFORE:
            raise TooEarlyToOpen()
        meeting.opened_at, meeting.facilitator_id, meeting.secretary_id = now, facilitator_id, secretary_id
        meeting.save(update_fields=["opened_at", "facilitator_id", "secretary_id"])
    return meeting


@transaction.atomic
def note_arrival(*, meeting_id: UUID, person_id: UUID, is_voting: bool, actor_id: UUID, now: datetime) -> None:
    """Log that a person arrived; a repeated call adds nothing. Latecomers get a vote from the next question on."""
    meeting = _lock_running(meeting_id)
    capacity = Presence.Capacity.VOTING if is_voting else Presence.Capacity.NONVOTING
    if in_attendance(meeting, now).get(person_id) == capacity:
        return
    _add_presence(meeting, person_id, Presence.Act.ARRIVED, capacity, actor_id, now)


@transaction.atomic
def note_leaving(*, meeting_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    """Log that a person left. The rolls of questions already put keep them."""
    meeting = _lock_running(meeting_id)
    capacity = in_attendance(meeting, now).get(person_id)
    if capacity is not None:
        _add_presence(meeting, person_id, Presence.Act.LEFT, capacity, actor_id, now)


@transaction.atomic
def close_meeting(*, meeting_id: UUID, minutes_text: str, now: datetime) -> Meeting:
    """Close a meeting with its minutes; closing it again changes nothing.

    The caller checks that no ballot is open: this slice lies below ballots and cannot ask.
    """
    earlier = meeting_by_id(meeting_id)
    if earlier.closed_at is not None:
        return earlier
    meeting = _lock_running(meeting_id)
    meeting.closed_at, meeting.minutes_text = now, minutes_text.strip()
    meeting.save(update_fields=["closed_at", "minutes_text"])
    return meeting


@transaction.atomic
def correct_minutes(*, meeting_id: UUID, minutes_text: str) -> Meeting:
    """Replace the minutes of a closed meeting; refused once they are accepted."""
    meeting = _lock_closed(meeting_id)
    if meeting.minutes_accepted_at is not None:
        raise MinutesAccepted()
    meeting.minutes_text = minutes_text.strip()
    meeting.save(update_fields=["minutes_text"])
    return meeting


@transaction.atomic
def accept_minutes(*, meeting_id: UUID, now: datetime) -> tuple[Meeting, bool]:
    """Accept the minutes, which then stay; return the meeting and whether this call accepted them."""
    meeting = _lock_closed(meeting_id)
    if meeting.minutes_accepted_at is not None:
        return meeting, False
    meeting.minutes_accepted_at = now
    meeting.save(update_fields=["minutes_accepted_at"])
    return meeting, True


@transaction.atomic
def call_off_meeting(*, meeting_id: UUID, now: datetime) -> Meeting:
    """Call a meeting off. Its announced proposals need a notice for another meeting."""
    meeting = _lock_unfinished(meeting_id)
    meeting.called_off_at = now
    meeting.save(update_fields=["called_off_at"])
    return meeting


@transaction.atomic
def add_agenda_item(*, key: UUID, meeting_id: UUID, title: str, minutes: int) -> AgendaItem:
    """Add a topic before the check-out; sending the same form (`key`) twice adds one topic."""
    meeting = _lock_unfinished(meeting_id)
    topics = AgendaItem.objects.filter(meeting=meeting, phase=AgendaItem.Phase.ITEM).count()
    values = {"meeting": meeting, "title": title.strip(), "minutes": minutes, "place": 10 + topics}
    return AgendaItem.objects.get_or_create(id=key, defaults=values)[0]


def lock_meeting(meeting_id: UUID) -> Meeting:
    """The open meeting, its row locked until the transaction ends: it cannot close while a question is put."""
    return _lock_running(meeting_id)


def _add_presence(meeting: Meeting, person_id: UUID, act: str, capacity: str, actor_id: UUID, now: datetime) -> None:
    Presence.objects.create(
        meeting=meeting, person_id=person_id, act=act, capacity=capacity, at=now, recorded_by_id=actor_id
    )


def _lock_unfinished(meeting_id: UUID) -> Meeting:
    """The meeting's row, locked, unless it is closed or called off; two secretaries wait for each other."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_by_id(meeting_id).pk).get()
    if meeting.closed_at is not None or meeting.called_off_at is not None:
        raise MeetingOver()
    return meeting


def _lock_closed(meeting_id: UUID) -> Meeting:
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_by_id(meeting_id).pk).get()
    if meeting.closed_at is None:
        raise MeetingStillOn()
    return meeting


def _lock_running(meeting_id: UUID) -> Meeting:
    meeting = _lock_unfinished(meeting_id)
    if meeting.opened_at is None:
        raise MeetingNotOpen()
    return meeting

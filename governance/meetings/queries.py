"""Reads of meetings."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from governance.meetings.errors import NoSuchMeeting
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.meetings.rules import present_at


def meeting_by_id(meeting_id: UUID) -> Meeting:
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise NoSuchMeeting()
    return meeting


def meetings_to_come(now: datetime) -> QuerySet[Meeting]:
    """Meetings that are neither closed nor called off, the next one first."""
    return Meeting.objects.filter(closed_at=None, called_off_at=None).order_by("starts_at")


def meetings_held() -> QuerySet[Meeting]:
    """Closed meetings, the latest first."""
    return Meeting.objects.exclude(closed_at=None).order_by("-starts_at")


def meetings_on() -> QuerySet[Meeting]:
    """Meetings that are open now."""
    return Meeting.objects.exclude(opened_at=None).filter(closed_at=None, called_off_at=None)


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in order, without items of withdrawn proposals."""
    items = AgendaItem.objects.filter(meeting=meeting).select_related("proposal").order_by("place", "id")
    return items.filter(proposal__withdrawn_at=None)


def comings_and_goings(meeting: Meeting) -> QuerySet[Presence]:
    """The attendance log: every arrival and departure, in order of time."""
    return Presence.objects.filter(meeting=meeting).order_by("at", "id")


def in_attendance(meeting: Meeting, at: datetime) -> dict[UUID, str]:
    """Person id -> "voting" or "nonvoting", for the people in attendance at an instant."""
    return present_at(comings_and_goings(meeting), at)


def attended(meeting: Meeting) -> set[UUID]:
    """Ids of all people who attended at some time."""
    arrivals = Presence.objects.filter(meeting=meeting, act=Presence.Act.ARRIVED)
    return set(arrivals.values_list("person_id", flat=True))

"""A meeting as a file for somebody's own calendar (iCalendar, RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from governance.meetings.models import Meeting


def calendar_file(meeting: Meeting, *, bank_name: str, url: str) -> bytes:
    """The file; asked for again after a change it replaces the first in the calendar, by its UID."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}")
    event.add("dtstamp", meeting.called_off_at or meeting.called_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", f"{meeting.title} · {bank_name}")
    event.add("location", meeting.place)
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.called_off_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Commonhour//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

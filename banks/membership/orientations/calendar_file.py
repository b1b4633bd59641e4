"""An orientation as a file for somebody's own calendar (RFC 5545).

Guarantees: its id never changes, so that loading it again moves the entry instead of adding one; times are the
instant itself, which every calendar shows by its own clock. Called by: the applicant's page.
"""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from banks.membership.orientations.models import Orientation

MEDIA_TYPE = "text/calendar; charset=utf-8"
ALARM_BEFORE = timedelta(hours=3)


def calendar_file(orientation: Orientation, *, bank_name: str, now: datetime) -> bytes:
    """The entry, with an alarm three hours before."""
    event = Event()
    event.add("uid", f"{orientation.pk}@commonhour")
    event.add("dtstamp", now)
    event.add("dtstart", orientation.starts_at)
    event.add("dtend", orientation.starts_at + timedelta(minutes=orientation.minutes))
    event.add("summary", f"Orientation, {bank_name}")
    event.add("location", orientation.place)
    if orientation.note:
        event.add("description", orientation.note)
    if orientation.called_off_at is not None:
        event.add("status", "CANCELLED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Orientation, {bank_name}")
    alarm.add("trigger", -ALARM_BEFORE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Commonhour//Orientations//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

"""Attendance at an instant, from the log of arrivals and departures. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class PresenceRow(Protocol):
    """The columns of a `Presence` row that the rule reads."""

    person_id: UUID
    act: str
    capacity: str
    at: datetime


def present_at(log: Iterable[PresenceRow], at: datetime) -> dict[UUID, str]:
    """Person id -> capacity, for the people in attendance at an instant. `log` is in order of time.

    "Attended" and "present when the question was put" are two readings of this one log (invariant A1).
    """
    present: dict[UUID, str] = {}
    for row in log:
        if row.at > at:
            break
        if row.act == "arrived":
            present[row.person_id] = row.capacity
        else:
            present.pop(row.person_id, None)
    return present

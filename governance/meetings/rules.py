"""Who is in attendance at an instant, from comings and goings. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Coming(Protocol):
    """One row of `Presence`."""

    person_id: UUID
    act: str
    capacity: str
    at: datetime


def present_at(comings: Iterable[Coming], at: datetime) -> dict[UUID, str]:
    """Person -> capacity, of those in attendance at an instant. `comings` in order of time.

    "Attended" and "present when the question was put" are two readings of this one log (invariant A1).
    """
    there: dict[UUID, str] = {}
    for coming in comings:
        if coming.at > at:
            break
        if coming.act == "arrived":
            there[coming.person_id] = coming.capacity
        else:
            there.pop(coming.person_id, None)
    return there

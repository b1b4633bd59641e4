"""Standing tasks: when one comes again, and how often the usual ones do. Pure.

Called by: queries and services here, the founding of a bank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from governance.decisions.rules import review_day

ENDS_SOON = timedelta(days=60)
MONTHLY = (1, "months")
# The six standing tasks of Valley (row V-tasks): how often, unless the circle says otherwise.
USUAL: Mapping[str, tuple[int, str]] = {
    "site": (1, "months"),
    "member_help": (1, "weeks"),
    "offers": (1, "weeks"),
    "orientation": (1, "months"),
    "cull": (12, "months"),
    "events": (1, "months"),
}


def next_due(last: date, *, every: int, unit: str) -> date:
    """When a task comes again after a day."""
    return last + timedelta(weeks=every) if unit == "weeks" else review_day(last, every)


def how_often(every: int, unit: str) -> str:
    one = unit.removesuffix("s")
    return f"every {one}" if every == 1 else f"every {every} {unit}"


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task as it stands on a day: whose it is, when it was last done and by whom, when it is due."""

    id: UUID
    name: str
    domain: str
    circle: str
    often: str
    last_on: date | None
    last_by: UUID | None
    due_on: date
    is_overdue: bool

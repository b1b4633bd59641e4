"""The demo's circles with their people: leaders and delegates, one vacancy, terms, tasks done and overdue.

Guarantees: uses the service by which an administrator seats a circle's first people; only a bank with circles gets any.
Called by: seeding, inside a bank and a transaction.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from banks.deciding.circles.models import StandingTask, TaskDone
from banks.deciding.circles.services import seat_first
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from governance.circles.services import FirstRole

Roles = Mapping[str, str]
# circle -> (names of its members, role -> name of its holder; an empty name is a vacancy)
VALLEY: Mapping[str, tuple[tuple[str, ...], Roles]] = {
    "general": (("Priya Raman",), {"leader": "Priya Raman", "secretary": "Priya Raman"}),
    "management": (("June Abbot", "Tess Moreau"), {"leader": "June Abbot", "delegate": "Tess Moreau"}),
    "outreach": (("Marc Levin", "Desmond Clarke", "Ingrid Solberg"),
                 {"leader": "Marc Levin", "delegate": "Desmond Clarke", "facilitator": "Ingrid Solberg"}),
    "inreach": (("Yusuf Aydin", "Odette Farley", "Hollis Greene"), {"leader": "Yusuf Aydin", "delegate": ""}),
}  # fmt: skip
SEATED_DAYS_AGO = 250
ENDS_IN_DAYS: Mapping[str, int] = {"management": 40}
DONE_DAYS_AGO: Mapping[str, tuple[str, int]] = {
    "site": ("Tess Moreau", 9),
    "member_help": ("Desmond Clarke", 3),
    "orientation": ("Marc Levin", 16),
    "cull": ("June Abbot", 200),
    "events": ("Odette Farley", 12),
}


def seat_circles(*, slug: str, members: Mapping[str, Member], administrator: Viewer, today: datetime) -> int:
    """Seat Valley's circles 250 days ago and note the tasks done since; return how many circles."""
    if slug != "valley":
        return 0
    then = today - timedelta(days=SEATED_DAYS_AGO)
    for circle, (people, roles) in VALLEY.items():
        ends_on = bank_day(today + timedelta(days=ENDS_IN_DAYS.get(circle, 115)))
        first = [
            FirstRole(kind, kind.capitalize(), members[holder].pk if holder else None, ends_on)
            for kind, holder in roles.items()
        ]
        person_ids = [members[name].pk for name in people]
        seat_first(actor=administrator, circle=circle, people=person_ids, roles=first, now=then)
    _note_tasks(members, today)
    return len(VALLEY)


def _note_tasks(members: Mapping[str, Member], today: datetime) -> None:
    """Note the tasks done lately; watching the offers stays overdue."""
    tasks = {task.domain: task for task in StandingTask.objects.all()}
    TaskDone.objects.bulk_create(
        TaskDone(task=tasks[domain], on=bank_day(today - timedelta(days=days)), by=members[name])
        for domain, (name, days) in DONE_DAYS_AGO.items()
    )

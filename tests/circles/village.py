"""Valley's four circles with people in them, and a way to have an act decided and carried out."""

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import Any
from uuid import UUID, uuid4

from banks.people.members.models import Member
from banks.policies.circles_in_force import circle_context_at, circles_version
from governance.circles.models import CircleRole, RoleTerm
from governance.circles.rules import CircleContext
from governance.circles.services import FirstRole, seat_first
from governance.decisions.services import close_vote
from governance.effects.models import Effect
from governance.effects.services import execute_due
from tests.governance.assembly import EVENING, NOW, assemble

LATER = EVENING.date()
A_YEAR_ON = NOW.date() + timedelta(days=365)
# circle -> (members, holder of each role); Beth leads Management and is nobody's delegate
SEATED: Mapping[str, tuple[tuple[str, ...], Mapping[str, str | None]]] = {
    "general": (("Anne",), {"leader": "Anne", "secretary": None}),
    "management": (("Beth", "Carl", "Dora"), {"leader": "Beth", "delegate": "Carl"}),
    "outreach": (("Bill", "Karen"), {"leader": "Bill", "delegate": "Karen"}),
    "inreach": (("Ida", "Jean"), {"leader": "Ida", "delegate": None}),
}


def person(name: str) -> UUID:
    return Member.objects.get(name=name).pk


def ground(on: date | None = None) -> CircleContext:
    found = circle_context_at(NOW)
    return found if on is None else CircleContext(found.circles, found.holdover_days, on)


def seat(*circles: str) -> None:
    """Seat the first people of these circles, or of all."""
    for circle in circles or SEATED:
        members, roles = SEATED[circle]
        first = [
            FirstRole(kind, kind.capitalize(), person(holder) if holder else None, A_YEAR_ON)
            for kind, holder in roles.items()
        ]
        seat_first(ground=ground(), circle=circle, people=[person(name) for name in members], roles=first, now=NOW)


def role(circle: str, kind: str) -> CircleRole:
    return CircleRole.objects.get(circle=circle, kind=kind, ended_at=None)


def term(circle: str, kind: str) -> RoleTerm:
    return RoleTerm.objects.get(role=role(circle, kind), ended_on=None)


def decided(effect: Mapping[str, Any]) -> Effect:
    """The act decided by a vote and carried out, or recorded as failed."""
    assembly = assemble(effect=dict(effect))
    ballot = assembly.put()
    assembly.vote(ballot, yes=9)
    decision = close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC)
    execute_due(now=EVENING)
    return Effect.objects.get(decision=decision)


def moved(domain: str, to_circle: str) -> dict[str, str]:
    return {
        "kind": "move_domain", "domain": domain, "to_circle": to_circle, "instead_of": str(circles_version(EVENING))
    }  # fmt: skip


def assigned(circle: str, kind: str, holder: str, *, begins: date = LATER) -> dict[str, str]:
    return {
        "kind": "assign_role", "role_id": str(role(circle, kind).pk), "holder_id": str(person(holder)),
        "begins_on": str(begins), "ends_on": str(begins + timedelta(days=365)),
    }  # fmt: skip

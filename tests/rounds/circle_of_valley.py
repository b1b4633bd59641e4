"""Valley's circles with people of the cast in them, and a proposal of theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from banks.deciding.proposals.services import propose_agreement
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.proposals.models import Proposal
from governance.rounds.models import ConsentRound

GENERAL = ("Anne", "Bill", "Cora", "Karen")
TEXT = "Every circle has soup before it decides."


def right_now() -> datetime:
    return datetime.now(UTC)


def person(name: str) -> Viewer:
    return viewer_of(Member.objects.get(name=name), on=bank_day(right_now()))


def id_of(name: str) -> UUID:
    return Member.objects.get(name=name).pk


def seated(circle: str = "general", names: tuple[str, ...] = GENERAL, *, role: str = "facilitator") -> CircleRole:
    """The first of the names holds the role."""
    today = bank_day(right_now())
    CircleMembership.objects.bulk_create(
        CircleMembership(circle=circle, person_id=id_of(name), began_on=today) for name in names
    )
    made = CircleRole.objects.create(circle=circle, kind=role, name=role.capitalize(), made_at=right_now())
    RoleTerm.objects.create(role=made, holder_id=id_of(names[0]), begins_on=today, ends_on=today + timedelta(days=365))
    return made


def soup(author: str = "Anne") -> Proposal:
    return propose_agreement(
        actor=person(author), key=uuid4(), title="Soup first", text=TEXT, reasons="We are hungry.", now=right_now()
    )


def last_round() -> ConsentRound:
    found = ConsentRound.objects.order_by("-opened_at").first()
    assert found is not None
    return found


def ask_form(**changes: Any) -> dict[str, Any]:
    return {"stage": "consent", "answer_by": "2099-01-01", **changes}

"""Writes about circles: joining, leaving, being on leave, roles, terms and links.

Guarantees: joining follows a decision of the circle, leaving is free (K5); holders of roles belong to the circle;
leader and delegate are two people (K3); a role has one holder, and a new term ends the one before. A circle that
nobody has ever belonged to is seated once, by the bank's administrator, and those rows name no decision.
Called by: the acts of the bank, and its pages for what people may do freely.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from governance.circles.errors import (
    AlreadyInCircle,
    CircleHasPeople,
    LinkReceived,
    NobodyToSeat,
    NotALink,
    NotInCircle,
    NotOneself,
    NotThereYet,
    RoleExists,
    RoleNotOwned,
    TermTooShort,
)
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.circles.queries import has_people, role_as_rule, role_by_id, roles_of, survey, term_by_id
from governance.circles.rules import (
    LINKS,
    CircleContext,
    check_links_are_two,
    circle_called,
    domains_of,
    standing_circles,
)


@dataclass(frozen=True, slots=True)
class FirstRole:
    """A role a circle begins with, and who holds it; nobody: a vacancy to be filled by a selection."""

    kind: str
    name: str
    holder_id: UUID | None
    ends_on: date
    purpose: str = ""
    domain: str = ""


@transaction.atomic
def seat_first(
    *, ground: CircleContext, circle: str, people: Sequence[UUID], roles: Sequence[FirstRole], now: datetime
) -> list[CircleMembership]:
    """Seat the first people of a circle that nobody has belonged to yet; recorded as such by naming no decision."""
    _lock(circle)
    _check_stands(ground, circle)
    if has_people(circle):
        raise CircleHasPeople()
    if not people:
        raise NobodyToSeat()
    seated = CircleMembership.objects.bulk_create(
        CircleMembership(circle=circle, person_id=person, began_on=ground.on) for person in dict.fromkeys(people)
    )
    for first in roles:
        role = make_role(
            ground=ground, circle=circle, kind=first.kind, name=first.name, purpose=first.purpose,
            domain=first.domain, now=now,
        )  # fmt: skip
        if first.holder_id is not None:
            assign_role(
                ground=ground, role_id=role.pk, holder_id=first.holder_id, begins_on=ground.on, ends_on=first.ends_on,
                decision_id=None,
            )  # fmt: skip
    return seated


@transaction.atomic
def join(*, ground: CircleContext, circle: str, person_id: UUID, decision_id: UUID) -> CircleMembership:
    """The circle takes somebody in, by its decision (K5)."""
    _lock(circle)
    check_may_join(ground, circle, person_id)
    return CircleMembership.objects.create(
        circle=circle, person_id=person_id, began_on=ground.on, decision_id=decision_id
    )


def check_may_join(ground: CircleContext, circle: str, person_id: UUID) -> None:
    _check_stands(ground, circle)
    if CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None).exists():
        raise AlreadyInCircle()


@transaction.atomic
def leave(*, circle: str, person_id: UUID, on: date) -> list[UUID]:
    """End somebody's time in a circle with the roles they held there; ids of those roles. Free, at once (K5)."""
    _lock(circle)
    if not CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None).update(ended_on=on):
        raise NotInCircle()
    held = _going_on(on).filter(role__circle=circle, holder_id=person_id)
    ended = list(held.values_list("role_id", flat=True))
    held.update(ended_on=on)
    return ended


@transaction.atomic
def leave_all(*, person_id: UUID, on: date) -> list[UUID]:
    """Somebody leaves the bank, and with it every circle; ids of the roles that are vacant now."""
    circles = CircleMembership.objects.filter(person_id=person_id, ended_on=None).values_list("circle", flat=True)
    return [role for circle in sorted(circles) for role in leave(circle=circle, person_id=person_id, on=on)]


def take_leave(*, circle: str, person_id: UUID, on: date) -> None:
    """Be told of everything and asked for nothing, until coming back."""
    mine = CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None)
    if not mine.update(on_leave_since=on):
        raise NotInCircle()


def come_back(*, circle: str, person_id: UUID) -> None:
    """Be asked again."""
    mine = CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None)
    if not mine.update(on_leave_since=None):
        raise NotInCircle()


@transaction.atomic
def make_role(
    *, ground: CircleContext, circle: str, kind: str, name: str, purpose: str, domain: str, now: datetime
) -> CircleRole:
    """A role the circle has from now on; nobody holds it yet."""
    _lock(circle)
    check_new_role(ground, circle=circle, kind=kind, name=name, domain=domain)
    return CircleRole.objects.create(
        circle=circle, kind=kind, name=name.strip(), purpose=purpose.strip(), domain=domain, made_at=now
    )


def check_new_role(ground: CircleContext, *, circle: str, kind: str, name: str, domain: str) -> None:
    _check_stands(ground, circle)
    if domain and domain not in {each.domain for each in domains_of(ground.circles, circle)}:
        raise RoleNotOwned()
    open_roles = CircleRole.objects.filter(circle=circle, ended_at=None)
    is_own = kind == CircleRole.Kind.OPERATIONAL
    if (open_roles.filter(kind=kind, name__iexact=name.strip()) if is_own else open_roles.filter(kind=kind)).exists():
        raise RoleExists()


@transaction.atomic
def end_role(*, role_id: UUID, on: date, now: datetime) -> CircleRole:
    """Close a role, with the term of whoever holds it."""
    role = role_by_id(role_id)
    _lock(role.circle)
    _going_on(on).filter(role=role).update(ended_on=on)
    role.ended_at = now
    role.save(update_fields=["ended_at"])
    return role


@transaction.atomic
def assign_role(
    *, ground: CircleContext, role_id: UUID, holder_id: UUID, begins_on: date, ends_on: date, decision_id: UUID | None
) -> RoleTerm:
    """Give a role to a member of the circle for a term, and end the term before it on the day this one begins."""
    role = role_by_id(role_id)
    _lock(role.circle)
    check_may_hold(ground, role, holder_id=holder_id, begins_on=begins_on, ends_on=ends_on)
    begins = max(begins_on, ground.on)
    _going_on(begins).filter(role=role).update(ended_on=begins)
    return RoleTerm.objects.create(
        role=role, holder_id=holder_id, begins_on=begins, ends_on=ends_on, decision_id=decision_id
    )


def check_may_hold(ground: CircleContext, role: CircleRole, *, holder_id: UUID, begins_on: date, ends_on: date) -> None:
    """Refuse a term that ends before it begins, somebody from outside the circle, and one person for both links."""
    _check_stands(ground, role.circle)
    if ends_on <= max(begins_on, ground.on):
        raise TermTooShort()
    stands = survey(ground)
    if holder_id not in {seat.person_id for seat in stands.seats(role.circle)}:
        raise NotInCircle()
    check_links_are_two(role_as_rule(role), holder_id, stands.roles, ground)


def lay_down(*, role_id: UUID, person_id: UUID, on: date) -> CircleRole:
    """Whoever holds a role gives it back, at once."""
    role = role_by_id(role_id)
    if not _going_on(on).filter(role=role, holder_id=person_id).update(ended_on=on):
        raise NotOneself()
    return role


@transaction.atomic
def receive_link(*, term_id: UUID, decision_id: UUID, on: date) -> RoleTerm:
    """The circle above consents to a leader or delegate: from now on they belong to it, too (E4)."""
    term = term_by_id(term_id, on)
    check_link_waits(term)
    term.received_by_id = decision_id
    term.save(update_fields=["received_by"])
    return term


def check_link_waits(term: RoleTerm) -> None:
    if term.role.kind not in LINKS:
        raise NotALink()
    if term.received_by_id is not None or term.decision_id is None:
        raise LinkReceived()


@transaction.atomic
def close_circle(*, circle: str, on: date, now: datetime) -> None:
    """End what a circle was made of; the policy book has closed it."""
    _lock(circle)
    for role in roles_of(circle):
        end_role(role_id=role.pk, on=on, now=now)
    CircleMembership.objects.filter(circle=circle, ended_on=None).update(ended_on=on)


def holders_in(circles: Iterable[str], on: date) -> set[UUID]:
    """Everybody with a term in these circles that has not ended: whose powers change when a domain moves."""
    terms = _going_on(on).filter(role__circle__in=list(circles), begins_on__lte=on)
    return set(terms.values_list("holder_id", flat=True))


def _going_on(on: date) -> QuerySet[RoleTerm]:
    """Terms that nobody has ended by the day."""
    return RoleTerm.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on))


def _check_stands(ground: CircleContext, circle: str) -> None:
    """A hoped-for circle holds nothing and nobody."""
    if circle_called(ground.circles, circle) not in standing_circles(ground.circles):
        raise NotThereYet()


def _lock(circle: str) -> None:
    """One writer of a circle at a time in this bank."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.circle.' || %s, 0))", [circle]
        )

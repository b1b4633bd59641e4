"""Reads of circles: everything in three queries, then the rules. Also one role, one term."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max, Prefetch, Q

from governance.circles.errors import NoSuchRole, NoSuchTerm
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.circles.rules import CircleContext, Role, Seat, Survey, Term, TermState, holding_of, term_state
from governance.meetings.models import Meeting

BY_AGE = Prefetch("terms", queryset=RoleTerm.objects.order_by("begins_on", "id"))


def survey(ground: CircleContext) -> Survey:
    """All circles with their people on the day."""
    rows = CircleMembership.objects.filter(began_on__lte=ground.on)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=ground.on))
    members = tuple(_seat(row) for row in rows)
    roles = CircleRole.objects.filter(ended_at=None).prefetch_related(BY_AGE)
    return Survey(ground, members, tuple(role_as_rule(role) for role in roles))


def active_members(ground: CircleContext, circle: str) -> frozenset[UUID]:
    """Who is asked in a circle: its members and the links from below, without those on leave (C1)."""
    return survey(ground).active(circle)


def roles_of(circle: str) -> list[CircleRole]:
    """The roles a circle has, leader first."""
    order = [kind for kind, _ in CircleRole.Kind.choices]
    rows = CircleRole.objects.filter(circle=circle, ended_at=None).prefetch_related(BY_AGE)
    return sorted(rows, key=lambda role: (order.index(role.kind), role.name))


def role_by_id(role_id: UUID) -> CircleRole:
    found = CircleRole.objects.filter(pk=role_id, ended_at=None).prefetch_related(BY_AGE).first()
    if found is None:
        raise NoSuchRole()
    return found


def term_by_id(term_id: UUID, on: date) -> RoleTerm:
    """A term that has not ended."""
    going_on = Q(ended_on=None) | Q(ended_on__gt=on)
    found = RoleTerm.objects.filter(going_on, pk=term_id, role__ended_at=None).select_related("role").first()
    if found is None:
        raise NoSuchTerm()
    return found


def term_in_force(role: CircleRole, ground: CircleContext) -> RoleTerm | None:
    """Who holds a role on the day, also held over; None when it is vacant."""
    held = holding_of(role_as_rule(role), ground).term
    return None if held is None else next(term for term in role.terms.all() if term.pk == held.id)


def terms_of_person(person_id: UUID, ground: CircleContext) -> list[RoleTerm]:
    """The roles somebody holds on the day."""
    rows = RoleTerm.objects.filter(holder_id=person_id, role__ended_at=None).select_related("role")
    counting = {TermState.IN_FORCE, TermState.HELD_OVER}
    return [row for row in rows if term_state(term_as_rule(row), ground) in counting]


def circles_of_person(person_id: UUID, on: date) -> list[CircleMembership]:
    rows = CircleMembership.objects.filter(person_id=person_id, began_on__lte=on)
    return list(rows.filter(Q(ended_on=None) | Q(ended_on__gt=on)))


def has_people(circle: str) -> bool:
    """Whether anybody has ever belonged to the circle."""
    return CircleMembership.objects.filter(circle=circle).exists()


def last_met(circles: Iterable[str]) -> dict[str, date]:
    """When each circle last held a meeting."""
    held = Meeting.objects.filter(circle__in=list(circles)).exclude(opened_at=None)
    rows = held.values_list("circle").annotate(last=Max("opened_at"))
    return {circle: last.date() for circle, last in rows}


def role_as_rule(role: CircleRole) -> Role:
    terms = tuple(term_as_rule(term) for term in role.terms.all())
    return Role(role.pk, role.circle, role.kind, role.name, role.purpose, role.domain, terms)


def term_as_rule(term: RoleTerm) -> Term:
    """Links the bank was founded with need nobody's consent; every later one needs that of the circle above (E4)."""
    is_received = term.received_by_id is not None or term.decision_id is None
    return Term(term.pk, term.holder_id, term.begins_on, term.ends_on, term.ended_on, is_received)


def _seat(row: CircleMembership) -> Seat:
    return Seat(row.person_id, row.circle, row.began_on, row.on_leave_since)

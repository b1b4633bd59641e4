"""Reads of circles: the whole survey in three queries, and single roles and terms."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max, Prefetch, Q

from governance.circles.errors import NoSuchRole, NoSuchTerm
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.circles.rules import CircleContext, Role, Seat, Survey, Term, TermState, holding_of, term_state
from governance.meetings.models import Meeting

TERMS_OLDEST_FIRST = Prefetch("terms", queryset=RoleTerm.objects.order_by("begins_on", "id"))


def survey(ground: CircleContext) -> Survey:
    """All circles with their people on the day `ground.on`."""
    memberships = CircleMembership.objects.filter(began_on__lte=ground.on)
    memberships = memberships.filter(Q(ended_on=None) | Q(ended_on__gt=ground.on))
    members = tuple(_seat(membership) for membership in memberships)
    roles = CircleRole.objects.filter(ended_at=None).prefetch_related(TERMS_OLDEST_FIRST)
    return Survey(ground, members, tuple(role_as_rule(role) for role in roles))


def active_members(ground: CircleContext, circle: str) -> frozenset[UUID]:
    """Ids of the people a round asks: members of the circle and links from below, except those on leave (C1)."""
    return survey(ground).active(circle)


def roles_of(circle: str) -> list[CircleRole]:
    """The open roles of a circle, leader first."""
    kinds = [kind for kind, _ in CircleRole.Kind.choices]
    roles = CircleRole.objects.filter(circle=circle, ended_at=None).prefetch_related(TERMS_OLDEST_FIRST)
    return sorted(roles, key=lambda role: (kinds.index(role.kind), role.name))


def role_by_id(role_id: UUID) -> CircleRole:
    role = CircleRole.objects.filter(pk=role_id, ended_at=None).prefetch_related(TERMS_OLDEST_FIRST).first()
    if role is None:
        raise NoSuchRole()
    return role


def term_by_id(term_id: UUID, on: date) -> RoleTerm:
    """A term of an open role, not ended by the day."""
    is_unended = Q(ended_on=None) | Q(ended_on__gt=on)
    term = RoleTerm.objects.filter(is_unended, pk=term_id, role__ended_at=None).select_related("role").first()
    if term is None:
        raise NoSuchTerm()
    return term


def term_in_force(role: CircleRole, ground: CircleContext) -> RoleTerm | None:
    """The term in which a member holds the role on the day, also in holdover; None when the role is vacant."""
    current = holding_of(role_as_rule(role), ground).term
    return None if current is None else next(term for term in role.terms.all() if term.pk == current.id)


def terms_of_person(person_id: UUID, ground: CircleContext) -> list[RoleTerm]:
    """The terms in which a person holds roles on the day."""
    terms = RoleTerm.objects.filter(holder_id=person_id, role__ended_at=None).select_related("role")
    current = {TermState.IN_FORCE, TermState.HELD_OVER}
    return [term for term in terms if term_state(term_as_rule(term), ground) in current]


def circles_of_person(person_id: UUID, on: date) -> list[CircleMembership]:
    memberships = CircleMembership.objects.filter(person_id=person_id, began_on__lte=on)
    return list(memberships.filter(Q(ended_on=None) | Q(ended_on__gt=on)))


def has_people(circle: str) -> bool:
    """Whether the circle has, or ever had, a member."""
    return CircleMembership.objects.filter(circle=circle).exists()


def last_met(circles: Iterable[str]) -> dict[str, date]:
    """Circle -> the (UTC) day on which its last meeting opened; circles that never met are left out."""
    meetings = Meeting.objects.filter(circle__in=list(circles)).exclude(opened_at=None)
    rows = meetings.values_list("circle").annotate(last=Max("opened_at"))
    return {circle: last.date() for circle, last in rows}


def role_as_rule(role: CircleRole) -> Role:
    terms = tuple(term_as_rule(term) for term in role.terms.all())
    return Role(role.pk, role.circle, role.kind, role.name, role.purpose, role.domain, terms)


def term_as_rule(term: RoleTerm) -> Term:
    """A term as the rules see it: the circle above must have received a link, except the first ones (E4)."""
    is_received = term.received_by_id is not None or term.decision_id is None
    return Term(term.pk, term.holder_id, term.begins_on, term.ends_on, term.ended_on, is_received)


def _seat(membership: CircleMembership) -> Seat:
    return Seat(membership.person_id, membership.circle, membership.began_on, membership.on_leave_since)

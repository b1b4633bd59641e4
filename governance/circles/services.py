"""Writes about circles: membership, leave, roles, terms and links.

Guarantees: a circle decides who joins it, members leave as they like (K5); holders of roles belong to the circle;
leader and delegate are two people (K3); a role has one holder, and a new term ends the one before. The bank's
administrator seats the first people of a circle, once; those rows name no decision.
Called by: the acts of the bank, and its pages for what people may do without a decision.
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
    """A role with which a circle begins; without `holder_id` it is vacant until a selection fills it."""

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
    """Seat the first people of a circle that has never had a member; the rows name no decision."""
    _lock(circle)
    _check_circle_exists(ground, circle)
    if has_people(circle):
        raise CircleHasPeople()
    if not people:
        raise NobodyToSeat()
    memberships = CircleMembership.objects.bulk_create(
        CircleMembership(circle=circle, person_id=person, began_on=ground.on) for person in dict.fromkeys(people)
    )
    for first_role in roles:
        role = make_role(
            ground=ground, circle=circle, kind=first_role.kind, name=first_role.name, purpose=first_role.purpose,
            domain=first_role.domain, now=now,
        )  # fmt: skip
        if first_role.holder_id is not None:
            assign_role(
                ground=ground, role_id=role.pk, holder_id=first_role.holder_id, begins_on=ground.on,
                ends_on=first_role.ends_on, decision_id=None,
            )  # fmt: skip
    return memberships


@transaction.atomic
def join(*, ground: CircleContext, circle: str, person_id: UUID, decision_id: UUID) -> CircleMembership:
    """Add a person to a circle by the circle's decision (K5)."""
    _lock(circle)
    check_may_join(ground, circle, person_id)
    return CircleMembership.objects.create(
        circle=circle, person_id=person_id, began_on=ground.on, decision_id=decision_id
    )


def check_may_join(ground: CircleContext, circle: str, person_id: UUID) -> None:
    _check_circle_exists(ground, circle)
    if CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None).exists():
        raise AlreadyInCircle()


@transaction.atomic
def leave(*, circle: str, person_id: UUID, on: date) -> list[UUID]:
    """End a person's membership of a circle and their roles there, at once (K5); return the ids of those roles."""
    _lock(circle)
    if not CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None).update(ended_on=on):
        raise NotInCircle()
    terms = _unended_terms(on).filter(role__circle=circle, holder_id=person_id)
    role_ids = list(terms.values_list("role_id", flat=True))
    terms.update(ended_on=on)
    return role_ids


@transaction.atomic
def leave_all(*, person_id: UUID, on: date) -> list[UUID]:
    """End all memberships of a person who leaves the bank; return the ids of the roles that become vacant."""
    circles = CircleMembership.objects.filter(person_id=person_id, ended_on=None).values_list("circle", flat=True)
    # Sorted, so that two people who leave at once lock the circles in the same order.
    return [role for circle in sorted(circles) for role in leave(circle=circle, person_id=person_id, on=on)]


def take_leave(*, circle: str, person_id: UUID, on: date) -> None:
    """Put a member on leave: rounds no longer ask them, until they come back."""
    membership = CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None)
    if not membership.update(on_leave_since=on):
        raise NotInCircle()


def come_back(*, circle: str, person_id: UUID) -> None:
    """End a member's leave; later rounds ask them again."""
    membership = CircleMembership.objects.filter(circle=circle, person_id=person_id, ended_on=None)
    if not membership.update(on_leave_since=None):
        raise NotInCircle()


@transaction.atomic
def make_role(
    *, ground: CircleContext, circle: str, kind: str, name: str, purpose: str, domain: str, now: datetime
) -> CircleRole:
    """Add a vacant role to a circle."""
    _lock(circle)
    check_new_role(ground, circle=circle, kind=kind, name=name, domain=domain)
    return CircleRole.objects.create(
        circle=circle, kind=kind, name=name.strip(), purpose=purpose.strip(), domain=domain, made_at=now
    )


def check_new_role(ground: CircleContext, *, circle: str, kind: str, name: str, domain: str) -> None:
    _check_circle_exists(ground, circle)
    if domain and domain not in {each.domain for each in domains_of(ground.circles, circle)}:
        raise RoleNotOwned()
    open_roles = CircleRole.objects.filter(circle=circle, ended_at=None)
    same_roles = open_roles.filter(kind=kind)
    # A circle may have many operational roles, told apart by name, but one of each other kind.
    if kind == CircleRole.Kind.OPERATIONAL:
        same_roles = same_roles.filter(name__iexact=name.strip())
    if same_roles.exists():
        raise RoleExists()


@transaction.atomic
def end_role(*, role_id: UUID, on: date, now: datetime) -> CircleRole:
    """Close a role and end its holder's term."""
    role = role_by_id(role_id)
    _lock(role.circle)
    _unended_terms(on).filter(role=role).update(ended_on=on)
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
    # A decision may take effect after the day it named; no term reaches back.
    first_day = max(begins_on, ground.on)
    _unended_terms(first_day).filter(role=role).update(ended_on=first_day)
    return RoleTerm.objects.create(
        role=role, holder_id=holder_id, begins_on=first_day, ends_on=ends_on, decision_id=decision_id
    )


def check_may_hold(ground: CircleContext, role: CircleRole, *, holder_id: UUID, begins_on: date, ends_on: date) -> None:
    """Refuse a term that ends before it begins, a holder from outside the circle, and one person for both links."""
    _check_circle_exists(ground, role.circle)
    if ends_on <= max(begins_on, ground.on):
        raise TermTooShort()
    circles = survey(ground)
    if holder_id not in {seat.person_id for seat in circles.seats(role.circle)}:
        raise NotInCircle()
    check_links_are_two(role_as_rule(role), holder_id, circles.roles, ground)


def lay_down(*, role_id: UUID, person_id: UUID, on: date) -> CircleRole:
    """End the holder's own term in a role, at once."""
    role = role_by_id(role_id)
    if not _unended_terms(on).filter(role=role, holder_id=person_id).update(ended_on=on):
        raise NotOneself()
    return role


@transaction.atomic
def receive_link(*, term_id: UUID, decision_id: UUID, on: date) -> RoleTerm:
    """Record that the circle above received a leader or delegate; from now on they also belong to that circle (E4)."""
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
    """End the memberships and roles of a circle that the policy book no longer holds."""
    _lock(circle)
    for role in roles_of(circle):
        end_role(role_id=role.pk, on=on, now=now)
    CircleMembership.objects.filter(circle=circle, ended_on=None).update(ended_on=on)


def holders_in(circles: Iterable[str], on: date) -> set[UUID]:
    """Ids of the people who hold a role in these circles; their powers change when a domain moves."""
    terms = _unended_terms(on).filter(role__circle__in=list(circles), begins_on__lte=on)
    return set(terms.values_list("holder_id", flat=True))


def _unended_terms(on: date) -> QuerySet[RoleTerm]:
    """Terms that have not been ended by the day; their last day may have passed."""
    return RoleTerm.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on))


def _check_circle_exists(ground: CircleContext, circle: str) -> None:
    """Refuse an aspired circle: it has no members and no roles."""
    if circle_called(ground.circles, circle) not in standing_circles(ground.circles):
        raise NotThereYet()


def _lock(circle: str) -> None:
    """Let one transaction at a time write about a circle; held until the transaction ends."""
    # No row stands for a circle (circles are policy values), so there is none to lock. Advisory locks are shared by
    # the whole database: the schema's name keeps equal circles of two banks apart.
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.circle.' || %s, 0))", [circle]
        )

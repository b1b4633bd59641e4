"""Writes about households, and about who acts for an organisation.

Guarantees: a person belongs to one household at most; a household that is left by all but one is gone. Who acts for
an organisation is a current member who may take part in everything, for a time that ends with their membership.
Refuses: anybody but coordinators, and for an organisation those who act for it already. Called by pages.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from banks.errors import NotAllowed, NotFound
from banks.people.households.errors import (
    ActingEndsEarly,
    ActsAlready,
    HouseholdNameMissing,
    LivesElsewhere,
    NobodyInHousehold,
    NobodyToAct,
    NotAnOrganisation,
)
from banks.people.households.queries import household_by_id
from banks.people.members.capabilities import Capability
from banks.people.members.models import ActingFor, Household, Member
from banks.people.members.queries import able, member_by_id
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day

FEWEST_PEOPLE = 2


@transaction.atomic
def make_household(*, actor: Viewer, name: str, member_ids: Iterable[UUID], now: datetime) -> Household:
    """Put members under one roof."""
    _check_coordinates(actor)
    household = Household(name=_named(name), made_at=now)
    people = _people(member_ids, household)
    household.save(force_insert=True)
    Member.objects.filter(pk__in=people).update(household=household)
    return household


@transaction.atomic
def change_household(*, actor: Viewer, household_id: UUID, name: str, member_ids: Iterable[UUID]) -> Household:
    """Another name, and who lives there now; who left the bank keeps the place for the day of a return."""
    _check_coordinates(actor)
    household = household_by_id(household_id)
    household.name = _named(name)
    people = _people(member_ids, household)
    household.save(update_fields=["name"])
    Member.objects.filter(household=household, left_on=None).exclude(pk__in=people).update(household=None)
    Member.objects.filter(pk__in=people).update(household=household)
    return household


@transaction.atomic
def end_household(*, actor: Viewer, household_id: UUID) -> None:
    """They live apart now."""
    _check_coordinates(actor)
    household_by_id(household_id).delete()


@transaction.atomic
def begin_acting(
    *, actor: Viewer, organisation_id: UUID, person_id: UUID, ends_on: date | None, now: datetime
) -> ActingFor:
    """Somebody acts for an organisation from today, to a day or until it is ended."""
    organisation, person, today = _organisation(organisation_id), member_by_id(person_id), bank_day(now)
    _check_may_say_who_acts(actor, organisation)
    if ends_on is not None and ends_on < today:
        raise ActingEndsEarly(ends_on=ends_on)
    is_person = person.kind == Member.Kind.PERSON and person.is_current
    if not is_person or not able([person], Capability.EXCHANGE, on=today):
        raise NobodyToAct(name=person.name)
    running = ActingFor.objects.filter(organisation=organisation, person=person)
    if running.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists():
        raise ActsAlready(name=person.name)
    return ActingFor.objects.create(
        organisation=organisation, person=person, begins_on=today, ends_on=ends_on, granted_by_id=actor.member_id
    )


@transaction.atomic
def end_acting(*, actor: Viewer, acting_id: UUID, now: datetime) -> ActingFor:
    """Somebody no longer acts for an organisation, from this moment."""
    acting = ActingFor.objects.filter(pk=acting_id).select_related("organisation", "person").first()
    if acting is None:
        raise NotFound(acting=acting_id)
    _check_may_say_who_acts(actor, acting.organisation)
    acting.ends_on = bank_day(now) - timedelta(days=1)
    acting.save(update_fields=["ends_on"])
    return acting


def check_sees_organisation(actor: Viewer, organisation_id: UUID) -> Member:
    """The organisation, for coordinators and for those who act for it; to anybody else the page does not exist."""
    if not actor.is_coordinator and organisation_id not in actor.acts_for:
        raise NotFound(member=organisation_id)
    return _organisation(organisation_id)


def _check_may_say_who_acts(actor: Viewer, organisation: Member) -> None:
    if not actor.is_coordinator and organisation.pk not in actor.acts_for:
        raise NotAllowed(who="Coordinators, and those who act for it,")


def _organisation(organisation_id: UUID) -> Member:
    organisation = member_by_id(organisation_id)
    if organisation.kind != Member.Kind.ORGANISATION:
        raise NotAnOrganisation(name=organisation.name)
    return organisation


def _check_coordinates(actor: Viewer) -> None:
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")


def _named(name: str) -> str:
    if not name.strip():
        raise HouseholdNameMissing()
    return name.strip()


def _people(member_ids: Iterable[UUID], household: Household) -> list[UUID]:
    """Those who are to live there: at least two current members who live nowhere else."""
    people = list(Member.objects.filter(pk__in=list(member_ids), left_on=None, kind=Member.Kind.PERSON))
    if len(people) < FEWEST_PEOPLE:
        raise NobodyInHousehold()
    for person in people:
        if person.household_id not in (None, household.pk):
            raise LivesElsewhere(name=person.name)
    return [person.pk for person in people]

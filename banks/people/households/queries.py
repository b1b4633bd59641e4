"""Reads about who lives together and who acts for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from banks.errors import NotFound
from banks.people.members.models import ActingFor, Household, Member
from banks.people.members.queries import current_members
from banks.people.members.rules import Viewer

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Letter(Generic[Item]):
    """What goes into one envelope: a household's or one person's."""

    to: str
    items: list[Item]


def households() -> QuerySet[Household]:
    """Every household with its current members, by name."""
    inside = Prefetch("members", queryset=current_members())
    return Household.objects.annotate(people=Count("members")).prefetch_related(inside).order_by("name")


def household_by_id(household_id: UUID) -> Household:
    found = Household.objects.filter(pk=household_id).first()
    if found is None:
        raise NotFound(household=household_id)
    return found


def share_a_household(member_ids: Iterable[UUID], household_id: UUID | None) -> bool:
    """Whether one of these belongs to this household."""
    return household_id is not None and Member.objects.filter(pk__in=list(member_ids), household=household_id).exists()


def letters(items: Iterable[Item], *, to: Callable[[Item], Any]) -> list[Letter[Item]]:
    """One letter for each household and for each person who lives alone, in the order of their first item.

    `to` gives the member an item is for (or an applicant); ask for members with `select_related("member__household")`.
    """
    found: dict[Any, Letter[Item]] = {}
    for item in items:
        person = to(item)
        home: Household | None = getattr(person, "household", None)
        envelope = found.setdefault(home.pk if home else person.pk, Letter(home.name if home else person.name, []))
        envelope.items.append(item)
    return list(found.values())


def organisations() -> QuerySet[Member]:
    """Organisations that are members, by name."""
    return current_members().filter(kind=Member.Kind.ORGANISATION)


def organisations_of(viewer: Viewer) -> list[Member]:
    """The organisations somebody acts for today, by name."""
    return list(organisations().filter(pk__in=viewer.acts_for)) if viewer.acts_for else []


def acting_for(organisation_id: UUID, *, on: date) -> QuerySet[ActingFor]:
    """Who acts for an organisation on a day or later, by name."""
    found = ActingFor.objects.filter(organisation=organisation_id).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return found.select_related("person").order_by("person__name")

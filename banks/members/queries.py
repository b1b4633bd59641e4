"""Reads about members."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.members.models import Member, Power
from banks.members.rules import Viewer


def viewer_of(member: Member, *, on: date) -> Viewer:
    """The member with the powers held on a day."""
    powers = Power.objects.filter(member=member, begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return Viewer(
        member_id=member.pk,
        account_id=member.account_id,
        name=member.name,
        number=member.number,
        powers=frozenset(powers.values_list("kind", flat=True)),
    )


def viewer_of_user(user_id: UUID, *, on: date) -> Viewer | None:
    """The current member behind a login, or None."""
    member = Member.objects.filter(user_id=user_id, left_on=None).first()
    return viewer_of(member, on=on) if member else None


def powers_in_force(*, on: date) -> QuerySet[Power]:
    """Who holds which power on a day, coordinators and administrators."""
    held = Power.objects.filter(begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return held.select_related("member").order_by("kind", "member__name")


def current_members() -> QuerySet[Member]:
    """People and organisations who belong to the bank today, by name."""
    return Member.objects.filter(left_on=None)


def former_members() -> QuerySet[Member]:
    """Those who left, by name; their rows and books stay."""
    return Member.objects.exclude(left_on=None)


def member_by_id(member_id: UUID) -> Member:
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound(member=member_id)
    return member


def members_by_id(member_ids: Iterable[UUID]) -> dict[UUID, Member]:
    return Member.objects.in_bulk(list(member_ids))


def names_of_accounts(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Account id -> the member's name, for those accounts that are members'."""
    return dict(Member.objects.filter(account_id__in=list(account_ids)).values_list("account_id", "name"))


def find_members(*, text: str = "", service_id: UUID | None = None, town: str = "") -> QuerySet[Member]:
    """The directory: current members whose name, town or service fits."""
    found = current_members().prefetch_related("services__category")
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(services__name__icontains=text)
            | Q(services__category__name__icontains=text)
            | Q(about__icontains=text)
        )
    if service_id:
        found = found.filter(services=service_id)
    if town:
        found = found.filter(town__iexact=town)
    return found.distinct()


def towns() -> Sequence[str]:
    """Towns where members live, for the directory's filter."""
    return list(current_members().exclude(town="").order_by("town").values_list("town", flat=True).distinct())

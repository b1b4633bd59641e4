"""Reads about members, and what each may see and do."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.households.models import ActingFor
from banks.members.capabilities import Capability, Standing, capabilities
from banks.members.models import Clearance, Member, Power
from banks.members.rules import Viewer
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force


def standing_of(member: Member) -> Standing:
    """The facts about a member that `capabilities` decides by; ask with `select_related("clearance")`."""
    clearance: Clearance | None = getattr(member, "clearance", None)
    return Standing(
        is_current=member.is_current,
        is_organisation=member.kind == Member.Kind.ORGANISATION,
        is_resting=member.resting_since is not None,
        is_minor=member.is_minor,
        access=clearance.access if clearance else Clearance.Access.PENDING,
        review_on=clearance.review_on if clearance else None,
        waiver_version=member.waiver_version,
        is_oriented=member.oriented_on is not None,
    )


def able(members: Iterable[Member], capability: Capability, *, on: date) -> set[UUID]:
    """Which of these members have a capability on a day; one read of the rules for all."""
    rules = policy_in_force(MembershipPolicy, on).value
    return {member.pk for member in members if capability in capabilities(standing_of(member), rules, on=on)}


def viewer_of(member: Member, *, on: date) -> Viewer:
    """The member with the powers and capabilities held on a day."""
    powers = Power.objects.filter(member=member, begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    acting = ActingFor.objects.filter(person=member, begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    rules = policy_in_force(MembershipPolicy, on).value
    return Viewer(
        member_id=member.pk,
        account_id=member.account_id,
        name=member.name,
        number=member.number,
        powers=frozenset(powers.values_list("kind", flat=True)),
        capabilities=capabilities(standing_of(member), rules, on=on),
        acts_for=frozenset(acting.values_list("organisation_id", flat=True)),
        household_id=member.household_id,
    )


def viewer_of_user(user_id: UUID, *, on: date) -> Viewer | None:
    """The current member behind a login, or None."""
    member = Member.objects.filter(user_id=user_id, left_on=None).select_related("clearance").first()
    return viewer_of(member, on=on) if member else None


def powers_in_force(*, on: date) -> QuerySet[Power]:
    """Who holds which power on a day, coordinators and administrators."""
    held = Power.objects.filter(begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return held.select_related("member").order_by("kind", "member__name")


def current_members() -> QuerySet[Member]:
    """People and organisations who belong to the bank today, by name."""
    return Member.objects.filter(left_on=None)


def listed_members(*, on: date) -> QuerySet[Member]:
    """Members whom others may find: the pure rule of `capabilities` (BE_LISTED) as one query."""
    rules = policy_in_force(MembershipPolicy, on).value
    cleared = Q(clearance__access=Clearance.Access.FULL) & (
        Q(clearance__review_on=None) | Q(clearance__review_on__gte=on)
    )
    ready = cleared if rules.orientation == "none" else cleared & ~Q(oriented_on=None)
    if rules.waiver_required:
        ready &= Q(waiver_version=rules.waiver_version or "")
    found = current_members().filter(resting_since=None, is_minor=False)
    return found.filter(ready | Q(kind=Member.Kind.ORGANISATION))


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

"""Reads about members, and what each may see and do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.people.members.capabilities import FULL, Capability, Standing, capabilities, is_cleared
from banks.people.members.circle_powers import AS_JSON, FromCircles, from_circles, terms_counting
from banks.people.members.models import Clearance, Member, Power
from banks.people.members.rules import Viewer
from banks.people.members.viewer_query import acting_on, member_behind, powers_on
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import now as clock
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.circles.rules import CircleContext


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
        waiver_signed_on=member.waiver_signed_on,
        is_oriented=member.oriented_on is not None,
    )


def able(members: Iterable[Member], capability: Capability, *, on: date) -> set[UUID]:
    """Which of these members have a capability on a day; one read of the rules for all."""
    rules = policy_in_force(MembershipPolicy, on).value
    return {member.pk for member in members if capability in capabilities(standing_of(member), rules, on=on)}


def seeing_people(member_ids: Iterable[UUID], *, on: date) -> set[UUID]:
    """Which of these members may be told names of others on a day."""
    people = Member.objects.filter(pk__in=list(member_ids)).select_related("clearance")
    return able(people, Capability.SEE_PEOPLE, on=on)


def blocked_from_exchange(member_ids: Iterable[UUID], *, on: date) -> Mapping[UUID, bool]:
    """Who of these cannot be on an exchange recorded on a day -> whether only their signature is missing.

    Who has left is judged as if they were here: the day of the service decides, and the services look at it.
    """
    rules = policy_in_force(MembershipPolicy, on).value
    kept: dict[UUID, bool] = {}
    for member in Member.objects.filter(pk__in=list(member_ids)).select_related("clearance"):
        held = capabilities(replace(standing_of(member), is_current=True), rules, on=on)
        if Capability.EXCHANGE not in held:
            kept[member.pk] = Capability.SEE_PEOPLE in held
    return kept


def can_supervise(member_id: UUID, *, on: date) -> bool:
    """Whether somebody can be the one who looks after the others at a gathering: a cleared, grown-up member."""
    member = current_members().filter(pk=member_id, kind=Member.Kind.PERSON).select_related("clearance").first()
    return member is not None and is_cleared(standing_of(member), on=on) and not member.is_minor


def needs_supervisor(member_ids: Iterable[UUID], *, on: date) -> bool:
    """Whether a gathering of these needs somebody who looks after them; never says whom."""
    people = Member.objects.filter(pk__in=list(member_ids)).select_related("clearance")
    return any(not is_cleared(standing_of(member), on=on) for member in people)


def viewer_of(
    member: Member, *, on: date, rules: MembershipPolicy | None = None, circles: CircleContext | None = None
) -> Viewer:
    """The member with the powers and capabilities held on a day, by the membership rules of that day.

    Circles are those of this moment: a domain that has moved has moved.
    """
    circles = circles or circle_context_at(clock())
    terms = terms_counting(on, circles.holdover_days).filter(holder_id=member.pk)
    return _viewer(
        member,
        powers=powers_on(on).filter(member=member).values_list("kind", flat=True),
        acts_for=acting_on(on).filter(person=member).values_list("organisation_id", flat=True),
        given=from_circles(terms.values_list(AS_JSON, flat=True), circles.circles),
        rules=rules or policy_in_force(MembershipPolicy, on).value,
        on=on,
    )


def viewer_of_user(
    user_id: UUID, *, on: date, rules: MembershipPolicy | None = None, circles: CircleContext | None = None
) -> Viewer | None:
    """The current member behind a login, or None; in one query where the rules and the circles are given."""
    circles = circles or circle_context_at(clock())
    found = member_behind(user_id, on=on, holdover_days=circles.holdover_days)
    if found is None:
        return None
    return _viewer(
        found.member,
        powers=found.powers,
        acts_for=found.acts_for,
        given=from_circles(found.roles, circles.circles),
        rules=rules or policy_in_force(MembershipPolicy, on).value,
        on=on,
    )


def _viewer(
    member: Member,
    *,
    powers: Iterable[str],
    acts_for: Iterable[UUID],
    given: FromCircles,
    rules: MembershipPolicy,
    on: date,
) -> Viewer:
    """Powers, and acting for others, rest while their holder's own participation is limited."""
    standing = standing_of(member)
    is_unlimited = standing.access == FULL
    return Viewer(
        member_id=member.pk,
        account_id=member.account_id,
        name=member.name,
        number=member.number,
        powers=frozenset(powers) | given.powers if is_unlimited else frozenset(),
        capabilities=capabilities(standing, rules, on=on),
        acts_for=frozenset(acts_for) if is_unlimited else frozenset(),
        household_id=member.household_id,
        roles=given.roles if is_unlimited else frozenset(),
        settled=given.settled,
        is_organisation=standing.is_organisation,
        resting_since=member.resting_since,
        waiver_version=member.waiver_version,
    )


def powers_in_force(*, on: date) -> QuerySet[Power]:
    """Who holds which power on a day, coordinators and administrators."""
    return powers_on(on).select_related("member").order_by("kind", "member__name")


def recovery_holders(on: date) -> list[UUID]:
    """Who can restore access to the bank: its administrators who are still members."""
    held = powers_in_force(on=on).filter(kind=Power.Kind.ADMINISTRATOR, member__left_on=None)
    return list(dict.fromkeys(held.values_list("member_id", flat=True)))


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
        signed_today = Q(waiver_signed_on__gte=on) & ~Q(waiver_version="")
        ready &= Q(waiver_version=rules.waiver_version or "") | signed_today
    found = current_members().filter(resting_since=None, is_minor=False)
    return found.filter(ready | Q(kind=Member.Kind.ORGANISATION))


def names_shown(ids: Iterable[UUID], viewer: Viewer, *, on: date) -> dict[UUID, str]:
    """Who of these a record names to a reader: whoever is listed or was a member, and the readers themselves.

    Minors and whoever is not listed today take part, are counted, and stand in no list that others read.
    """
    wanted = Q(pk__in=set(ids))
    shown = Q(pk=viewer.member_id)
    if viewer.sees_people:
        shown |= Q(pk__in=listed_members(on=on).values("pk")) | (~Q(left_on=None) & Q(is_minor=False))
    return dict(Member.objects.filter(wanted, shown).values_list("pk", "name"))


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


def find_members(
    among: QuerySet[Member], *, text: str = "", service_id: UUID | None = None, town: str = ""
) -> QuerySet[Member]:
    """The directory: those `among` whose name, words or service fit. Members look among `listed_members`."""
    found = among.prefetch_related("services__category")
    if text:
        words = Q(name__icontains=text) | Q(about__icontains=text)
        # Asked apart, not joined: a join repeats a member for each service, and sorting that out reads every row.
        offered = Member.services.through.objects.filter(
            Q(service__name__icontains=text) | Q(service__category__name__icontains=text)
        )
        found = found.filter(words | Q(pk__in=offered.values("member")))
    if service_id:
        found = found.filter(services=service_id)
    if town:
        found = found.filter(town__iexact=town)
    return found


def towns(among: QuerySet[Member]) -> Sequence[str]:
    """Towns where these members live, for the directory's filter."""
    return list(among.exclude(town="").order_by("town").values_list("town", flat=True).distinct())

"""Writes about members: take in, change what they show, grant and end powers.

Guarantees: a member has an account and a login from the first moment. How a membership rests and ends is
`banks.membership.leaving`. Called by banks.membership.joining, pages, the API and found_bank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Max, Q
from uuid_utils.compat import uuid7

from banks.errors import NotAllowed, NotFound
from banks.people.members.capabilities import is_cleared
from banks.people.members.errors import (
    AlreadyLeft,
    EmailRefused,
    EmailTaken,
    JoinsInTheFuture,
    LastAdministrator,
    NameMissing,
    OrganisationsNotTakenIn,
    PowerEndsEarly,
    PowerNotYet,
    RecruiterUnknown,
)
from banks.people.members.homes import Home, changed_home, move
from banks.people.members.models import Clearance, Member, Power
from banks.people.members.queries import member_by_id, standing_of
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.consequences import limits_for
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.policy import StewardshipPolicy
from ledger.accounts import AccountKind, open_account
from ledger.policy import LimitsPolicy

FIRST_NUMBER = 101
FEWEST_ADMINISTRATORS = 2
PROFILE = {"email", "phone", "street", "town", "postal_code", "about", "shows_email", "shows_phone", "shows_street"}
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is known of somebody who joins. Only the name is required."""

    name: str
    joined_on: date
    email: str = ""
    phone: str = ""
    street: str = ""
    town: str = ""
    kind: str = Member.Kind.PERSON
    recruited_by: UUID | None = None
    member_id: UUID | None = None
    about: str = ""
    postal_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_minor: bool = False
    oriented_on: date | None = None
    waiver_version: str = ""
    access: str = ""  # how the screening ended; empty: "not yet" where the bank screens, everything where it does not


@transaction.atomic
def take_in(*, new: NewMember, actor_id: UUID, now: datetime) -> Member:
    """Make the member's row, account and login. Credits on joining are banks.membership.joining's business."""
    recruiter = _check(new, now)
    member_id = new.member_id or uuid7()
    number = _next_number()
    user = get_user_model().objects.create_user(str(number), email=new.email.strip())
    kind: AccountKind = "organisation" if new.kind == Member.Kind.ORGANISATION else "member"
    account_id = open_account(
        kind=kind,
        holder_id=member_id,
        name=new.name.strip() if kind == "organisation" else "",  # a person's name may have to be erased one day
        now=now,
        actor_id=actor_id,
        limits=limits_for(kind, policy_in_force(LimitsPolicy, now).value),
    )
    member = Member.objects.create(
        id=member_id,
        number=number,
        kind=new.kind,
        name=new.name.strip(),
        user=user,
        account_id=account_id,
        email=new.email.strip().lower(),
        phone=new.phone.strip(),
        street=new.street.strip(),
        town=new.town.strip(),
        postal_code=new.postal_code,
        latitude=new.latitude,
        longitude=new.longitude,
        about=new.about.strip(),
        is_minor=new.is_minor,
        oriented_on=new.oriented_on,
        waiver_version=new.waiver_version,
        waiver_signed_on=new.joined_on if new.waiver_version else None,
        joined_on=new.joined_on,
        recruited_by=recruiter,
    )
    _clear(member, new, now)
    return member


def _clear(member: Member, new: NewMember, now: datetime) -> None:
    """The member's clearance: as the screening ended, or as the rules have it where nobody was screened yet."""
    screens = policy_in_force(MembershipPolicy, now).value.screening and member.kind == Member.Kind.PERSON
    access = new.access or (Clearance.Access.PENDING if screens else Clearance.Access.FULL)
    decided_on = None if access == Clearance.Access.PENDING else new.joined_on
    Clearance.objects.create(member=member, access=access, decided_on=decided_on)


@transaction.atomic
def grant_power(*, member: Member, kind: str, granted_by: Viewer | None, on: date, ends_on: date | None = None) -> None:
    """Give a member a power from a day to a day, a year when none is named.

    Only administrators grant; the charter grants the first ones, without an end. The new holder signs in anew.
    """
    if granted_by is not None and not granted_by.is_administrator:
        raise NotAllowed(who="Administrators")
    if member.left_on is not None:
        raise AlreadyLeft(name=member.name, left_on=member.left_on)
    if ends_on is not None and ends_on < on:
        raise PowerEndsEarly(ends_on=ends_on)
    if not is_cleared(standing_of(member), on=on):
        raise PowerNotYet(name=member.name)
    if granted_by is not None and ends_on is None:
        ends_on = on + A_YEAR
    Power.objects.get_or_create(
        member=member,
        kind=kind,
        ends_on=ends_on,
        defaults={"begins_on": on, "granted_by_id": granted_by.member_id if granted_by else None},
    )
    _sign_out(member)


@transaction.atomic
def end_power(*, actor: Viewer, power_id: UUID, on: date) -> Power:
    """Take a power back at once; the bank keeps an administrator."""
    if not actor.is_administrator:
        raise NotAllowed(who="Administrators")
    power = Power.objects.filter(pk=power_id).select_related("member").first()
    if power is None:
        raise NotFound(power=power_id)
    if power.kind == Power.Kind.ADMINISTRATOR:
        check_not_last(power.member, on)
    power.ends_on = on - timedelta(days=1)
    _end(power.member, power.kind, on)  # also where it was given twice, for longer
    return power


@transaction.atomic
def end_administration(member: Member, *, on: date) -> None:
    """By a decision, or at the end of a mandate: somebody is no administrator any more; the bank keeps two."""
    check_not_last(member, on)
    _end(member, Power.Kind.ADMINISTRATOR, on)


def _end(member: Member, kind: str, on: date) -> None:
    in_force = Power.objects.filter(member=member, kind=kind).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    in_force.update(ends_on=on - timedelta(days=1))
    _sign_out(member)


def _sign_out(member: Member) -> None:
    """What somebody may do has changed: their sessions and tokens end."""
    if member.user is not None:
        member.user.end_sessions()


def end_sessions_of(member_ids: Iterable[UUID]) -> None:
    """Roles of circles or domains have changed hands: those who gain or lose powers sign in anew."""
    for member in Member.objects.filter(pk__in=list(member_ids)).select_related("user"):
        _sign_out(member)


def change_profile(
    *, actor: Viewer, member_id: UUID, changes: dict[str, str], service_ids: Iterable[UUID], now: datetime
) -> Member:
    """A member's own contact details and what they offer; coordinators may help."""
    if actor.member_id != member_id and not actor.is_coordinator:
        raise NotAllowed(who="Only you and coordinators")
    home = changed_home(member_by_id(member_id), changes, now=now)
    return _write_profile(actor, member_id, changes, home, service_ids)


@transaction.atomic
def _write_profile(
    actor: Viewer, member_id: UUID, changes: dict[str, str], home: Home | None, service_ids: Iterable[UUID]
) -> Member:
    member = Member.objects.select_for_update(of=["self"], no_key=True).get(pk=member_id)
    check_rank(actor, member)
    for name, value in changes.items():
        assert name in PROFILE, name
        setattr(member, name, value.strip())
    if home is not None:
        move(member, home)
    if "email" in changes:
        member.email = member.email.lower()
        try:
            _check_email(member.email, except_for=member.pk)
        except EmailTaken:
            if actor.sees_people:
                raise
            raise EmailRefused() from None  # whose address it is, is others' affair
        if member.user is not None:
            member.user.email = member.email
            member.user.save(update_fields=["email"])
    member.save(update_fields=[*changes])
    member.services.set(service_ids)  # type: ignore[arg-type]  # the stubs know only integer keys
    return member


def check_rank(actor: Viewer, member: Member) -> None:
    """An administrator's address and membership are not a coordinator's to change: mail opens the sign-in."""
    if actor.is_administrator or actor.member_id == member.pk:
        return
    if Power.objects.filter(member=member, kind=Power.Kind.ADMINISTRATOR).exists():
        raise NotAllowed(who="Administrators")


def check_not_last(member: Member, on: date) -> None:
    """Refuse to leave the bank with too few administrators (K7); two who end each other wait for one another."""
    administrators = Power.objects.select_for_update(of=["self"], no_key=True).filter(kind=Power.Kind.ADMINISTRATOR)
    holders = {power.member_id for power in administrators if power.ends_on is None or power.ends_on >= on}
    fewest = fewest_administrators(on)
    if member.pk in holders and len(holders) <= fewest:
        raise LastAdministrator(name=member.name, count=len(holders), fewest="two" if fewest == 2 else fewest)


def fewest_administrators(on: date) -> int:
    """How many can always restore access to the bank: as many as its own rule says, and never fewer than two (K7)."""
    return max(FEWEST_ADMINISTRATORS, policy_in_force(StewardshipPolicy, on).value.min_recovery_holders)


def _check(new: NewMember, now: datetime) -> Member | None:
    if not new.name.strip():
        raise NameMissing()
    if new.joined_on > bank_day(now):
        raise JoinsInTheFuture(joined_on=new.joined_on)
    if new.kind == Member.Kind.ORGANISATION and not policy_in_force(MembershipPolicy, now).value.organisations:
        raise OrganisationsNotTakenIn()
    _check_email(new.email.strip().lower(), except_for=None)
    if new.recruited_by is None:
        return None
    recruiter = Member.objects.filter(pk=new.recruited_by, left_on=None).first()
    if recruiter is None:
        raise RecruiterUnknown()
    return recruiter


def _check_email(email: str, *, except_for: UUID | None) -> None:
    same = Member.objects.filter(email__iexact=email)
    if email and (same.exclude(pk=except_for) if except_for else same).exists():
        raise EmailTaken(email=email)


def _next_number() -> int:
    """The next free member number; two people who join at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(current_schema() || ' member number', 0))")
    highest = Member.objects.aggregate(highest=Max("number"))["highest"]
    return (highest or FIRST_NUMBER - 1) + 1

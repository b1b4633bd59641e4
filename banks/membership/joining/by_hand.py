"""A coordinator takes somebody in by hand, and says what the bank's rules ask for (rows L8, L19, V-orient, D-paper).

Guarantees: nobody comes in past a rule that an application would keep: area, age, guardian, organisations; a paper
waiver is recorded with its version; where the bank screens, the newcomer waits for it. One transaction: a refusal
leaves nothing behind. Called by: the members' desk and the API.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from banks.errors import NotAllowed
from banks.membership.joining.errors import (
    BirthDateMissing,
    GuardianMissing,
    GuardianSignatureMissing,
    OrientedInTheFuture,
    OutsideTheArea,
    PostalCodeUnknown,
    WaiverDayMissing,
    WaiverVersionUnknown,
)
from banks.membership.joining.services import enrol_member
from banks.membership.screening.models import ScreeningCase
from banks.membership.screening.services import keep_birth_date
from banks.membership.waivers.models import WaiverSignature
from banks.membership.waivers.queries import waivers_so_far
from banks.membership.waivers.rules import check_signer
from banks.membership.waivers.services import sign_waiver
from banks.people.members.births import check_birth_date, is_minor
from banks.people.members.models import Member
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember
from banks.people.places.queries import FINDERS, find_places
from banks.people.places.rules import Place, check_area
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy, PlacePolicy
from banks.policies.queries import book_of
from banks.policies.values import kind_name


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a minor: another person, of age by their own word."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    is_of_age: bool = False


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a coordinator knows beside the member's own row. An empty version means nothing is signed yet."""

    birth_date: date | None = None
    guardian: Guardian = Guardian()
    waiver_version: str = ""
    waiver_signed_on: date | None = None


@transaction.atomic
def take_in_by_hand(*, actor: Viewer, new: NewMember, by_hand: ByHand, now: datetime) -> Member:
    """Take somebody in; sending the same key again gives the same member."""
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
    known = Member.objects.filter(pk=new.member_id).first() if new.member_id else None
    if known is not None:
        return known
    book = book_of([kind_name(MembershipPolicy), kind_name(PlacePolicy)], now)
    rules = book.value(MembershipPolicy)
    new = _placed(new, rules, country=book.value(PlacePolicy).country)
    if new.kind == Member.Kind.ORGANISATION:
        return enrol_member(actor=actor, new=replace(new, oriented_on=None), now=now)
    new = _judged(new, by_hand, rules, today=bank_day(now))
    member = enrol_member(actor=actor, new=new, now=now)
    _keep(member, by_hand, rules, now)
    if by_hand.waiver_version and rules.waiver_required:
        _sign(member, by_hand, actor, now)
    return member


def _placed(new: NewMember, rules: MembershipPolicy, *, country: str) -> NewMember:
    """With the point of the postal code or town where it is known; refused where it lies outside the area."""
    typed = new.postal_code.strip() or new.town.strip()
    found = find_places(typed, country=country) if typed else []
    if new.postal_code.strip() and not found and country in FINDERS:
        raise PostalCodeUnknown(postal_code=new.postal_code.strip())
    place: Place | None = found[0] if len(found) == 1 else None
    if typed and new.kind == Member.Kind.PERSON:
        verdict = check_area(rules, place, typed=typed)
        if not verdict.inside and not verdict.needs_measuring:
            raise OutsideTheArea(verdict=verdict.sentence)
    if place is None:
        return new
    return replace(
        new,
        town=new.town.strip() or place.name,
        postal_code=new.postal_code.strip() or place.postal_code,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _judged(new: NewMember, by_hand: ByHand, rules: MembershipPolicy, *, today: date) -> NewMember:
    """By the rules about age, guardian and orientation."""
    if new.oriented_on is not None and new.oriented_on > today:
        raise OrientedInTheFuture()
    born = by_hand.birth_date
    if born is None:
        if rules.min_age is not None:
            raise BirthDateMissing(years=rules.min_age)
        return new
    check_birth_date(born, rules, on=today)
    if not is_minor(born, rules, on=today):
        return new
    guardian = by_hand.guardian
    if not (guardian.name.strip() and guardian.relation.strip()):
        raise GuardianMissing(name=new.name, years=rules.guardian_under)
    check_signer(
        signer_name=guardian.name, name=new.name, is_minor=True, as_guardian=True, is_of_age=guardian.is_of_age
    )
    if rules.waiver_required and not by_hand.waiver_version:
        raise GuardianSignatureMissing(name=new.name, years=rules.guardian_under)
    return replace(new, is_minor=True)


def _keep(member: Member, by_hand: ByHand, rules: MembershipPolicy, now: datetime) -> None:
    """Birth date under seal and guardian of a minor, and the screening that follows."""
    if member.is_minor and by_hand.birth_date is not None:
        keep_birth_date(person_id=member.pk, born=by_hand.birth_date, now=now)
        guardian = by_hand.guardian
        member.guardians.create(
            name=" ".join(guardian.name.split()),
            relation=guardian.relation.strip(),
            phone=guardian.phone.strip(),
            is_of_age=guardian.is_of_age,
        )
    if rules.screening:
        ScreeningCase.objects.create(member=member, opened_at=now)


def _sign(member: Member, by_hand: ByHand, actor: Viewer, now: datetime) -> None:
    """Record the paper: a minor's guardian signed, or the member."""
    words = [waiver for waiver in waivers_so_far(now) if waiver.version == by_hand.waiver_version]
    if not words:
        raise WaiverVersionUnknown(version=by_hand.waiver_version)
    if by_hand.waiver_signed_on is None:
        raise WaiverDayMissing()
    sign_waiver(
        member=member,
        signer_name=by_hand.guardian.name if member.is_minor else member.name,
        as_guardian=member.is_minor,
        is_of_age=by_hand.guardian.is_of_age if member.is_minor else True,
        method=WaiverSignature.Method.PAPER,
        words_sha256=words[0].sha256,
        signed_on=by_hand.waiver_signed_on,
        recorded_by=member_by_id(actor.member_id),
        now=now,
    )

"""Beginning an application, sending it, taking it back, and becoming a member.

Guarantees: a mail address has one open application, and nobody learns from the page whether it has one, or belongs
to a member; a link's secret is kept as a hash, and a new link ends the old one; becoming a member happens once,
whoever clicks how often and at the same time, with the hours on joining posted once. Refuses, each by name: sending
what is incomplete, welcoming what still waits for something. Called by: the applicant's pages, the coordinators'.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from uuid_utils.compat import uuid7

from banks.asking.listings.services import Draft, post_first_listings
from banks.errors import NotAllowed
from banks.hours.catalogue.models import Service
from banks.membership.applications.errors import (
    ContactMissing,
    NameMissing,
    NotOpen,
    NotReadyForWelcome,
    SomethingMissing,
)
from banks.membership.applications.facts import waits_of
from banks.membership.applications.filling_in import locked
from banks.membership.applications.measuring import EVIDENCE, measure_again
from banks.membership.applications.models import Application, FirstListing
from banks.membership.applications.queries import (
    application_by_id,
    complete_listings,
    digest,
    member_with,
    open_application_of,
    recruiter_named,
)
from banks.membership.applications.rules import Wait, Want
from banks.membership.applications.steps import GIVEN_AT, IN_WORDS, TITLES, blocks_sending
from banks.membership.joining.services import enrol_member
from banks.membership.orientations.services import give_up_seat
from banks.membership.screening.services import drop_birth_date, move_birth_date, read_birth_date
from banks.notices.services import notify, tell_applicants
from banks.people.members.births import is_minor
from banks.people.members.models import Clearance, Member
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember
from banks.policies.clock import bank_day
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force

SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who begins: a name and one way to reach them."""

    name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def begin_application(*, newcomer: Newcomer, join_address: str, now: datetime) -> str | None:
    """Begin, or find again what was begun. The secret of the link where no mail can carry it, else None.

    With a mail address the link goes there, whether the address is new, has an open application, or belongs to
    a member, who is told how to sign in instead: the page says the same each time. `join_address` ends in /join/.
    """
    if not policy_in_force(ApplicationsPolicy, now).value.open:
        raise NotOpen()
    name, email, phone = " ".join(newcomer.name.split()), newcomer.email.strip().lower(), newcomer.phone.strip()
    if not any(letter.isalpha() for letter in name):
        raise NameMissing()
    if not (email or phone):
        raise ContactMissing()
    if email:
        _wait_for_others(email)
        if member := member_with(email):
            notify([member], template="apply_member_already", context={"join_address": join_address}, now=now)
            return None
    application = open_application_of(email) if email else None
    begun_before = application is not None
    application = application or Application(
        id=uuid7(), name=name, email=email, phone=phone, started_at=now, touched_at=now
    )
    secret = renew_secret(application)
    context: dict[str, object] = {"link": f"{join_address}{secret}/", "begun_before": begun_before}
    tell_applicants([application], template="apply_link", context=context, now=now)
    return None if email else secret


def renew_secret(application: Application) -> str:
    """A new secret for an application's link; the old link stops working. Saves the row."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    application.secret_sha256 = digest(secret)
    application.save()
    return secret


@transaction.atomic
def send_link(*, application_id: UUID, link: str, now: datetime) -> bool:
    """Mail the link they hold to an address that was not sent one yet; whether a mail went out."""
    application = locked(application_id)
    if not application.email or application.notices.filter(to_address=application.email).exists():
        return False
    tell_applicants([application], template="apply_link", context={"link": link, "begun_before": False}, now=now)
    return True


@transaction.atomic
def send_application(*, application_id: UUID, link: str, now: datetime) -> Application:
    """It goes to the coordinators, judged from now on by the rules of this moment. Sending twice is sending once."""
    application = locked(application_id)
    if application.sent_at is not None:
        return application
    measure_again(application, now=now)
    missing = blocks_sending(waits_of(application, now=now))
    if missing:
        raise SomethingMissing(missing=", ".join(dict.fromkeys(TITLES[GIVEN_AT[what]] for what in missing)))
    application.state, application.sent_at = Application.State.SENT, now
    application.touched_at, application.reminded_at = now, None
    if application.recruited_by is None:
        application.recruited_by = recruiter_named(application.recruiter_words)
    application.save(update_fields=["state", "sent_at", "touched_at", "reminded_at", "recruited_by", *EVIDENCE])
    tell_applicants([application], template="apply_sent", context={"link": link}, now=now)
    return application


@transaction.atomic
def withdraw_application(*, application_id: UUID, now: datetime) -> Application:
    """The applicant takes it back: the seat is free again, the birth date and untouched references are forgotten."""
    application = locked(application_id)
    give_up_seat(application=application, now=now)
    drop_birth_date(person_id=application.pk)
    application.state, application.ended_at = Application.State.WITHDRAWN, now
    application.ended_words = "You took it back yourself."
    application.save(update_fields=["state", "ended_at", "ended_words"])
    tell_applicants([application], template="apply_withdrawn", context={}, now=now)
    return application


@transaction.atomic
def welcome_applicant(*, actor: Viewer, application_id: UUID, now: datetime) -> Member:
    """Make an applicant a member: account, login, hours on joining, and all they told us. Again gives the same one."""
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
    Application.objects.select_for_update(of=["self"], no_key=True).filter(pk=application_id).first()
    application = application_by_id(application_id)
    if application.member is not None:
        return application.member
    application = locked(application_id)
    _check_ready(application, waits_of(application, now=now))
    member = enrol_member(actor=actor, new=_new_member(application, now), now=now)
    _carry_over(application, member, now)
    application.member, application.state = member, Application.State.JOINED
    application.ended_at, application.ended_by_id = now, actor.member_id
    application.ended_words = "You are a member now. Welcome!"
    application.save(update_fields=["member", "state", "ended_at", "ended_by", "ended_words"])
    return member


def member_id_of(application_id: UUID) -> UUID:
    """The id that an applicant has as a member, whoever welcomes them."""
    return uuid5(application_id, "member")


def _check_ready(application: Application, waits: tuple[Wait, ...]) -> None:
    missing = [wait.what for wait in waits if wait.what is not Want.WELCOME]
    if missing:
        raise NotReadyForWelcome(name=application.name, missing=", ".join(IN_WORDS[what] for what in missing))


def _new_member(application: Application, now: datetime) -> NewMember:
    today = bank_day(now)
    rules = policy_in_force(MembershipPolicy, now).value
    born = read_birth_date(person_id=application.pk, reason="Whether a new member is a minor", now=now)
    screening = getattr(application, "screening", None)
    signature = application.signatures.order_by("-signed_at").first()
    seat = application.seats.filter(attended=True).select_related("orientation").order_by("-taken_at").first()
    recruiter = application.recruited_by
    return NewMember(
        member_id=member_id_of(application.pk),
        name=application.name,
        joined_on=today,
        email=application.email,
        phone=application.phone,
        street=application.street,
        town=application.town,
        postal_code=application.postal_code,
        latitude=application.latitude,
        longitude=application.longitude,
        kind=application.kind,
        about=application.about,
        recruited_by=recruiter.pk if recruiter and recruiter.is_current else None,
        is_minor=application.is_minor if born is None else is_minor(born, rules, on=today),
        oriented_on=bank_day(seat.orientation.starts_at) if seat else None,
        waiver_version=signature.version if signature else "",
        access=screening.outcome if screening else "",
    )


def _carry_over(application: Application, member: Member, now: datetime) -> None:
    """What hangs on an application hangs on the member from now on."""
    move_birth_date(from_id=application.pk, to_id=member.pk)
    guardian = getattr(application, "guardian", None)
    if guardian is not None:
        guardian.member = member
        guardian.save(update_fields=["member"])
    screening = getattr(application, "screening", None)
    if screening is not None:
        Clearance.objects.filter(member=member).update(review_on=screening.review_on)
    listings = complete_listings(application)
    member.services.set({*_offered(listings), *application.services.all()})
    drafts = [Draft(each.kind, each.service_id, each.title, each.details) for each in listings]
    post_first_listings(member=member, drafts=drafts, now=now)


def _offered(listings: Iterable[FirstListing]) -> Iterator[Service]:
    for each in listings:
        if each.kind == "offer" and each.service is not None:
            yield each.service


def _wait_for_others(email: str) -> None:
    """Two who begin with one address at once wait for each other."""
    lock = "select pg_advisory_xact_lock(hashtextextended(current_schema() || ' apply ' || %s, 0))"
    with connection.cursor() as cursor:
        cursor.execute(lock, [email])

"""Saving an application while it is being written (row L8: nothing typed is lost).

Guarantees: what is fine is saved even when the rest is not, and what is not fine comes back as named refusals; two
savings of one application wait for each other; a name or the last way to reach somebody cannot be emptied.
Refuses: an application that has ended. Called by: the applicant's pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from banks.errors import BankError
from banks.hours.catalogue.queries import service_by_id
from banks.membership.applications.errors import (
    ApplicationEnded,
    BirthDateMissing,
    ContactMissing,
    GuardianIsTheApplicant,
    GuardianNameMissing,
    GuardianNotOfAge,
    GuardianRelationMissing,
    GuardianUnreachable,
    NameMissing,
    PlaceMissing,
)
from banks.membership.applications.measuring import (
    EVIDENCE,
    PlaceFound,
    find_home,
    look_up,
    measure_again,
    rules_that_count,
    verdict_of,
)
from banks.membership.applications.models import Application, FirstListing, Guardian
from banks.membership.applications.queries import application_by_id, recruiter_named, where_of
from banks.membership.applications.rules import asks_birth_date
from banks.membership.screening.services import add_reference, drop_reference, keep_birth_date
from banks.membership.waivers.services import sign_waiver
from banks.people.members.births import check_birth_date, is_minor
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy

DETAILS = ("name", "email", "phone", "about", "recruiter_words")
PERSON, ORGANISATION = "person", "organisation"
Refusals = list[BankError]


@dataclass(frozen=True, slots=True)
class Wish:
    """An offer or request as it stands on the page, perhaps half-filled."""

    service_id: UUID | None
    title: str
    details: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.service_id or self.title or self.details)


def locked(application_id: UUID) -> Application:
    """The application, held until the end of the transaction; refused when it has ended."""
    Application.objects.select_for_update(of=["self"], no_key=True).filter(pk=application_id).first()
    application = application_by_id(application_id)
    if application.ended_at is not None:
        raise ApplicationEnded()
    return application


@transaction.atomic
def save_details(*, application_id: UUID, given: Mapping[str, Any], now: datetime) -> Refusals:
    """Name, ways to reach them, birth date, who told them about us. Only what is in `given` is looked at."""
    application = locked(application_id)
    rules = rules_that_count(application, now=now).value
    told = {name: " ".join(str(given.get(name, getattr(application, name))).split()) for name in DETAILS}
    told["about"] = str(given.get("about", application.about)).strip()
    refused: Refusals = []
    if not any(letter.isalpha() for letter in told["name"]):
        told["name"] = application.name
        refused.append(NameMissing())
    if not (told["email"] or told["phone"]):
        told["email"], told["phone"] = application.email, application.phone
        refused.append(ContactMissing())
    if told["recruiter_words"] != application.recruiter_words:
        application.recruited_by = recruiter_named(told["recruiter_words"])
    for name, value in told.items():
        setattr(application, name, value)
    application.email = application.email.lower()
    if given.get("kind") in (PERSON, ORGANISATION) and rules.organisations:
        application.kind = given["kind"]
    refused += _birth_date(application, given.get("birth_date"), rules, now)
    _touch(application, now, [*DETAILS, "kind", "recruited_by", "birth_date_given", "is_minor"])
    return refused


def _birth_date(application: Application, born: date | None, rules: MembershipPolicy, now: datetime) -> Refusals:
    """Seal it behind the vault; only that it is known, and what follows from it, stands in the open."""
    if application.kind != PERSON or not asks_birth_date(rules):
        return []
    if born is None:
        return [] if application.birth_date_given else [BirthDateMissing()]
    day = bank_day(application.sent_at or now)
    try:
        check_birth_date(born, rules, on=day)
    except BankError as refused:
        return [refused]
    keep_birth_date(person_id=application.pk, born=born, now=now)
    application.birth_date_given, application.is_minor = True, is_minor(born, rules, on=day)
    return []


def save_place(
    *, application_id: UUID, where: str, street: str, chosen: str = "", now: datetime
) -> tuple[PlaceFound | None, Refusals]:
    """Where they live. The place is looked up once it changes; the figures stay with it as evidence."""
    where = " ".join(where.split())
    looked_up = look_up(where, application=application_by_id(application_id), now=now)
    with transaction.atomic():
        application = locked(application_id)
        application.street = " ".join(street.split())
        if not where:
            _touch(application, now, ["street"])
            return None, [PlaceMissing()]
        if where == where_of(application) and not chosen and _is_settled(application):
            verdict = verdict_of(application, now=now)
            _touch(application, now, ["street"])
            return (PlaceFound(verdict) if verdict else None), []
        found = find_home(application, looked_up, chosen=chosen, now=now)
        application.area_decision_id = None  # a meeting decided about another place
        _touch(application, now, ["street", "area_decision_id", *EVIDENCE])
        return found, []


def _is_settled(application: Application) -> bool:
    """Found, or measured by hand: viewer it up once more would only lose that."""
    return application.latitude is not None or application.inside_area is not None


@transaction.atomic
def save_guardian(*, application_id: UUID, given: Mapping[str, Any], now: datetime) -> Refusals:
    """Who answers for a minor: another person, of age by their own word, within reach."""
    application = locked(application_id)
    guardian = Guardian.objects.filter(application=application).first() or Guardian(application=application)
    for name in ("name", "relation", "email", "phone"):
        if name in given:
            setattr(guardian, name, " ".join(str(given[name]).split()))
    guardian.is_of_age = bool(given.get("is_of_age", guardian.is_of_age))
    refused = list(_wrong_about(guardian, application))
    if any(isinstance(each, GuardianIsTheApplicant) for each in refused):
        guardian.name = ""  # kept on the page, never on the row
    guardian.save()
    _touch(application, now, [])
    return refused


def _wrong_about(guardian: Guardian, application: Application) -> Refusals:
    found: Refusals = []
    if not any(letter.isalpha() for letter in guardian.name):
        found.append(GuardianNameMissing())
    elif guardian.name.casefold() == application.name.casefold():
        found.append(GuardianIsTheApplicant())
    if not guardian.relation:
        found.append(GuardianRelationMissing())
    if not (guardian.email or guardian.phone):
        found.append(GuardianUnreachable())
    if not guardian.is_of_age:
        found.append(GuardianNotOfAge())
    return found


@transaction.atomic
def save_reference(*, application_id: UUID, name: str, contact: str, relation: str, now: datetime) -> None:
    """Somebody who knows the applicant, sealed at once."""
    application = locked(application_id)
    add_reference(application=application, name=name, contact=contact, relation=relation, now=now)
    _touch(application, now, [])


@transaction.atomic
def take_back_reference(*, application_id: UUID, reference_id: UUID, now: datetime) -> None:
    application = locked(application_id)
    drop_reference(application=application, reference_id=reference_id)
    _touch(application, now, [])


@transaction.atomic
def sign_on_screen(
    *, application_id: UUID, signer_name: str, is_of_age: bool, words_sha256: str, now: datetime
) -> None:
    """The applicant's own name under the waiver, or their guardian's (rows L8, L19)."""
    application = locked(application_id)
    sign_waiver(
        application=application, signer_name=signer_name, as_guardian=application.is_minor, method="screen",
        words_sha256=words_sha256, is_of_age=is_of_age or not application.is_minor, now=now,
    )  # fmt: skip
    _touch(application, now, [])


@transaction.atomic
def save_first_listings(*, application_id: UUID, kind: str, wishes: Sequence[Wish], now: datetime) -> None:
    """The offers, or the requests, as they stand on the page: the first takes the first one's place, and so on."""
    application = locked(application_id)
    written = list(application.first_listings.filter(kind=kind).order_by("id"))
    for place, wish in enumerate(wishes):
        row = written[place] if place < len(written) else FirstListing(application=application, kind=kind)
        if wish.is_empty:
            if place < len(written):
                row.delete()
            continue
        row.service = service_by_id(wish.service_id) if wish.service_id else None
        row.title, row.details = " ".join(wish.title.split()), wish.details.strip()
        row.save()
    _touch(application, now, [])


def _touch(application: Application, now: datetime, fields: list[str]) -> None:
    """Save, and note that the applicant was here. While it is written, today's rules are those it is judged by."""
    version = rules_that_count(application, now=now)
    if application.sent_at is None and application.rules_version_id != version.version_id:
        measure_again(application, now=now)
        fields = [*fields, *EVIDENCE]
    application.touched_at, application.reminded_at = now, None
    application.save(update_fields=[*dict.fromkeys(fields), "touched_at", "reminded_at"])

"""Signing the waiver (rows L8, L19).

Guarantees: a signature names the words by their SHA-256 and is never changed; signing twice is one signature; a
minor's is a guardian's, who is another person. Refuses words that changed since they were read, by name.
Called by: the application, members' pages, a coordinator who holds the paper, joining.
"""

from datetime import date, datetime, time
from typing import Any, Protocol

from django.db import connection, transaction

from banks.membership.waivers.errors import SignedInTheFuture, WordsChanged
from banks.membership.waivers.models import WaiverSignature
from banks.membership.waivers.queries import waiver_to_sign, waivers_so_far
from banks.membership.waivers.rules import Waiver, check_signer
from banks.people.members.models import Member
from banks.policies.clock import bank_day
from banks.policies.queries import bank_zone

SCREEN, PAPER = WaiverSignature.Method.SCREEN, WaiverSignature.Method.PAPER


class Newcomer(Protocol):
    """Whose application it is, as `banks.membership.applications.models.Application` has it."""

    pk: Any
    name: str
    is_minor: bool


@transaction.atomic
def sign_waiver(
    *,
    application: Newcomer | None = None,
    member: Member | None = None,
    signer_name: str,
    as_guardian: bool,
    method: str,
    words_sha256: str,
    now: datetime,
    recorded_by: Member | None = None,
    signed_on: date | None = None,
    is_of_age: bool = True,
) -> WaiverSignature:
    """One person signs for themselves, or a guardian for them: exactly one of `application` and `member`.

    `words_sha256` is of the words the signer read: on screen those in use, on paper those of any version so far.
    `signed_on` is the day on the paper, `is_of_age` what a guardian states.
    """
    person: Newcomer | Member | None = application or member
    assert person is not None, "somebody signs"
    assert application is None or member is None, "one person signs"
    waiver = _words(words_sha256, method=method, now=now)
    signer = check_signer(
        signer_name=signer_name,
        name=person.name,
        is_minor=person.is_minor,
        as_guardian=as_guardian,
        is_of_age=is_of_age,
    )
    signed_at = now if signed_on is None else _on_the_day(signed_on, now)
    _wait_for_others(person)
    whose = {"member": member} if application is None else {"application_id": application.pk}
    same = WaiverSignature.objects.filter(
        version=waiver.version, text_sha256=waiver.sha256, signer_name=signer, as_guardian=as_guardian, method=method
    )
    signature = same.filter(**whose).first() or WaiverSignature.objects.create(
        **whose,
        version=waiver.version,
        policy_version_id=waiver.policy_version_id,
        text_sha256=waiver.sha256,
        signer_name=signer,
        as_guardian=as_guardian,
        method=method,
        signed_at=signed_at,
        recorded_by=recorded_by,
    )
    if member is not None:
        _note(member, waiver, now)
    return signature


def _words(words_sha256: str, *, method: str, now: datetime) -> Waiver:
    """The words that were read; on screen they are those in use, on paper they may be older."""
    in_use = waiver_to_sign(now)
    known = waivers_so_far(now) if method == PAPER else [in_use]
    for waiver in [in_use, *known]:
        if waiver.sha256 == words_sha256:
            return waiver
    raise WordsChanged()


def _note(member: Member, waiver: Waiver, now: datetime) -> None:
    """The member's row names the version; an older paper found later does not take a newer one's place."""
    is_in_use = waiver.version == waiver_to_sign(now).version
    if not is_in_use and waiver.number < _number_of(member.waiver_version, now):
        return
    member.waiver_version, member.waiver_signed_on = waiver.version, bank_day(now) if is_in_use else None
    member.save(update_fields=["waiver_version", "waiver_signed_on"])


def _number_of(version: str, now: datetime) -> int:
    return next((each.number for each in waivers_so_far(now) if each.version == version), 0)


def _on_the_day(day: date, now: datetime) -> datetime:
    """Noon of the day on the paper, or this moment when that is today."""
    today = bank_day(now)
    if day > today:
        raise SignedInTheFuture()
    return now if day == today else datetime.combine(day, time(12), bank_zone(now))


def _wait_for_others(person: Newcomer | Member) -> None:
    """Two signings of one person at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || ' waiver ' || %s, 0))", [str(person.pk)]
        )

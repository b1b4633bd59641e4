"""One person, two applications: finding them before two members are made of one.

Guarantees: looks among open applications, members and former members, and says why it thinks so; decides nothing.
Couples may share a mail address or a telephone, so a coordinator looks. Called by: the pipeline, an application's page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower, Right

from banks.membership.applications.models import Application
from banks.people.members.models import Member

LIKE_ENOUGH = 0.5
FEWEST_DIGITS, LOCAL_DIGITS = 7, 10
MOST_SHOWN = 6
DIGITS = Right(
    Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"), LOCAL_DIGITS
)  # without the country's code, which some write and some leave out


@dataclass(frozen=True, slots=True)
class Match:
    """Who it may be, and why it looks so: another open application, or a member, perhaps a former one."""

    why: str
    application: Application | None = None
    member: Member | None = None


def possible_duplicates(application: Application) -> list[Match]:
    """Who an applicant may be already, the surest first."""
    others = Application.objects.filter(ended_at=None).exclude(pk=application.pk)
    members = Member.objects.exclude(pk=application.member_id) if application.member_id else Member.objects.all()
    found = [Match(why, application=row) for why, row in _alike(application, others)]
    found += [Match(why, member=row) for why, row in _alike(application, members.filter(erased_at=None))]
    return found[:MOST_SHOWN]


def with_duplicates(applications: Sequence[Application]) -> set[UUID]:
    """Which of these share mail or telephone with another open application or a member; two queries for all."""
    mails = {each.email.lower() for each in applications if each.email}
    phones = {local for each in applications if (local := local_digits(each.phone))}
    seen: dict[str, set[UUID]] = {}
    everybody: list[QuerySet[Any]] = [Application.objects.filter(ended_at=None).order_by(), Member.objects.order_by()]
    for rows in everybody:
        known = rows.annotate(mail=Lower("email"), digits=DIGITS).filter(Q(mail__in=mails) | Q(digits__in=phones))
        for pk, mail, digits in known.values_list("pk", "mail", "digits"):
            for mark in (mail, digits):
                seen.setdefault(mark, set()).add(pk)
    return {each.pk for each in applications if _others(each, seen)}


def local_digits(phone: str) -> str:
    """The last ten digits; empty where there are too few to tell people apart."""
    digits = re.sub(r"\D", "", phone)[-LOCAL_DIGITS:]
    return digits if len(digits) >= FEWEST_DIGITS else ""


def _others(application: Application, seen: dict[str, set[UUID]]) -> set[UUID]:
    marks = [mark for mark in (application.email.lower(), local_digits(application.phone)) if mark]
    return {pk for mark in marks for pk in seen.get(mark, ())} - {application.pk}


def _alike(application: Application, rows: "QuerySet[Any]") -> Iterable[tuple[str, Any]]:
    """Each of the rows that may be the same person, once, under the strongest reason."""
    shown: set[UUID] = set()
    for why, found in _looks(application, rows):
        for row in found.order_by("pk")[:MOST_SHOWN]:
            if row.pk not in shown:
                shown.add(row.pk)
                yield why, row


def _looks(application: Application, rows: "QuerySet[Any]") -> Iterable[tuple[str, "QuerySet[Any]"]]:
    if application.email:
        yield "the same mail address", rows.filter(email__iexact=application.email)
    if digits := local_digits(application.phone):
        yield "the same telephone number", rows.annotate(digits=DIGITS).filter(digits=digits)
    if not application.name:
        return
    if application.postal_code:
        here = rows.filter(postal_code=application.postal_code)
        yield "the same name and postal code", here.filter(name__iexact=application.name)
    alike = rows.annotate(likeness=TrigramSimilarity("name", application.name))
    yield "a similar name", alike.filter(likeness__gte=LIKE_ENOUGH)

"""Reads of applications by what newcomers hold in hand: a link, a mail address, a recruiter's name.

Guarantees: a link's secret is compared by its SHA-256 only; whom a newcomer names is looked up without telling
anybody whether such a member exists. Called by: the services and the applicant's pages.
"""

import hashlib
import re
from uuid import UUID

from banks.errors import NotFound
from banks.membership.applications.models import Application, FirstListing
from banks.people.members.models import Member
from banks.people.members.queries import current_members

NUMBERED = re.compile(r"^(?:member\s+)?(?:number|no\.?|nr\.?|#)?\s*(\d{1,9})$", re.IGNORECASE)


def digest(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def application_by_secret(secret: str) -> Application | None:
    return Application.objects.filter(secret_sha256=digest(secret)).select_related("guardian", "member").first()


def application_by_id(application_id: UUID) -> Application:
    found = Application.objects.filter(pk=application_id).first()
    if found is None:
        raise NotFound(application=application_id)
    return found


def open_application_of(email: str) -> Application | None:
    """The newest application with this mail address that has not ended."""
    return Application.objects.filter(email__iexact=email, ended_at=None).order_by("-started_at").first()


def member_with(email: str) -> Member | None:
    return Member.objects.filter(email__iexact=email).first()


def recruiter_named(words: str) -> Member | None:
    """The one current member with this number or exactly this name; None where nobody or several fit."""
    told = " ".join(words.split())
    if numbered := NUMBERED.match(told):
        return current_members().filter(number=int(numbered[1])).first()
    found = list(current_members().filter(name__iexact=told)[:2]) if told else []
    return found[0] if len(found) == 1 else None


def where_of(application: Application) -> str:
    """The place as the applicant finds it again in the field."""
    return f"{application.town} {application.postal_code}".strip()


def complete_listings(application: Application) -> list[FirstListing]:
    """Offers and requests that say what, and name a service that is still on the bank's list."""
    written = application.first_listings.filter(service__is_offered=True).exclude(title="")
    return list(written.select_related("service__category").order_by("id"))

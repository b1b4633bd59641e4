"""What coordinators do about an application: remind, measure, enter on paper, close, decline, join two.

Guarantees: each act is the acting coordinator's, refused to others; whatever is clicked twice happens once.
Refuses, each by name: admitting beyond the area without a decision, closing without words.
Called by: the coordinators' pages; `admit_beyond_area` by governance, once a meeting has decided.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.crypto import get_random_string

from banks.errors import NotAllowed
from banks.membership.admission.errors import (
    NoDecision,
    NotBeyondTheArea,
    NothingToRemind,
    NothingToSay,
    NotTheSame,
    RemindedToday,
)
from banks.membership.applications.ending import NOT_NOW, end_application, is_within_reach
from banks.membership.applications.errors import ApplicationEnded
from banks.membership.applications.facts import rules_of, waits_of
from banks.membership.applications.filling_in import locked
from banks.membership.applications.measuring import EVIDENCE
from banks.membership.applications.models import Application
from banks.membership.applications.queries import digest
from banks.membership.applications.rules import Turn, Want
from banks.membership.applications.services import renew_secret
from banks.membership.screening.deciding import Decided, give_opinion
from banks.notices.services import tell_applicants
from banks.people.members.rules import Viewer
from banks.policies.kinds import ApplicationsPolicy
from banks.policies.queries import policy_in_force

FILLED_FROM_THE_OTHER = ("email", "phone", "street", "about", "recruiter_words", "recruited_by_id")
AGAIN_AFTER = timedelta(hours=20)
SECRET_LENGTH = 32


def check_coordinates(actor: Viewer) -> None:
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")


@transaction.atomic
def remind_applicant(*, actor: Viewer, application_id: UUID, now: datetime) -> None:
    """Tell an applicant what is missing, at most once a day."""
    check_coordinates(actor)
    application = locked(application_id)
    if application.reminded_at is not None and now - application.reminded_at < AGAIN_AFTER:
        raise RemindedToday(name=application.name)
    if all(wait.turn is not Turn.APPLICANT for wait in waits_of(application, now=now)):
        raise NothingToRemind(name=application.name)
    if not is_within_reach(application):
        raise NothingToRemind(name=application.name or "the applicant")
    remind(application, now=now)


def remind(application: Application, *, now: datetime) -> None:
    """Write the reminder to an application that the caller holds locked."""
    ways = policy_in_force(ApplicationsPolicy, now).value
    waits = [wait.what for wait in waits_of(application, now=now) if wait.turn is Turn.APPLICANT]
    context: dict[str, object] = {"wants": waits, "is_sent": application.sent_at is not None, "ways": ways}
    application.reminded_at = now
    application.save(update_fields=["reminded_at"])
    tell_applicants([application], template="application_reminder", context=context, now=now)


@transaction.atomic
def close_application(*, actor: Viewer, application_id: UUID, words: str, now: datetime) -> Application:
    """Close politely; the words are read by the applicant, who may begin again any time."""
    return _end(actor, application_id, Application.State.CLOSED, words, now)


@transaction.atomic
def decline_application(*, actor: Viewer, application_id: UUID, words: str, now: datetime) -> Application:
    """Decline, with the reason in the applicant's hands and their right to answer."""
    return _end(actor, application_id, Application.State.DECLINED, words, now)


def _end(actor: Viewer, application_id: UUID, state: str, words: str, now: datetime) -> Application:
    check_coordinates(actor)
    said = " ".join(words.split())
    if not said:
        raise NothingToSay()
    application = locked(application_id)
    end_application(application, state=state, words=said[:300], by=actor.member_id, now=now)
    return application


@transaction.atomic
def measure_by_hand(
    *, actor: Viewer, application_id: UUID, miles: Decimal | None, inside: bool | None, how: str, now: datetime
) -> Application:
    """A coordinator says how far it is, or whether the place is on our list, and how they know."""
    check_coordinates(actor)
    application = locked(application_id)
    rules = rules_of(application, now=now)
    if not how.strip():
        raise NothingToSay(field="how")
    if rules.area == "radius":
        if miles is None:
            raise NothingToSay(field="miles")
        inside = rules.radius is None or miles <= rules.radius
        application.distance_miles, application.limit_miles = miles, rules.radius
    elif inside is None:
        raise NothingToSay(field="inside")
    application.inside_area = inside
    application.measured_from, application.measured_at = f"By hand: {how.strip()}"[:120], now
    application.save(update_fields=["inside_area", "distance_miles", "limit_miles", "measured_from", "measured_at"])
    if not inside and is_within_reach(application):
        tell_applicants([application], template="application_beyond_area", context={}, now=now)
    return application


@transaction.atomic
def admit_beyond_area(*, application_id: UUID, decision_id: UUID | None, now: datetime) -> Application:
    """A meeting has decided that somebody from further away may join: the wait ends. For governance to call."""
    if decision_id is None:
        raise NoDecision()
    application = locked(application_id)
    if application.area_decision_id == decision_id:
        return application
    if application.inside_area is not False:
        raise NotBeyondTheArea(name=application.name)
    application.area_decision_id = decision_id
    application.touched_at, application.reminded_at = now, None
    application.save(update_fields=["area_decision_id", "touched_at", "reminded_at"])
    tell_applicants([application], template="application_admitted", context={}, now=now)
    return application


@transaction.atomic
def enter_on_paper(*, actor: Viewer, key: UUID, name: str, phone: str, street: str, now: datetime) -> Application:
    """Begin an application for somebody without mail. `key` is the form's and becomes its id."""
    check_coordinates(actor)
    known = Application.objects.filter(pk=key).first()
    if known is not None:
        return known
    return Application.objects.create(
        id=key,
        secret_sha256=digest(get_random_string(SECRET_LENGTH)),
        name=" ".join(name.split()),
        phone=phone.strip(),
        street=street.strip(),
        channel="paper",
        entered_by_id=actor.member_id,
        started_at=now,
        touched_at=now,
    )


@transaction.atomic
def open_on_behalf(*, actor: Viewer, application_id: UUID) -> str:
    """A link for the coordinator who fills in for somebody on paper; the secret of it.

    Only where no applicant holds a link of their own: theirs would end.
    """
    check_coordinates(actor)
    application = locked(application_id)
    if application.channel != "paper" or application.email:
        raise NotAllowed(who="Applicants themselves, with the link they were sent,")
    return renew_secret(application)


@transaction.atomic
def close_as_same(*, actor: Viewer, application_id: UUID, same_as_id: UUID, now: datetime) -> Application:
    """Two applications of one person: close one, and keep in the other what only this one says."""
    check_coordinates(actor)
    first, second = sorted((application_id, same_as_id))
    if first == second:
        raise NotTheSame()
    both = {each.pk: each for each in (locked(first), locked(second))}
    going, staying = both[application_id], both[same_as_id]
    for name in FILLED_FROM_THE_OTHER if staying.town else (*FILLED_FROM_THE_OTHER, *EVIDENCE):
        if getattr(staying, name) in ("", None):
            setattr(staying, name, getattr(going, name))
    staying.save()
    for kind in ("offer", "request"):
        if not staying.first_listings.filter(kind=kind).exists():
            going.first_listings.filter(kind=kind).update(application=staying)
    if not staying.references.exists():
        going.references.update(application=staying)
    words = "You wrote to us twice. We go on with your other application, so nothing is lost."
    end_application(going, state=Application.State.CLOSED, words=words, by=actor.member_id, now=now, tell=False)
    return staying


@transaction.atomic
def judge_applicant(*, screener: Viewer, application_id: UUID, outcome: str, now: datetime) -> Decided:
    """A screener's opinion on an applicant. Where both have spoken and it cannot be, the application ends."""
    application = Application.objects.select_for_update(of=["self"]).filter(pk=application_id).first()
    if application is None or application.ended_at is not None:
        raise ApplicationEnded()
    wants = {wait.what for wait in waits_of(application, now=now)}
    decided = give_opinion(
        screener=screener,
        application_id=application_id,
        outcome=outcome,
        is_ready=application.sent_at is not None and Want.SCREENING in wants,
        references_left=Want.REFERENCE_CHECKS in wants,
        now=now,
    )
    if decided.is_declined:
        end_application(application, state=Application.State.DECLINED, words=NOT_NOW, by=None, now=now)
    return decided

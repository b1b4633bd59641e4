"""How an application ends without a membership: closed politely, declined, the same as another one.

Guarantees: ending twice is ending once; the seat at an orientation is free again; the applicant is told, with how to
begin again or answer. What was written is kept until its time to be removed (`desk_clock`).
Called by: the coordinators' desk, the clock, screening's outcome.
"""

from datetime import datetime
from uuid import UUID

from banks.membership.applications.models import Application
from banks.membership.orientations.services import give_up_seat
from banks.membership.screening.services import drop_birth_date
from banks.notices.services import tell_applicants

TEMPLATES = {Application.State.CLOSED: "application_closed", Application.State.DECLINED: "application_declined"}
NOT_NOW = "We cannot take you in as a member at this time."


def end_application(
    application: Application, *, state: str, words: str, by: UUID | None, now: datetime, tell: bool = True
) -> None:
    """End an open application that the caller holds locked; `words` are what the applicant reads."""
    if application.ended_at is not None:
        return
    give_up_seat(application=application, now=now)
    drop_birth_date(person_id=application.pk)
    application.state, application.ended_at = state, now
    application.ended_by_id, application.ended_words = by, words
    application.save(update_fields=["state", "ended_at", "ended_by", "ended_words"])
    if tell and is_within_reach(application):
        tell_applicants([application], template=TEMPLATES[Application.State(state)], context={}, now=now)


def is_within_reach(application: Application) -> bool:
    """Whether a mail or a letter can find them; a draft that names nothing is nobody's."""
    return bool(application.email or (application.name and (application.street or application.phone)))

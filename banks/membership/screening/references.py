"""Asking references: the result stands in the open, what was said goes behind the vault (row L9).

Guarantees: a result is written with who asked and when; what the reference said is sealed beside it. Refuses: a
result by somebody who does not hold the power, or about oneself. Called by: the screeners' desk.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from banks.errors import NotAllowed, NotFound
from banks.membership.screening.errors import NoteEmpty, ResultUnknown
from banks.membership.screening.models import ReferenceCheck, SealedNote
from banks.membership.screening.queries import check_not_about_oneself
from banks.membership.screening.services import write_note
from banks.people.members.rules import Viewer

RESULTS = [(value, words) for value, words in ReferenceCheck.Result.choices if value != "waiting"]
SPOKE = (ReferenceCheck.Result.SPEAKS_FOR, ReferenceCheck.Result.DOUBTS)


@transaction.atomic
def record_reference(*, screener: Viewer, reference_id: UUID, result: str, text: str, now: datetime) -> ReferenceCheck:
    """Somebody was asked, or could not be reached. What they said is needed where they spoke."""
    if not screener.holds("screening"):
        raise NotAllowed(who="Screeners")
    check = ReferenceCheck.objects.select_for_update(of=["self"]).filter(pk=reference_id).first()
    if check is None:
        raise NotFound(reference=reference_id)
    check_not_about_oneself(screener, check.application_id)
    if result not in dict(RESULTS):
        raise ResultUnknown()
    if result in SPOKE and not text.strip():
        raise NoteEmpty()
    if text.strip():
        write_note(writer=screener, kind=SealedNote.Kind.REFERENCE, subject_id=check.application_id, text=text, now=now)
    check.result, check.checked_by_id, check.checked_at = result, screener.member_id, now
    check.save(update_fields=["result", "checked_by", "checked_at"])
    return check

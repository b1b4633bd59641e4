"""When what was learnt is forgotten: references ninety days after the decision, all of it with its application.

Guarantees: the result of a reference and the outcome stay, who it was and what they said do not; done twice is done
once. Called by: the clock, erasing an application.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from banks.membership.screening.models import ReferenceCheck, SealedBirthDate, SealedNote
from banks.people.vault.access import behind_vault

KEPT_AFTER_DECISION = timedelta(days=90)


@transaction.atomic
def forget_references(*, now: datetime) -> int:
    """References of everybody who was decided on, or whose application ended, ninety days ago; how many notes."""
    before = now - KEPT_AFTER_DECISION
    decided = Q(application__screening__decided_at__lte=before)
    over = ReferenceCheck.objects.filter(decided | Q(application__ended_at__lte=before))
    told = list(over.values_list("sealed_note_id", "application_id"))
    note_ids, subjects = {note for note, _ in told}, {subject for _, subject in told}
    with behind_vault():
        notes = SealedNote.objects.filter(kind=SealedNote.Kind.REFERENCE)
        count, _ = notes.filter(Q(pk__in=note_ids) | Q(subject_id__in=subjects)).delete()
    return count


@transaction.atomic
def forget_application(*, application_id: UUID) -> None:
    """Everything behind the vault about somebody who did not become a member, and the references they named."""
    named = list(ReferenceCheck.objects.filter(application=application_id).values_list("sealed_note_id", flat=True))
    ReferenceCheck.objects.filter(application=application_id).delete()
    with behind_vault():
        SealedNote.objects.filter(Q(subject_id=application_id) | Q(pk__in=named)).delete()
        SealedBirthDate.objects.filter(person_id=application_id).delete()

"""Writes about caretakers: their word, the beginning of a mandate, the reminder, the end.

Guarantees: only those who are named answer, each for themselves; there is one mandate at a time, and another decision
ends the one before; reminder and end happen once. Who holds which power is the bank's affair.
Called by: the bank's act, its pages and its clock.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance.proposals.errors import ProposalClosed
from governance.proposals.models import ProposalVersion
from governance.proposals.queries import state_of_proposal
from governance.proposals.rules import OPEN
from governance.stewardship.errors import NotACaretaker, NotAllAccepted
from governance.stewardship.models import Caretaker, CaretakerWord, Mandate
from governance.stewardship.queries import not_accepted


def say_word(*, version: ProposalVersion, person_id: UUID, accepts: bool, now: datetime) -> CaretakerWord:
    """Accept or decline, in so many words, as long as it is not decided."""
    if str(person_id) not in version.effect.get("caretakers", ()):
        raise NotACaretaker()
    if state_of_proposal(version.proposal) not in OPEN:
        raise ProposalClosed()
    return CaretakerWord.objects.create(version=version, person_id=person_id, accepts=accepts, at=now)


def check_all_accepted(people: Collection[UUID], sha256: str) -> None:
    """Refuse a transfer to somebody who has not said yes."""
    missing = not_accepted(people, sha256)
    if missing:
        raise NotAllAccepted(missing=len(missing))


@transaction.atomic
def begin_mandate(*, decision_id: UUID, people: Collection[UUID], ends_on: date, now: datetime) -> Mandate:
    """These people have the mandate from now on; whoever had it before, has it no longer."""
    Mandate.objects.filter(ended_at=None).update(ended_at=now)
    mandate = Mandate.objects.create(decision_id=decision_id, began_at=now, ends_on=ends_on)
    Caretaker.objects.bulk_create(Caretaker(mandate=mandate, person_id=person) for person in people)
    return mandate


def note_reminded(*, mandate: Mandate, now: datetime) -> bool:
    """Whether this call is the one that reminds."""
    return bool(Mandate.objects.filter(pk=mandate.pk, reminded_at=None).update(reminded_at=now))


def end_mandate(*, mandate: Mandate, now: datetime) -> bool:
    """Whether this call is the one that ended it."""
    return bool(Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=now))

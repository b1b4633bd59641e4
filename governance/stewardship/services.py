"""Writes about caretakers: their replies, and the beginning, reminder and end of a mandate.

Guarantees: only proposed caretakers reply, each for themselves; one mandate runs at a time, and a new one ends the one
before; reminder and end happen once. The bank knows who holds which power.
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
from governance.stewardship.models import Caretaker, CaretakerReply, Mandate
from governance.stewardship.queries import missing_acceptances


def say_word(*, version: ProposalVersion, person_id: UUID, accepts: bool, now: datetime) -> CaretakerReply:
    """Record a proposed caretaker's yes or no, until the proposal is decided."""
    if str(person_id) not in version.effect.get("caretakers", ()):
        raise NotACaretaker()
    if state_of_proposal(version.proposal) not in OPEN:
        raise ProposalClosed()
    return CaretakerReply.objects.create(version=version, person_id=person_id, accepts=accepts, at=now)


def check_all_accepted(people: Collection[UUID], sha256: str) -> None:
    """Refuse a transfer while one of `people` has not accepted."""
    missing = missing_acceptances(people, sha256)
    if missing:
        raise NotAllAccepted(missing=len(missing))


@transaction.atomic
def begin_mandate(*, decision_id: UUID, people: Collection[UUID], ends_on: date, now: datetime) -> Mandate:
    """Give these people the mandate, and end the mandate before it."""
    Mandate.objects.filter(ended_at=None).update(ended_at=now)
    mandate = Mandate.objects.create(decision_id=decision_id, began_at=now, ends_on=ends_on)
    Caretaker.objects.bulk_create(Caretaker(mandate=mandate, person_id=person) for person in people)
    return mandate


def note_reminded(*, mandate: Mandate, now: datetime) -> bool:
    """Mark the reminder of a mandate as sent; return whether this call marked it, so that one caller sends it."""
    return bool(Mandate.objects.filter(pk=mandate.pk, reminded_at=None).update(reminded_at=now))


def end_mandate(*, mandate: Mandate, now: datetime) -> bool:
    """End a mandate; return whether this call ended it."""
    return bool(Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=now))

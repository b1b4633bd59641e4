"""Writes behind the vault: references, birth dates, notes, and every reading of one with its reason.

Guarantees: what is written here is sealed before it reaches the database; opening a seal and writing down who
opened it, when and why are one transaction, so there is no reading without its trace; notes are added and never
changed. Refuses: a reading without a reason, by somebody who does not hold the power, or about oneself or one's
household. Called by: the application (references, birth date), joining (a birth date moves with its person), the
screeners' desk, the clock (birthdays).
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from banks.errors import NotAllowed, NotFound
from banks.membership.screening.errors import (
    NoteEmpty,
    ReasonMissing,
    ReferenceChecked,
    ReferenceContactMissing,
    ReferenceIsTheApplicant,
    ReferenceNamedAlready,
    ReferenceNameMissing,
)
from banks.membership.screening.models import ReferenceCheck, SealedBirthDate, SealedNote, SealedReading
from banks.membership.screening.queries import check_not_about_oneself
from banks.people.members.rules import Viewer
from banks.people.vault.access import behind_vault
from banks.people.vault.seals import open_seal, seal

SHORTEST_REASON = 10
LONGEST_REASON = 200
NOTES = {"table": SealedNote._meta.db_table, "column": "sealed"}
BIRTH_DATES = {"table": SealedBirthDate._meta.db_table, "column": "sealed"}
POWERS = {
    SealedNote.Kind.SCREENING: "screening",
    SealedNote.Kind.REFERENCE: "screening",
    SealedNote.Kind.INCIDENT: "safety",
}
HOLDERS = {"screening": "Screeners", "safety": "Members who look after safety"}


class Applying(Protocol):
    """Whose application it is, as `banks.membership.applications.models.Application` has it."""

    pk: Any
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed note, read."""

    note_id: UUID
    kind: str
    subject_id: UUID
    text: str
    written_by_id: UUID | None
    written_at: datetime


@transaction.atomic
def add_reference(*, application: Applying, name: str, contact: str, relation: str, now: datetime) -> ReferenceCheck:
    """An applicant names somebody who knows them; who that is goes behind the vault at once."""
    named, reached = _tidy(name), _tidy(contact)
    if not any(letter.isalpha() for letter in named):
        raise ReferenceNameMissing()
    if not reached:
        raise ReferenceContactMissing(name=named)
    if named.casefold() == _tidy(application.name).casefold():
        raise ReferenceIsTheApplicant()
    if named.casefold() in _names_given(application):
        raise ReferenceNamedAlready(name=named)
    person = json.dumps({"name": named, "contact": reached, "relation": _tidy(relation)}, ensure_ascii=False)
    note = _write(kind=SealedNote.Kind.REFERENCE, subject_id=application.pk, text=person, by=None, now=now)
    return ReferenceCheck.objects.create(application_id=application.pk, sealed_note_id=note.pk)


@transaction.atomic
def drop_reference(*, application: Applying, reference_id: UUID) -> None:
    """An applicant takes back somebody they named, as long as nobody asked them."""
    check = ReferenceCheck.objects.filter(pk=reference_id, application_id=application.pk).first()
    if check is None:
        raise NotFound(reference=reference_id)
    if check.checked_at is not None:
        raise ReferenceChecked()
    check.delete()
    with behind_vault():
        SealedNote.objects.filter(pk=check.sealed_note_id).delete()


@transaction.atomic
def keep_birth_date(*, person_id: UUID, born: date, now: datetime) -> None:
    """Seal somebody's birth date; a corrected one takes the first one's place."""
    sealed = seal(born.isoformat(), **BIRTH_DATES, row_id=person_id)
    with behind_vault():
        SealedBirthDate.objects.update_or_create(person_id=person_id, defaults={"sealed": sealed})


@transaction.atomic
def move_birth_date(*, from_id: UUID, to_id: UUID) -> bool:
    """Seal it anew for the member whom an applicant became. Nobody sees it; whether there was one."""
    with behind_vault():
        kept = SealedBirthDate.objects.filter(person_id=from_id).first()
        if kept is None:
            return False
        born = open_seal(kept.sealed, **BIRTH_DATES, row_id=from_id)
        sealed = seal(born, **BIRTH_DATES, row_id=to_id)
        SealedBirthDate.objects.update_or_create(person_id=to_id, defaults={"sealed": sealed})
        kept.delete()
    return True


@transaction.atomic
def drop_birth_date(*, person_id: UUID) -> None:
    """Once it decides nothing any more, or its person's details are erased."""
    with behind_vault():
        SealedBirthDate.objects.filter(person_id=person_id).delete()


@transaction.atomic
def read_birth_date(*, person_id: UUID, reason: str, now: datetime) -> date | None:
    """For the clock alone, on whose behalf nobody looks; the reading is written down all the same."""
    with behind_vault():
        kept = SealedBirthDate.objects.filter(person_id=person_id).first()
        if kept is None:
            return None
        _note_reading(note_id=person_id, subject_id=person_id, reader_id=None, reason=reason, now=now)
        return date.fromisoformat(open_seal(kept.sealed, **BIRTH_DATES, row_id=person_id))


@transaction.atomic
def write_note(*, writer: Viewer, kind: str, subject_id: UUID, text: str, now: datetime) -> SealedNote:
    """What somebody learnt, sealed with their name and the moment."""
    _check_holds(writer, kind)
    check_not_about_oneself(writer, subject_id)
    if not text.strip():
        raise NoteEmpty()
    return _write(kind=kind, subject_id=subject_id, text=text.strip(), by=writer.member_id, now=now)


@transaction.atomic
def read_note(*, reader: Viewer, note_id: UUID, reason: str, now: datetime) -> Opened:
    """Open one note. The reason is written beside the reader's name before the words are given out."""
    with behind_vault():
        note = SealedNote.objects.filter(pk=note_id).defer("sealed").first()
    if note is None:
        raise NotFound(note=note_id)
    _check_holds(reader, note.kind)
    check_not_about_oneself(reader, note.subject_id)
    why = _reason(reason)
    with behind_vault():
        _note_reading(note_id=note.pk, subject_id=note.subject_id, reader_id=reader.member_id, reason=why, now=now)
        text = open_seal(note.sealed, **NOTES, row_id=note.pk)
    return Opened(note.pk, note.kind, note.subject_id, text, note.written_by_id, note.written_at)


def reference_from(opened: Opened) -> dict[str, str]:
    """Name, contact and relation of a reference that was opened."""
    person: dict[str, str] = json.loads(opened.text)
    return person


def _check_holds(viewer: Viewer, kind: str) -> None:
    """The power itself, by name: being administrator does not bring it."""
    domain = POWERS[SealedNote.Kind(kind)]
    if not viewer.holds(domain):
        raise NotAllowed(who=HOLDERS[domain])


def _reason(words: str) -> str:
    reason = _tidy(words)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing()
    return reason[:LONGEST_REASON]


def _write(*, kind: str, subject_id: UUID, text: str, by: UUID | None, now: datetime) -> SealedNote:
    note = SealedNote(kind=kind, subject_id=subject_id, written_by_id=by, written_at=now)
    note.sealed = seal(text, **NOTES, row_id=note.pk)
    with behind_vault():
        note.save(force_insert=True)
    return note


def _note_reading(*, note_id: UUID, subject_id: UUID, reader_id: UUID | None, reason: str, now: datetime) -> None:
    SealedReading.objects.create(
        note_id=note_id, subject_id=subject_id, reader_id=reader_id, reason=reason, read_at=now
    )


def _names_given(application: Applying) -> set[str]:
    """Folded names of the references so far: compared, shown to nobody."""
    note_ids = ReferenceCheck.objects.filter(application_id=application.pk).values_list("sealed_note_id", flat=True)
    wanted = list(note_ids)
    with behind_vault():
        notes = list(SealedNote.objects.filter(pk__in=wanted))
    people = (json.loads(open_seal(note.sealed, **NOTES, row_id=note.pk)) for note in notes)
    return {person["name"].casefold() for person in people}


def _tidy(text: str) -> str:
    return " ".join(text.split())

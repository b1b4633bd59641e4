"""Reads about screening that need no seal opened.

Called by: the services here, the screeners' desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.membership.screening.errors import AboutYourself
from banks.membership.screening.models import ReferenceCheck, ScreeningCase, SealedNote, SealedReading
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.people.vault.access import behind_vault

MOST_READINGS = 50


def is_about(viewer: Viewer, subject_id: UUID) -> bool:
    """Whether a member or an application is the viewer's own, or of the viewer's household."""
    theirs = Q(pk=viewer.member_id)
    if viewer.household_id is not None:
        theirs |= Q(household=viewer.household_id)
    return Member.objects.filter(theirs).filter(Q(pk=subject_id) | Q(application=subject_id)).exists()


def check_not_about_oneself(viewer: Viewer, subject_id: UUID) -> None:
    if is_about(viewer, subject_id):
        raise AboutYourself()


@dataclass(frozen=True, slots=True)
class NoteMark:
    """That there is a note, of which kind, by whom and when; what it says stays sealed."""

    note_id: UUID
    kind_words: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingMark:
    """Who opened something about this person, when, and why."""

    reader: str
    reason: str
    read_at: datetime


def notes_about(subject_id: UUID, *, kinds: Iterable[str]) -> list[NoteMark]:
    """Which notes there are about somebody, the latest first. No seal is opened."""
    wanted = list(kinds)
    named = ReferenceCheck.objects.filter(application=subject_id).values_list("sealed_note_id", flat=True)
    references = list(named)  # who a reference is stands with the reference itself
    with behind_vault():
        notes = list(
            SealedNote.objects.filter(subject_id=subject_id, kind__in=wanted)
            .exclude(pk__in=references)
            .defer("sealed")
            .order_by("-written_at")
        )
    names = _names(note.written_by_id for note in notes)
    return [
        NoteMark(note.pk, note.get_kind_display(), names.get(note.written_by_id, "the applicant"), note.written_at)
        for note in notes
    ]


def check_note_exists(note_id: UUID) -> None:
    with behind_vault():
        known = SealedNote.objects.filter(pk=note_id).exists()
    if not known:
        raise NotFound(note=note_id)


def readings_about(subject_id: UUID) -> list[ReadingMark]:
    """Who opened what about somebody, the latest first."""
    readings = list(SealedReading.objects.filter(subject_id=subject_id)[:MOST_READINGS])
    names = _names(reading.reader_id for reading in readings)
    return [
        ReadingMark(names.get(reading.reader_id, "the clock"), reading.reason, reading.read_at) for reading in readings
    ]


def references_of(application_id: UUID) -> QuerySet[ReferenceCheck]:
    """An applicant's references, without a name: that is sealed."""
    return ReferenceCheck.objects.filter(application=application_id).select_related("checked_by").order_by("id")


def reference_with(reference_id: UUID) -> ReferenceCheck:
    found = ReferenceCheck.objects.filter(pk=reference_id).select_related("application").first()
    if found is None:
        raise NotFound(reference=reference_id)
    return found


def case_of_application(application_id: UUID) -> ScreeningCase | None:
    return ScreeningCase.objects.filter(application=application_id).select_related("first_by", "second_by").first()


def open_case_of_member(member_id: UUID) -> ScreeningCase | None:
    found = ScreeningCase.objects.filter(member=member_id, decided_at=None).select_related("first_by")
    return found.first()


def decided_cases_of_member(member_id: UUID) -> QuerySet[ScreeningCase]:
    """How a member was judged before, the latest first; for screeners alone."""
    whose = Q(member=member_id) | Q(application__member=member_id)
    return ScreeningCase.objects.filter(whose).exclude(decided_at=None).order_by("-decided_at")


def open_member_cases() -> QuerySet[ScreeningCase]:
    """Members who are to be looked at (again), the longest wait first."""
    return ScreeningCase.objects.filter(decided_at=None).exclude(member=None).select_related("member")


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    return dict(Member.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))

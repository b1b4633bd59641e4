"""What lies behind the vault is sealed, read with a reason by those who hold the power, and leaves a trace."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from banks.errors import NotAllowed
from banks.membership.screening import services
from banks.membership.screening.errors import (
    AboutYourself,
    ReasonMissing,
    ReferenceIsTheApplicant,
    ReferenceNamedAlready,
)
from banks.membership.screening.models import ReferenceCheck, SealedBirthDate, SealedNote, SealedReading
from banks.membership.screening.services import (
    add_reference,
    drop_reference,
    keep_birth_date,
    move_birth_date,
    read_birth_date,
    read_note,
    reference_from,
    write_note,
)
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.members.services import grant_power
from banks.people.vault.access import behind_vault
from banks.policies.clock import bank_day, now
from tenants.models import Bank
from tests.pipeline.applying import applied

pytestmark = pytest.mark.django_db
WHY = "To ask them about the applicant"


def holding(name: str, *powers: str) -> Viewer:
    member = Member.objects.get(name=name)
    for power in powers:
        grant_power(member=member, kind=power, granted_by=None, on=bank_day(now()))
    return viewer_of(member, on=bank_day(now()))


def test_a_reference_is_sealed_and_opens_for_a_screener_with_a_reason(inside_lamoni: Bank) -> None:
    amy = applied("Amy Adams", now=now())
    check = add_reference(application=amy, name=" Rose  Ruiz ", contact="555-1", relation="neighbor", now=now())
    with behind_vault():
        assert b"Rose" not in bytes(SealedNote.objects.get(pk=check.sealed_note_id).sealed)
    opened = read_note(reader=holding("Nina", "screening"), note_id=check.sealed_note_id, reason=WHY, now=now())
    assert reference_from(opened) == {"name": "Rose Ruiz", "contact": "555-1", "relation": "neighbor"}
    reading = SealedReading.objects.get()
    assert (reading.note_id, reading.subject_id, reading.reason) == (check.sealed_note_id, amy.pk, WHY)


@pytest.mark.parametrize("reason", ["", "  ", "because"])
def test_without_a_reason_nothing_opens(inside_lamoni: Bank, reason: str) -> None:
    check = add_reference(application=applied("A", now=now()), name="Rose", contact="1", relation="", now=now())
    with pytest.raises(ReasonMissing):
        read_note(reader=holding("Nina", "screening"), note_id=check.sealed_note_id, reason=reason, now=now())
    assert not SealedReading.objects.exists()


@pytest.mark.parametrize("powers", [("administrator", "coordinator"), ("safety",), ()])
def test_nobody_else_opens_it_administrators_included(inside_lamoni: Bank, powers: tuple[str, ...]) -> None:
    check = add_reference(application=applied("A", now=now()), name="Rose", contact="1", relation="", now=now())
    with pytest.raises(NotAllowed):
        read_note(reader=holding("Nina", *powers), note_id=check.sealed_note_id, reason=WHY, now=now())
    assert not SealedReading.objects.exists()


def test_a_trace_that_cannot_be_written_keeps_the_seal_shut(
    inside_lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = add_reference(application=applied("A", now=now()), name="Rose", contact="1", relation="", now=now())
    monkeypatch.setattr(services, "LONGEST_REASON", 400)
    with pytest.raises(Exception, match="value too long"), transaction.atomic():
        read_note(reader=holding("Nina", "screening"), note_id=check.sealed_note_id, reason=WHY * 10, now=now())
    assert not SealedReading.objects.exists()


def test_nobody_reads_or_writes_about_themselves_or_their_household(inside_lamoni: Bank) -> None:
    nina = holding("Nina", "safety")
    with pytest.raises(AboutYourself):
        write_note(writer=nina, kind="incident", subject_id=nina.member_id, text="I was late", now=now())
    own = applied("Nina", now=now(), member=Member.objects.get(name="Nina"))
    with pytest.raises(AboutYourself):
        write_note(writer=nina, kind="incident", subject_id=own.pk, text="I was late", now=now())


def test_references_are_other_people_each_once_and_can_be_taken_back(inside_lamoni: Bank) -> None:
    amy = applied("Amy Adams", now=now())
    check = add_reference(application=amy, name="Rose", contact="1", relation="", now=now())
    with pytest.raises(ReferenceNamedAlready):
        add_reference(application=amy, name="ROSE", contact="2", relation="", now=now())
    with pytest.raises(ReferenceIsTheApplicant):
        add_reference(application=amy, name="amy adams", contact="2", relation="", now=now())
    drop_reference(application=amy, reference_id=check.pk)
    assert not ReferenceCheck.objects.exists()
    with behind_vault():
        assert not SealedNote.objects.exists()


def test_a_birth_date_moves_with_its_person_and_leaves_a_trace_when_read(inside_lamoni: Bank) -> None:
    amy, nina = applied("Amy Adams", now=now()), holding("Nina")
    keep_birth_date(person_id=amy.pk, born=date(2010, 2, 28), now=now())
    keep_birth_date(person_id=amy.pk, born=date(2012, 2, 29), now=now())
    assert move_birth_date(from_id=amy.pk, to_id=nina.member_id)
    assert not move_birth_date(from_id=amy.pk, to_id=nina.member_id)
    assert read_birth_date(person_id=amy.pk, reason="birthday", now=now()) is None
    assert read_birth_date(person_id=nina.member_id, reason="birthday", now=now()) == date(2012, 2, 29)
    assert SealedReading.objects.get().reader_id is None


def test_the_banks_ordinary_role_is_denied(inside_lamoni: Bank) -> None:
    for table in (SealedNote, SealedBirthDate):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            table.objects.count()

"""The clock reminds the silent, closes politely, forgets what ended, and knows who came of age; each once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from banks.membership.admission.clock import empty_ended, round_of_applications
from banks.membership.admission.rules import is_due_for_closing, is_due_for_reminder
from banks.membership.applications.birthdays import come_of_age
from banks.membership.applications.models import Application, Guardian
from banks.membership.orientations.services import take_seat
from banks.membership.screening.models import ReferenceCheck, SealedNote, SealedReading
from banks.membership.screening.services import keep_birth_date
from banks.notices.models import Notice
from banks.people.members.models import Member, StandingChange
from banks.people.vault.access import behind_vault
from banks.policies.clock import now
from banks.policies.kinds import ApplicationsPolicy
from tenants.models import Bank
from tests.orientations.planning import planned_in
from tests.pipeline.applying import applied, complete

pytestmark = pytest.mark.django_db
WAYS = ApplicationsPolicy()


def rounds(begin: datetime, days: int, *, every: int = 1) -> None:
    """The clock as it runs: several times a day, for some days."""
    for day in range(0, days + 1, every):
        round_of_applications(now=begin + timedelta(days=day, minutes=1))
        round_of_applications(now=begin + timedelta(days=day, minutes=11))


def subjects(application: Application) -> list[str]:
    return list(Notice.objects.filter(application=application).order_by("made_at").values_list("subject", flat=True))


def test_after_fifteen_days_of_silence_a_reminder_after_thirty_the_end(inside_lamoni: Bank) -> None:
    begin = now()
    half = applied("Half Done", now=begin, days_ago=0, sent=False)
    rounds(begin, 14)
    assert subjects(half) == []
    rounds(begin, 29)
    assert subjects(half) == ["Your application waits for you"]
    rounds(begin, 60)
    assert subjects(half) == ["Your application waits for you", "Your application is closed for now"]
    half.refresh_from_db()
    assert (half.state, half.ended_by_id) == ("closed", None)
    assert half.ended_at == begin + timedelta(days=30, minutes=1)


def test_whoever_waits_for_the_bank_is_neither_reminded_nor_closed(inside_lamoni: Bank) -> None:
    begin = now()
    theirs = complete(applied("Our Turn", now=begin, days_ago=0), now=begin)
    far = complete(applied("Far Away", now=begin, days_ago=0, inside_area=False), now=begin)
    rounds(begin, 100, every=7)
    assert subjects(theirs) == subjects(far) == []


def test_a_sign_of_life_begins_the_count_anew(inside_lamoni: Bank) -> None:
    begin = now()
    half = applied("Half Done", now=begin, days_ago=0, sent=False)
    rounds(begin, 29)
    Application.objects.filter(pk=half.pk).update(touched_at=begin + timedelta(days=29))
    rounds(begin, 43)
    assert len(subjects(half)) == 1
    rounds(begin, 45)
    assert subjects(half) == ["Your application waits for you"] * 2


def test_a_clock_that_stood_still_reminds_before_it_closes(inside_lamoni: Bank) -> None:
    long_ago = applied("Half Done", now=now(), days_ago=90, sent=False)
    round_of_applications(now=now())
    long_ago.refresh_from_db()
    assert long_ago.ended_at is None
    assert subjects(long_ago) == ["Your application waits for you"]


def test_a_draft_that_names_nothing_is_closed_without_a_letter(inside_lamoni: Bank) -> None:
    begin = now()
    nobody = applied("", now=begin, days_ago=0, sent=False, email="", phone="", town="")
    rounds(begin, 31)
    nobody.refresh_from_db()
    assert nobody.state == "closed"
    assert subjects(nobody) == []


def test_the_seat_of_somebody_closed_is_free_again(inside_valley: Bank) -> None:
    at = now()
    eve = complete(applied("Eve", now=at, days_ago=40), now=at)
    seat = take_seat(application=eve, orientation_id=planned_in(days=2, now=at).pk, now=at)
    Application.objects.filter(pk=eve.pk).update(reminded_at=at)
    rounds(at, 60, every=10)
    seat.refresh_from_db()
    assert seat.given_up_at is None, "it waits for the day, not for her"
    eve.refresh_from_db()
    assert eve.ended_at is None


@given(
    silence=st.integers(0, 90),
    since_reminder=st.none() | st.integers(0, 90),
    remind=st.integers(1, 40),
    more=st.integers(1, 40),
)
def test_nobody_is_closed_who_was_not_reminded_and_never_both_at_once(
    silence: int, since_reminder: int | None, remind: int, more: int
) -> None:
    ways = ApplicationsPolicy(remind_after=remind, close_after=remind + more)
    at = datetime.fromisoformat("2026-05-01T12:00:00+00:00")
    facts: dict[str, Any] = {
        "touched_at": at - timedelta(days=silence),
        "reminded_at": None if since_reminder is None else at - timedelta(days=since_reminder),
        "ways": ways,
        "now": at,
    }
    reminds, closes = is_due_for_reminder(**facts), is_due_for_closing(**facts)
    assert not (reminds and closes)
    if closes:
        assert since_reminder is not None
        assert silence >= remind + more
        assert since_reminder >= more


def test_ninety_days_after_the_end_what_was_written_is_gone(inside_lamoni: Bank) -> None:
    at = now()
    amy = complete(applied("Amy Adams", now=at, about="I bake.", latitude=40.6, longitude=-93.9), now=at)
    Guardian.objects.create(application=amy, name="Mother Adams", relation="mother")
    Application.objects.filter(pk=amy.pk).update(ended_at=at, state="declined", ended_words="No")
    assert empty_ended(now=at + timedelta(days=89)) == 0
    assert empty_ended(now=at + timedelta(days=91)) == 1
    assert empty_ended(now=at + timedelta(days=92)) == 0
    amy.refresh_from_db()
    left = {str(value) for value in vars(amy).values()}
    assert not {"Amy Adams", "amy.adams@example.org", "I bake.", "Lamoni", "50140", "40.6"} & left
    assert (amy.state, amy.ended_words) == ("declined", "")
    assert not (Guardian.objects.exists())
    assert not (ReferenceCheck.objects.exists())
    assert not (amy.first_listings.exists())
    assert not Notice.objects.filter(application=amy).exists()
    with behind_vault():
        assert not SealedNote.objects.exists()


def test_an_application_that_became_a_member_is_not_emptied(inside_lamoni: Bank) -> None:
    at = now()
    bill = applied("Bill", now=at, member=Member.objects.get(name="Bill"), ended_at=at, state="joined")
    assert empty_ended(now=at + timedelta(days=400)) == 0
    bill.refresh_from_db()
    assert bill.name == "Bill"


def minor(born: date) -> Member:
    member = Member.objects.get(name="Ida")
    member.is_minor, member.waiver_version = True, "1"
    member.save()
    keep_birth_date(person_id=member.pk, born=born, now=now())
    return member


@pytest.mark.parametrize(
    ("born", "day_before", "day"),
    [
        (date(2008, 12, 1), "2026-11-30", "2026-12-01"),
        (date(2012, 2, 29), "2030-02-28", "2030-03-01"),
        (date(2008, 2, 29), "2026-02-28", "2026-03-01"),
    ],
)
def test_l8_on_the_birthday_a_minor_comes_of_age_and_signs_themselves(
    inside_lamoni: Bank, born: date, day_before: str, day: str
) -> None:
    ida = minor(born)
    noon = {each: datetime.fromisoformat(f"{each}T18:00:00+00:00") for each in (day_before, day)}
    assert come_of_age(now=noon[day_before]) == 0
    assert come_of_age(now=noon[day]) == 1
    assert come_of_age(now=noon[day] + timedelta(minutes=10)) == 0
    ida.refresh_from_db()
    assert (ida.is_minor, ida.waiver_version) == (False, "")
    assert StandingChange.objects.get(member=ida).change == "of_age"
    assert "sign it yourself" in Notice.objects.get(member=ida).body


def test_l8_the_bank_is_where_the_birthday_begins(inside_lamoni: Bank) -> None:
    """Five in the morning in London is still the day before in Iowa."""
    minor(date(2008, 12, 1))
    with time_machine.travel("2026-12-01T05:00:00+00:00", tick=False):
        assert come_of_age(now=now()) == 0
    with time_machine.travel("2026-12-01T06:01:00+00:00", tick=False):
        assert come_of_age(now=now()) == 1


def test_l8_the_clock_reads_a_sealed_date_once_a_day_and_writes_it_down(inside_lamoni: Bank) -> None:
    at = datetime.fromisoformat("2026-11-20T18:00:00+00:00")
    ida = minor(date(2012, 6, 1))
    for minutes in (0, 10, 20):
        come_of_age(now=at + timedelta(minutes=minutes))
    reading = SealedReading.objects.get()
    assert (reading.subject_id, reading.reader_id, reading.reason) == (ida.pk, None, "birthday")
    come_of_age(now=at + timedelta(days=1))
    assert SealedReading.objects.count() == 2


def test_l8_an_applicant_who_comes_of_age_signs_themselves(inside_lamoni: Bank) -> None:
    at = datetime.fromisoformat("2026-12-01T18:00:00+00:00")
    kim = applied("Kim Young", now=at, is_minor=True)
    keep_birth_date(person_id=kim.pk, born=date(2008, 12, 1), now=at)
    assert come_of_age(now=at) == 1
    kim.refresh_from_db()
    assert (kim.is_minor, kim.touched_at) == (False, at)

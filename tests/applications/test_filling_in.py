"""Filling in (rows L8, L19): each bad input has its sentence, what is fine is saved, nothing typed is lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from banks.membership.applications.facts import waits_of
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want
from banks.membership.applications.services import send_application
from banks.membership.screening.models import SealedBirthDate, SealedNote
from banks.people.members.births import check_birth_date, is_minor
from banks.people.members.models import Member
from banks.people.vault.access import behind_vault
from banks.policies.kinds import MembershipPolicy
from tenants.context import in_bank
from tenants.models import Bank
from tests.applications.applying import Applicant, waiting
from tests.applications.people import JOIN, filled_in, sent, with_rules


def birthday_of_a_child() -> str:
    return f"{datetime.now(UTC).date() - timedelta(days=12 * 365):%m/%d/%Y}"


def grown(lamoni: Bank, **more: Any) -> Applicant:
    rose = Applicant(lamoni)
    assert rose.about(**more).status == 302
    return rose


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1/1/2100", "This day lies in the future."),
        ("5/17/1800", "Please check the year in which you were born."),
        ("2/29/1949", "There is no such day."),
        ("13/13/1950", "There is no such day."),
        ("seventeenth of May", "There is no such day."),
        ("5/17/0050", "Please check the year in which you were born."),
        ("", "Please write your date of birth."),
    ],
)
def test_l8_a_birth_date_that_cannot_be_is_said_kept_and_the_rest_is_saved(
    lamoni: Bank, typed: str, sentence: str
) -> None:
    rose = Applicant(lamoni)
    page = rose.about(birth_date=typed, recruiter_words="Jean", email="rose@example.org")
    assert page.status == 422
    assert sentence in page.text
    assert page.has_field("birth_date", typed) or not typed
    kept = rose.row
    assert (kept.recruiter_words, kept.email, kept.birth_date_given) == ("Jean", "rose@example.org", False)


def test_l8_the_twenty_ninth_of_february_is_a_birthday(lamoni: Bank) -> None:
    assert grown(lamoni, birth_date="2/29/1948").row.birth_date_given
    rules, born = MembershipPolicy(min_age=16), date(2008, 2, 29)
    check_birth_date(born, rules, on=date(2024, 2, 29))
    with pytest.raises(Exception, match="29 February 2024"):
        check_birth_date(born, rules, on=date(2024, 2, 28))
    assert is_minor(born, rules, on=date(2026, 2, 28))
    assert not is_minor(born, rules, on=date(2026, 3, 1))


def test_l8_below_the_lowest_age_the_day_of_welcome_is_said(valley: Bank) -> None:
    with in_bank(valley):
        with_rules(now=timezone.now(), min_age=16)
    vera = Applicant(valley)
    page = vera.about(birth_date=birthday_of_a_child())
    assert "Our members are at least 16 years old. You are welcome from" in page.text
    assert not vera.row.birth_date_given


def test_l8_a_birth_date_stands_behind_the_vault_and_is_never_shown_again(lamoni: Bank) -> None:
    rose = grown(lamoni, birth_date="5/17/1950")
    for stop in ("about", "check"):
        assert "1950" not in rose.get(stop).html
    with in_bank(lamoni):
        assert "1950" not in str(vars(rose.row))
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            SealedBirthDate.objects.count()
        with behind_vault():
            assert b"1950" not in bytes(SealedBirthDate.objects.get(person_id=rose.pk).sealed)
    assert rose.about(birth_date="").status == 302, "left empty, it stays"
    assert rose.row.birth_date_given


def test_l8_a_minor_is_asked_for_a_guardian_and_nobody_else_is(lamoni: Bank) -> None:
    rose, milo = grown(lamoni), grown(lamoni, birth_date=birthday_of_a_child())
    assert not rose.row.is_minor
    assert milo.row.is_minor
    assert milo.post("place", where="50140", seen="").status == 302
    assert "Your guardian" in milo.get("check").text
    assert "Your guardian" not in rose.get("check").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "rose  NEWCOMER"}, "A guardian is another person than the one who wants to join."),
        ({"is_of_age": ""}, "A guardian is of age."),
        ({"relation": ""}, "Please say how you belong together"),
        ({"name": ""}, "Please write the guardian's full name."),
        ({"phone": "", "email": ""}, "Please give the guardian's telephone number or mail address."),
    ],
)
def test_l8_a_guardian_who_is_none(lamoni: Bank, changes: dict[str, str], sentence: str) -> None:
    milo = grown(lamoni, birth_date=birthday_of_a_child())
    given = {"name": "Grace Newcomer", "relation": "mother", "phone": "641-555-0100", "is_of_age": "on"}
    page = milo.post("guardian", **{**given, **changes})
    assert page.status == 422
    assert sentence in page.text
    assert page.form["relation"].value() == changes.get("relation", "mother")
    with in_bank(lamoni):
        assert Want.GUARDIAN in {wait.what for wait in waits_of(milo.row, now=timezone.now())}
    assert milo.post("guardian", **given).status == 302
    with in_bank(lamoni):
        assert Want.GUARDIAN not in {wait.what for wait in waits_of(milo.row, now=timezone.now())}


def test_l19_a_minor_does_not_sign_and_the_guardian_is_another_person(lamoni: Bank) -> None:
    milo = grown(lamoni, birth_date=birthday_of_a_child())
    assert "another person" in milo.sign("Rose Newcomer", is_of_age="on").text
    assert "of age" in milo.sign("Grace Newcomer").text
    assert milo.sign("Grace Newcomer", is_of_age="on").status == 302
    with in_bank(lamoni):
        signature = milo.row.signatures.get()
    assert (signature.as_guardian, signature.signer_name, signature.version) == (True, "Grace Newcomer", "1")


def test_l19_words_that_changed_while_they_were_read_are_shown_anew_and_the_name_stays(lamoni: Bank) -> None:
    rose = grown(lamoni)
    before = rose.get("waiver").form["words_sha256"].value()
    with in_bank(lamoni):
        with_rules(now=timezone.now(), waiver_version="2", waiver_text="Be kind to each other.")
    page = rose.post("waiver", words_sha256=before, signer_name="Rose Newcomer")
    assert page.status == 422
    assert "The words have changed since you read them." in page.text
    assert "Be kind to each other." in page.text
    assert page.has_field("signer_name", "Rose Newcomer")
    assert (
        rose.post("waiver", words_sha256=page.form["words_sha256"].value(), signer_name="Rose Newcomer").status == 302
    )


def test_l19_a_waiver_of_an_old_version_is_signed_anew_and_nothing_is_lost(lamoni: Bank) -> None:
    rose = grown(lamoni)
    rose.sign("Rose Newcomer")
    assert "Signed by Rose Newcomer" in rose.get("waiver").text
    with in_bank(lamoni):
        with_rules(now=timezone.now(), waiver_version="2", waiver_text="Be kind to each other.")
    assert "The words have changed since you signed them. Nothing you told us is lost" in rose.get("waiver").text
    rose.sign("Rose Newcomer")
    with in_bank(lamoni):
        assert set(rose.row.signatures.values_list("version", flat=True)) == {"1", "2"}


def test_l19_on_paper_one_sends_first_and_the_signature_follows(lamoni: Bank) -> None:
    nell = grown(lamoni)
    nell.post("place", where="50140")
    nell.post("references", **{"person0-name": "Ruth", "person0-contact": "1"})
    nell.offers()
    assert "sign on paper later" in nell.get("check").text
    assert nell.post("check").status == 302
    assert "Sign the waiver" in waiting(nell.get())


def test_l8_each_page_saves_what_is_fine_beside_what_is_not(lamoni: Bank) -> None:
    rose = grown(lamoni)
    page = rose.offers(**{"request0-title": ""})
    assert page.status == 422
    assert "Please say in a few words what it is" in page.text
    with in_bank(lamoni):
        assert sorted(rose.row.first_listings.values_list("kind", "title")) == [
            ("offer", "I bake bread"), ("request", ""),
        ]  # fmt: skip
    assert rose.get("offers").has_field("offer0-title", "I bake bread")
    assert "What you offer and need" in rose.post("check").text


def test_l8_the_script_saves_quietly_and_says_when(lamoni: Bank) -> None:
    rose = Applicant(lamoni)
    page = rose.post("about", quiet="yes", name="Rose Newcomer", phone="", about="I bake", birth_date="2/3")
    assert page.status == 200
    assert "Saved at" in page.text
    assert "<html" not in page.html
    assert (rose.row.about, rose.row.phone) == ("I bake", "641-555-0100")
    page = rose.post("place", quiet="yes", where="50140")
    assert "That is inside our area of 10 miles." in page.text
    assert rose.row.inside_area is True


def test_an_address_that_is_given_later_gets_the_link_once(lamoni: Bank) -> None:
    rose = Applicant(lamoni)
    for _ in range(2):
        rose.about(email="rose.later@example.org")
    with in_bank(lamoni):
        told = rose.row.notices.filter(to_address="rose.later@example.org")
        assert [rose.url() in notice.body for notice in told] == [True]


@pytest.mark.parametrize("words", ["Jean", "jean", "number {number}", "#{number}", "{number}"])
def test_whom_they_name_is_found_by_number_or_exact_name(lamoni: Bank, words: str) -> None:
    with in_bank(lamoni):
        jean = Member.objects.get(name="Jean")
    rose = grown(lamoni, recruiter_words=words.format(number=jean.number))
    assert rose.row.recruited_by_id == jean.pk


def test_whom_nobody_knows_waits_for_a_coordinator_and_the_page_says_nothing_about_members(lamoni: Bank) -> None:
    pages = {}
    for words in ("Jean", "Nobody Here", "Jea", "99999"):
        rose = grown(lamoni, recruiter_words=words)
        pages[words] = rose.get("check").text.replace(words, "").replace(rose.secret, "")
        assert (rose.row.recruited_by_id is None) == (words != "Jean")
    assert len(set(pages.values())) == 1


def test_a_reference_goes_under_seal_at_once_and_can_be_taken_back(lamoni: Bank) -> None:
    rose = grown(lamoni)
    page = rose.post("references", **{"person0-name": "Pastor Ruth", "person0-contact": ""})
    assert page.status == 422
    assert page.has_field("person0-name", "Pastor Ruth")
    assert (
        "another person who knows you"
        in rose.post("references", **{"person0-name": "Rose Newcomer", "person0-contact": "1"}).text
    )
    assert rose.post("references", **{"person0-name": "Pastor Ruth", "person0-contact": "1"}).status == 302
    for stop in ("references", "check"):
        assert "Ruth" not in rose.get(stop).html
    with in_bank(lamoni):
        check = rose.row.references.get()
        with behind_vault():
            assert b"Ruth" not in bytes(SealedNote.objects.get(pk=check.sealed_note_id).sealed)
    rose.post("references", drop=str(check.pk))
    with in_bank(lamoni):
        assert not rose.row.references.exists()


def test_sending_what_is_incomplete_names_what_is_missing(lamoni: Bank) -> None:
    rose = grown(lamoni)
    page = rose.post("check")
    assert page.status == 422
    assert "Where you live, Who knows you, What you offer and need" in page.text
    assert rose.row.sent_at is None


def test_valley_asks_other_things_than_lamoni_from_values_alone(lamoni: Bank, valley: Bank) -> None:
    asked = {}
    for bank in (lamoni, valley):
        rose = grown(bank)
        asked[bank.slug] = rose.get("about").response.context["steps"]
    assert "The waiver" in asked["lamoni"]
    assert "Who knows you" in asked["lamoni"]
    assert asked["valley"] == ["About you", "Where you live", "What you offer and need", "Check and send"]
    with in_bank(valley):
        with_rules(now=timezone.now(), references_required=2)
    assert "Who knows you" in Applicant(valley).get("about").response.context["steps"]
    with in_bank(valley):
        assert waiting_of(sent("Vera", now=timezone.now())) == {Want.ORIENTATION_SEAT, Want.REFERENCE_CHECKS}


def waiting_of(application: Application) -> set[Want]:
    return {wait.what for wait in waits_of(application, now=timezone.now())}


def test_an_organisation_is_asked_only_where_the_rules_admit_them(lamoni: Bank, valley: Bank) -> None:
    with in_bank(lamoni):
        with_rules(now=timezone.now(), organisations=False)
    assert "Who joins?" not in Applicant(lamoni).get("about").text
    rose = Applicant(lamoni)
    rose.about(kind="organisation")
    assert rose.row.kind == "person"
    with in_bank(valley):
        with_rules(now=timezone.now(), organisations=True)
    club = Applicant(valley, "Garden Club")
    assert "Who joins?" in club.get("about").text
    assert club.post("about", kind="organisation", name="Garden Club", phone="1").status == 302
    assert club.row.kind == "organisation"
    assert "Your date of birth" not in club.get("about").text


def test_after_sending_details_can_be_changed_and_the_page_says_what_it_waits_for(lamoni: Bank) -> None:
    rose = grown(lamoni)
    rose.post("place", where="50140")
    rose.post("references", **{"person0-name": "Ruth", "person0-contact": "1"})
    rose.sign("Rose Newcomer")
    rose.offers()
    assert rose.post("check").to == rose.url()
    assert waiting(rose.get()) == ["We ask those who know you", "Two of us look at your application"]
    assert rose.about(phone="641-555-0199").to == rose.url()
    assert rose.row.phone == "641-555-0199"
    assert rose.post("check").to == rose.url(), "sending twice is sending once"
    with in_bank(lamoni):
        assert rose.row.notices.filter(subject="We have your application").count() == 1


def test_taken_back_it_is_over_and_the_birth_date_is_gone(lamoni: Bank) -> None:
    rose = grown(lamoni)
    assert "Take your application back?" in rose.get("withdraw").text
    rose.post("withdraw")
    page = rose.get()
    assert page.status == 410
    assert "You took it back yourself." in page.text
    assert "Begin again" in page.text
    for stop in ("about", "place", "check", "offers"):
        assert rose.post(stop, name="x").status == 410
    with in_bank(lamoni), behind_vault():
        assert not SealedBirthDate.objects.filter(person_id=rose.pk).exists()


def test_a_link_that_was_closed_says_what_happened(lamoni: Bank) -> None:
    rose = grown(lamoni)
    with in_bank(lamoni):
        words = "Nobody had gone on with it for 30 days."
        Application.objects.filter(pk=rose.pk).update(state="closed", ended_at=timezone.now(), ended_words=words)
    page = rose.get("about")
    assert page.status == 410
    assert words in page.text
    assert "You can begin again any time" in page.text


def test_nobody_sends_for_somebody_whose_application_ended(lamoni: Bank) -> None:
    with in_bank(lamoni):
        rose = filled_in("Rose Late", now=timezone.now())
        Application.objects.filter(pk=rose.pk).update(state="closed", ended_at=timezone.now())
        with pytest.raises(Exception, match="This application has ended"):
            send_application(application_id=rose.pk, link=JOIN, now=timezone.now())

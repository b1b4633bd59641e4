"""L8, L19: members sign a liability waiver; its version is kept, its PDF downloads; a guardian signs for minors."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from banks.membership.waivers import services
from banks.membership.waivers.models import WaiverSignature
from banks.people.members.models import Member
from banks.policies.clock import now
from banks.policies.errors import WaiverVersionReused
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, days_ago, member, member_id
from tests.papers.reading import paper
from tests.waivers.words import ADDED, new_words, text_in_use


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def signing(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {"is_read": "on", "signer_name": "Anne Miller", "words_sha256": sha(text_in_use(bank))}
    return {**given, **changes}


def signatures(bank: Bank, name: str) -> list[WaiverSignature]:
    with in_bank(bank):
        return list(WaiverSignature.objects.filter(member__name=name).order_by("signed_at"))


def sign(bank: Bank, name: str, **changes: Any) -> Page:
    return Browser(bank, name).post("/waiver/sign/", **signing(bank, **changes))


# -- the words


def test_l19_the_words_are_open_to_visitors_on_a_page_and_as_a_paper(lamoni: Bank) -> None:
    visitor = Browser(lamoni)
    page, made = visitor.get("/waiver/"), paper(visitor, "/waiver.pdf")
    assert page.status == 200
    for said in text_in_use(lamoni).split("\n\n"):
        words = " ".join(said.split())
        assert words in page.text
        assert words in made.text
    for line in ("Waiver, version 1", "Signature", "Name of the guardian, in full", "For a member younger than 18"):
        assert line in made.text
    assert made.name == "waiver-1.pdf"
    assert "Download the waiver (PDF)" in visitor.get("/guidelines/").text


def test_l19_a_bank_without_a_waiver_says_so(door: Bank) -> None:
    assert "asks nobody to sign a waiver" in Browser(door).get("/waiver/").text
    refused = Browser(door).get("/waiver.pdf")
    assert refused.status == 422
    assert "This bank asks nobody to sign a waiver at the moment." in refused.text
    assert Browser(door, "Anne").post("/waiver/sign/", is_read="on", signer_name="Anne").status == 422
    assert "Download the waiver" not in Browser(door).get("/guidelines/").text


# -- signing on screen


def test_l19_a_member_signs_on_screen_and_keeps_a_copy(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Anne").update(waiver_version="")
    anne = Browser(lamoni, "Anne")
    assert "Please read and sign our waiver." in anne.get("/").text
    assert sign(lamoni, "Anne", signer_name="  Anne   Miller ").to == "/waiver/"
    (signature,) = signatures(lamoni, "Anne")
    assert (signature.version, signature.signer_name, signature.method) == ("1", "Anne Miller", "screen")
    assert signature.text_sha256 == sha(text_in_use(lamoni))
    assert member(lamoni, "Anne").waiver_version == "1"
    assert "Please read and sign" not in anne.get("/").text
    assert "signed on screen by Anne Miller" in anne.get("/waiver/").text
    copy = paper(anne, f"/waiver/signed/{signature.pk}/")
    today = days_ago(lamoni, 0)
    for said in ("Signed by: Anne Miller", f"Day: {today.day} {today:%B %Y}", "How: On screen", "Member: Anne"):
        assert said in copy.text
    assert signature.text_sha256 in copy.text.replace(" ", "")
    assert "I want to become a member of timeBanking/Lamoni." in copy.text


def test_l19_signing_twice_is_one_signature(lamoni: Bank) -> None:
    for _ in range(2):
        assert sign(lamoni, "Anne").status == 302
    assert len(signatures(lamoni, "Anne")) == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"is_read": ""}, "is_read", "Please read the words above, then tick this."),
        ({"signer_name": "  "}, "signer_name", "Please write the full name of the person who signs."),
        ({"signer_name": "--- 12"}, "signer_name", "Please write the full name of the person who signs."),
    ],
)
def test_l19_a_signature_without_a_name_or_unread_is_none(
    lamoni: Bank, changes: dict[str, str], field: str, sentence: str
) -> None:
    page = sign(lamoni, "Anne", **changes)
    assert page.status == 422
    assert page.form.errors == {field: [sentence]}
    assert signatures(lamoni, "Anne") == []


def test_l19_a_signature_is_never_changed(lamoni: Bank) -> None:
    sign(lamoni, "Anne")
    with in_bank(lamoni), pytest.raises(DatabaseError), transaction.atomic():
        WaiverSignature.objects.update(signer_name="Somebody else")
    with in_bank(lamoni), pytest.raises(DatabaseError), transaction.atomic():
        WaiverSignature.objects.all().delete()


# -- words that change


def test_l19_words_that_changed_while_they_were_read_come_back_to_be_read(lamoni: Bank) -> None:
    read = signing(lamoni)
    new_words(lamoni)
    page = Browser(lamoni, "Anne").post("/waiver/sign/", **read)
    assert page.status == 422
    assert "The words have changed since you read them." in page.text
    assert ADDED in page.text
    assert page.has_field("signer_name", "Anne Miller")
    assert page.has_field("words_sha256", sha(text_in_use(lamoni)))
    assert "checked" not in page.html.partition('name="is_read"')[2].partition(">")[0]
    assert signatures(lamoni, "Anne") == []
    assert sign(lamoni, "Anne").status == 302


def test_l19_without_the_check_old_words_would_be_signed_unseen(lamoni: Bank, monkeypatch: Any) -> None:
    read = signing(lamoni)
    new_words(lamoni)
    monkeypatch.setattr(services, "_words", lambda sha256, *, method, now: services.waiver_to_sign(now))
    assert Browser(lamoni, "Anne").post("/waiver/sign/", **read).status == 302
    (signature,) = signatures(lamoni, "Anne")
    assert signature.text_sha256 != read["words_sha256"]


def test_l19_an_older_signature_leads_to_the_new_words_with_what_changed(lamoni: Bank) -> None:
    sign(lamoni, "Anne")
    assert Browser(lamoni, "Anne").get("/record/provided/").status == 200
    new_words(lamoni, text=text_in_use(lamoni).replace("valid license", "valid licence") + f"\n\n{ADDED}")
    anne = Browser(lamoni, "Anne")
    assert "Version 2 is in use now." in anne.get("/").text
    page = anne.get("/waiver/sign/")
    assert "You signed version 1" in page.text
    assert "gone: license" in page.text
    assert "new: licence" in page.text
    assert f"new: {ADDED}" in page.text
    assert sign(lamoni, "Anne").status == 302
    assert [each.version for each in signatures(lamoni, "Anne")] == ["1", "2"]
    assert member(lamoni, "Anne").waiver_version == "2"
    older = paper(anne, f"/waiver/signed/{signatures(lamoni, 'Anne')[0].pk}/")
    assert "Waiver, version 1" in older.text
    assert ADDED not in older.text
    assert ADDED in paper(anne, "/waiver.pdf").text


def test_l19_older_words_stay_to_be_read_by_their_number(lamoni: Bank) -> None:
    new_words(lamoni)
    visitor = Browser(lamoni)
    assert "/waiver/version/1/" in visitor.get("/waiver/").html
    older = visitor.get("/waiver/version/1/")
    assert "These words are no longer signed." in older.text
    assert ADDED not in older.text
    assert ADDED not in paper(visitor, "/waiver/version/1/waiver.pdf").text
    assert visitor.get("/waiver/version/7/").status == 404
    assert visitor.get("/waiver/version/7/waiver.pdf").status == 404


def test_l19_other_words_never_bear_the_name_of_a_signed_version(lamoni: Bank) -> None:
    with pytest.raises(WaiverVersionReused):
        new_words(lamoni, version="1")
    new_words(lamoni, version="2")
    with pytest.raises(WaiverVersionReused):
        new_words(lamoni, version="1", text="Quite other words.")
    new_words(lamoni, version="2", text=text_in_use(lamoni), references_required=2)  # the same words may go on


def test_l19_whoever_signs_new_words_at_once_is_not_thrown_back(lamoni: Bank) -> None:
    """Rules that begin during a day count from the next one: today the older version is still asked for."""
    new_words(lamoni)
    assert sign(lamoni, "Anne").status == 302
    for path in ("/record/provided/", "/directory/"):
        assert Browser(lamoni, "Anne").get(path).status == 200
    assert "Anne" in Browser(lamoni, "Bill").get("/directory/").text


# -- guardians


@pytest.fixture
def young_anne(lamoni: Bank) -> Bank:
    with in_bank(lamoni):
        Member.objects.filter(name="Anne").update(is_minor=True, waiver_version="")
    return lamoni


def test_l8_a_guardian_signs_for_a_minor(young_anne: Bank) -> None:
    page = Browser(young_anne, "Anne").get("/waiver/sign/")
    assert "A guardian signs for Anne" in page.text
    assert "The guardian's full name" in page.text
    assert sign(young_anne, "Anne", signer_name="Bertha Miller", is_of_age="on").status == 302
    (signature,) = signatures(young_anne, "Anne")
    assert signature.as_guardian
    copy = paper(Browser(young_anne, "Anne"), f"/waiver/signed/{signature.pk}/")
    assert "Signed by: Bertha Miller, as legal guardian" in copy.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"signer_name": "anne", "is_of_age": "on"}, "signer_name",
            "The guardian is another person than Anne. Please write the guardian's own name.",
        ),
        (
            {"signer_name": "Bertha Miller"}, "is_of_age",
            "A guardian is of age. Please tick that you are, or ask somebody who is.",
        ),
    ],
)  # fmt: skip
def test_l8_a_guardian_is_another_person_and_of_age(
    young_anne: Bank, changes: dict[str, str], field: str, sentence: str
) -> None:
    page = sign(young_anne, "Anne", **changes)
    assert page.status == 422
    assert page.form.errors == {field: [sentence]}
    assert signatures(young_anne, "Anne") == []


def test_l8_a_minor_cannot_sign_alone_whatever_is_sent(young_anne: Bank) -> None:
    on_paper = {
        "words_sha256": sha(text_in_use(young_anne)), "who": "myself", "signer_name": "Anne",
        "signed_on": days_ago(young_anne, 1).isoformat(),
    }  # fmt: skip
    page = Browser(young_anne, "Cora").post(f"/members/{member_id(young_anne, 'Anne')}/waiver/", **on_paper)
    assert page.status == 422
    assert "Anne is under age, so a legal guardian signs." in page.text
    assert signatures(young_anne, "Anne") == []


# -- on paper


def recording(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {
        "words_sha256": sha(text_in_use(bank)), "who": "myself", "signer_name": "Anne Miller",
        "signed_on": days_ago(bank, 10).isoformat(),
    }  # fmt: skip
    return {**given, **changes}


def test_l19_a_coordinator_records_a_signed_paper(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Anne").update(waiver_version="")
    address = f"/members/{member_id(lamoni, 'Anne')}/waiver/"
    cora = Browser(lamoni, "Cora")
    assert "Version 1 still has to be signed." in cora.get(address).text
    assert cora.post(address, **recording(lamoni)).status == 302
    (signature,) = signatures(lamoni, "Anne")
    assert (signature.method, signature.signed_at.date()) == ("paper", days_ago(lamoni, 10))
    assert signature.recorded_by_id == member(lamoni, "Cora").pk
    assert "Everything is signed." in cora.get(address).text
    assert "How: On paper" in paper(cora, f"/waiver/signed/{signature.pk}/").text
    assert Browser(lamoni, "Bill").get(address).status == 403


def test_l19_a_paper_of_older_words_is_kept_and_the_new_ones_are_still_to_sign(lamoni: Bank) -> None:
    old = recording(lamoni)
    new_words(lamoni)
    address = f"/members/{member_id(lamoni, 'Anne')}/waiver/"
    cora = Browser(lamoni, "Cora")
    assert cora.post(address, **old).status == 302
    assert member(lamoni, "Anne").waiver_version == "1"
    assert "Version 2 still has to be signed." in cora.get(address).text
    assert sign(lamoni, "Anne").status == 302
    assert cora.post(address, **{**old, "signer_name": "A. Miller"}).status == 302
    assert member(lamoni, "Anne").waiver_version == "2", "an older paper found later takes nothing back"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"signed_on": "2199-01-01"}, "signed_on", "The day of signing lies in the future."),
        ({"signed_on": ""}, "signed_on", "Choose the day beside the name."),
        ({"words_sha256": "0" * 64}, "words_sha256", "Choose the version that stands on the paper."),
        ({"who": ""}, "who", "Choose who signed."),
        ({"signer_name": ""}, "signer_name", "Please write the full name"),
    ],
)
def test_l19_a_paper_that_says_too_little(lamoni: Bank, changes: dict[str, str], field: str, sentence: str) -> None:
    address = f"/members/{member_id(lamoni, 'Anne')}/waiver/"
    page = Browser(lamoni, "Cora").post(address, **recording(lamoni, **changes))
    assert page.status == 422
    assert sentence in page.form.errors[field][0]
    assert signatures(lamoni, "Anne") == []


# -- whose copy it is


def test_l19_a_signed_copy_is_for_its_member_and_coordinators(lamoni: Bank, door: Bank) -> None:
    sign(lamoni, "Anne")
    address = f"/waiver/signed/{signatures(lamoni, 'Anne')[0].pk}/"
    assert Browser(lamoni, "Anne").client.get(address).status_code == 200
    assert Browser(lamoni, "Cora").client.get(address).status_code == 200
    assert Browser(lamoni, "Bill").get(address).status == 404
    assert Browser(lamoni).get(address).to.startswith("/sign-in/")
    assert Browser(door, "Cora").get(address).status == 404


def test_l19_two_who_sign_at_different_times_have_their_own_moments(lamoni: Bank) -> None:
    sign(lamoni, "Anne")
    sign(lamoni, "Bill", signer_name="Bill Jones")
    (anne,), (bill,) = signatures(lamoni, "Anne"), signatures(lamoni, "Bill")
    assert anne.signed_at < bill.signed_at <= now() + timedelta(seconds=5)

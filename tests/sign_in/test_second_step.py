"""Passkeys, one-time codes and recovery codes, under our own addresses and words; sealed, and never walked around."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.cache import cache

from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.people.vault.errors import SealBroken
from tenants.context import in_bank
from tenants.models import Bank
from tenants.users.adapter import CHANGES, HouseAdapter
from tenants.users.models import User
from tests.house.cast import PASSWORD
from tests.pages.browsing import Browser
from tests.sign_in.helping import (
    NEW_PASSWORD,
    ask_for_code,
    authenticators,
    code_for,
    digits,
    give_app,
    helper,
    is_in,
    last_notice,
    number_of,
    say_again,
    set_up_app,
    sign_in,
    stranger,
    use_code,
)


@pytest.fixture(autouse=True)
def _clock_stands_still() -> Iterator[None]:
    """A one-time code fits for a minute or two: the pages take none of it, however slow the machine."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def test_a_member_finds_the_ways_to_sign_in_from_their_details(door: Bank) -> None:
    anne = Browser(door, "Anne")
    assert "/sign-in/ways/" in anne.get("/profile/").html
    page = anne.get("/sign-in/ways/")
    for words in ("Change my password", "Add a passkey", "Set up an app", "Recovery codes", "Sign out everywhere else"):
        assert words in page.text
    assert stranger(door).get("/sign-in/ways/").to.startswith("/sign-in/?next=")


def test_one_time_codes_are_asked_for_after_the_password(door: Bank) -> None:
    secret = set_up_app(Browser(door, "Anne"))
    anne = stranger(door)
    assert sign_in(anne, "Anne").to == "/sign-in/second-step/"
    assert not is_in(anne), "the password alone opens nothing"
    assert "The second step" in anne.get("/sign-in/second-step/").text
    wrong = anne.post("/sign-in/second-step/", code="000000")
    assert "This code does not fit." in wrong.text
    shown = digits(secret, periods=1)
    assert anne.post("/sign-in/second-step/", code=shown).to == "/"
    assert is_in(anne)
    again = stranger(door)
    sign_in(again, "Anne")
    assert "This code does not fit." in again.post("/sign-in/second-step/", code=shown).text


def test_nobody_reaches_the_second_step_without_the_first(door: Bank) -> None:
    assert stranger(door).get("/sign-in/second-step/").to == "/sign-in/"


def test_a_recovery_code_stands_in_once(door: Bank) -> None:
    give_app(door, "Anne")
    anne = Browser(door, "Anne")
    say_again(anne, "/sign-in/ways/recovery-codes/")
    page = anne.get("/sign-in/ways/recovery-codes/")
    codes = re.findall(r"\b\d{8}\b", page.text)
    assert len(codes) == 10
    saved = anne.get("/sign-in/ways/recovery-codes/file/")
    assert codes[0] in saved.html
    assert "attachment" in saved.response["Content-Disposition"]
    first, second = stranger(door), stranger(door)
    sign_in(first, "Anne")
    assert first.post("/sign-in/second-step/", code=codes[0]).to == "/"
    sign_in(second, "Anne")
    assert second.post("/sign-in/second-step/", code=codes[0]).status == 200
    assert not is_in(second)
    assert "9 of 10 unused" in anne.get("/sign-in/ways/recovery-codes/").text


def test_the_app_is_taken_away_again_and_its_recovery_codes_with_it(door: Bank) -> None:
    anne = Browser(door, "Anne")
    set_up_app(anne)
    assert anne.post("/sign-in/ways/app/remove/").to == "/sign-in/ways/"
    assert authenticators(door, "Anne") == []
    assert sign_in(stranger(door), "Anne").to == "/"


def test_changing_how_one_signs_in_asks_for_the_password_once_more(door: Bank) -> None:
    anne = Browser(door, "Anne")
    for path in ("/sign-in/ways/app/", "/sign-in/ways/passkeys/new/", "/sign-in/ways/recovery-codes/new/"):
        assert anne.get(path).to.startswith("/sign-in/again/")
    assert "Is it you?" in anne.get("/sign-in/again/?next=/sign-in/ways/app/").text


def test_a_program_sends_the_one_time_code_along(door: Bank) -> None:
    secret = give_app(door, "Anne")

    def ask(**more: str) -> tuple[int, str]:
        body = {"login": number_of(door, "Anne"), "password": PASSWORD, **more}
        client = stranger(door).client
        answer = client.post("/api/v1/sign-in/", body, content_type="application/json")
        return answer.status_code, answer.json().get("code", "")

    assert ask() == (401, "users.second_step_asked")
    assert ask(code="") == (401, "users.second_step_asked")
    assert ask(code="000000") == (401, "users.second_step_asked")
    shown = digits(secret, periods=1)
    assert ask(code=shown) == (201, "")
    assert ask(code=shown) == (401, "users.second_step_asked"), "each code counts once"


def test_a_one_time_code_counts_once_for_as_long_as_it_fits(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth remembers a spent code for half a minute, and ours fit for longer; then the guard taken out."""
    secret = give_app(door, "Anne")
    shown = digits(secret, periods=1)

    def opened(code: str) -> bool:
        with in_bank(door):
            user_id = Member.objects.get(name="Anne").user_id
            cache.delete(f"allauth.mfa.totp.used?user={user_id}&code={shown}")
        body = {"login": number_of(door, "Anne"), "password": PASSWORD, "code": code}
        answer = stranger(door).client.post("/api/v1/sign-in/", body, content_type="application/json")
        return bool(answer.status_code == 201)

    assert opened(shown)
    assert not opened(shown)
    assert not opened(f"{shown[:3]} {shown[3:]}")
    monkeypatch.setattr("tenants.users.forms._spend", lambda *given: True)
    assert opened(shown)


def test_without_the_question_a_password_alone_would_give_a_token(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out."""
    give_app(door, "Anne")
    monkeypatch.setattr(User, "has_second_step", False)
    body = {"login": number_of(door, "Anne"), "password": PASSWORD}
    answer = stranger(door).client.post("/api/v1/sign-in/", body, content_type="application/json")
    assert answer.status_code == 201


def test_a_code_handed_over_does_not_walk_around_the_second_step(door: Bank) -> None:
    secret = give_app(door, "Anne")
    beth = helper(door)
    assert "frees_second_step" not in ask_for_code(beth, "Bill").html
    use_code(door, "Anne", code_for(beth, "Anne", frees_second_step="on"))
    anne = stranger(door)
    assert sign_in(anne, "Anne", NEW_PASSWORD).to == "/sign-in/second-step/"
    assert anne.post("/sign-in/second-step/", code=digits(secret, periods=1)).to == "/"


def test_a_lost_second_step_is_taken_away_by_an_administrator_in_person_only(door: Bank) -> None:
    give_app(door, "Anne")
    ada = Browser(door, "Ada")
    with in_bank(door):
        Member.objects.filter(name="Anne").update(phone="920-555-0102")
    refused = ask_for_code(ada, "Anne", recognised="called_back", frees_second_step="on")
    assert refused.status == 422
    assert refused.form.errors["frees_second_step"]
    use_code(door, "Anne", code_for(ada, "Anne", frees_second_step="on"))
    assert sign_in(stranger(door), "Anne", NEW_PASSWORD).to == "/"
    assert "Your passkeys and one-time codes no longer count" in last_notice(door, "Anne").body
    assert "the second step taken away" in ada.get("/sign-in-help/").text


def test_secrets_are_sealed_and_open_in_their_own_bank_only(door: Bank, lamoni: Bank) -> None:
    secret = give_app(door, "Anne")
    kept = {row.type: row.data for row in authenticators(door, "Anne")}
    assert secret not in str(kept)
    sealed: str = kept["totp"]["secret"]
    with in_bank(door):
        assert decrypt(sealed) == secret
        for changed in (secret, sealed[:-3] + "AAA", "", sealed[:8]):
            with pytest.raises(SealBroken):
                decrypt(changed)
    with in_bank(lamoni), pytest.raises(SealBroken):
        decrypt(sealed)


def test_somebody_elses_passkey_is_not_there(door: Bank) -> None:
    with in_bank(door):
        bill = Member.objects.get(name="Bill").user
        passkey = Authenticator.objects.create(user=bill, type="webauthn", data={"name": "Bill's phone"})
    for path in (f"/sign-in/ways/passkeys/{passkey.pk}/name/", f"/sign-in/ways/passkeys/{passkey.pk}/remove/"):
        assert Browser(door, "Anne").get(path).status == 404
        assert Browser(door, "Anne").post(path).status == 404


NO_PASSKEYS = [
    "", "{}", "[]", "null", "x", "1", '""', '{"response": {"userHandle": "AAAA"}}', '{"id": 1, "response": []}',
    '{"id": "a", "rawId": "a", "response": {}}', '{"rawId": "AAAA", "type": "public-key", "response": null}',
    '{"rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AA",'
    ' "signature": "AA", "userHandle": "%s"}}',
    '{"rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "AA"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", NO_PASSKEYS)
def test_no_passkey_whatever_breaks_the_sign_in(door: Bank, credential: str) -> None:
    with in_bank(door):
        handle = user_pk_to_url_str(Member.objects.get(name="Bill").user)
    sent = credential.replace("%s", urlsafe_b64encode(handle.encode()).decode().rstrip("="))
    browser = stranger(door)
    assert browser.client.get("/sign-in/passkey/", HTTP_ACCEPT="application/json").status_code == 200
    assert browser.post("/sign-in/passkey/", credential=sent).to == "/sign-in/"
    assert not is_in(browser)


def test_no_passkey_whatever_is_added(door: Bank) -> None:
    jean = Browser(door, "Jean")
    say_again(jean, "/sign-in/ways/passkeys/new/")
    for credential in NO_PASSKEYS:
        jean.get("/sign-in/ways/passkeys/new/")
        assert jean.post("/sign-in/ways/passkeys/new/", name="Phone", credential=credential).status == 200
    assert authenticators(door, "Jean") == []


def test_a_passkey_is_wanted_that_opens_by_itself_and_asks_for_its_owner(door: Bank) -> None:
    nina = Browser(door, "Nina")
    say_again(nina, "/sign-in/ways/passkeys/new/")
    asked = nina.get("/sign-in/ways/passkeys/new/").response.context["js_data"]["creation_options"]["publicKey"]
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"] == {"id": "door.localhost", "name": "Time Exchange of Door County"}
    assert asked["user"]["displayName"] == "Nina"
    assert "@" not in asked["user"]["name"]


def test_a_change_to_the_sign_in_is_told_whatever_it_is(door: Bank, lamoni: Bank) -> None:
    with in_bank(door):
        bill = Member.objects.get(name="Bill").user
        for change in (*CHANGES, "mfa/email/something_new"):
            HouseAdapter().send_notification_mail(change, bill)
    with in_bank(door):
        told = list(Notice.objects.filter(member__name="Bill", subject="Your sign-in was changed"))
    assert len(told) == len(CHANGES) + 1
    assert any("A passkey was added." in notice.body for notice in told)
    with in_bank(lamoni):
        assert not Notice.objects.filter(subject="Your sign-in was changed").exists()


def test_the_content_policy_is_what_it_was(door: Bank) -> None:
    anne = Browser(door, "Karen")
    say_again(anne, "/sign-in/ways/passkeys/new/")
    for path in ("/sign-in/", "/sign-in/ways/", "/sign-in/ways/passkeys/new/"):
        page = (stranger(door) if path == "/sign-in/" else anne).get(path)
        policy = page.response["Content-Security-Policy"]
        assert "script-src 'self'" in policy.split("; "), "whole, wherever it stands: their order is drawn"
        assert "unsafe" not in policy
        for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page.html, re.DOTALL):
            assert not inside.strip() or 'type="application/json"' in attributes

"""Rows V-help and D-paper in the browser: a code on the telephone, a sheet on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIGNED_IN, Visit
from tests.house.cast import PASSWORD
from tests.house.live import LiveBank

MEMBER = {"phone": "Amos", "desk": "Beth"}  # one for each window: who is helped is signed out everywhere


@pytest.mark.parametrize("how", ["phone", "paper"])
def test_v_help_d_paper_somebody_is_helped_in(visit: Visit, live_valley: LiveBank, how: str) -> None:
    ada = visit(live_valley, "Ada")
    name = MEMBER[ada.size.name]
    person = live_valley.person(name)
    ada.go(f"/directory/{person.member}/")
    ada.tap("Help with signing in")
    assert ada.heading == f"Help {name} to sign in"
    ada.look("sign-in-help")
    ada.tap("Make the code")
    assert ada.fault_at("recognised") == "Recognise the person first, then say how."
    ada.page.get_by_label("They came in person").check()
    ada.page.get_by_label("On paper" if how == "paper" else "I read it out on the telephone").check()
    ada.tap("Make the code")
    code = ada.page.locator("#the-code").inner_text()
    ada.look(f"sign-in-code-{how}")
    if how == "paper":
        ada.page.emulate_media(media="print")
        expect(ada.page.locator("#the-code")).to_be_visible()
        expect(ada.page.get_by_role("link", name="Done")).to_be_hidden()
        ada.look("sign-in-sheet-printed")
        ada.page.emulate_media(media="screen")

    helped = visit(live_valley)
    helped.go("/sign-in/")
    helped.tap("I was given a code on the phone or on paper")
    helped.look("sign-in-with-our-code")
    helped.fill("number", str(person.number))
    helped.fill("code", "0000 0000 0000")
    for field in ("password1", "password2"):
        helped.fill(field, PASSWORD)
    helped.tap("Save my new password")
    assert "do not go together" in helped.fault_at("code")
    helped.look("sign-in-with-our-code-refused")
    helped.fill("code", code.lower().replace("-", " "))
    for field in ("password1", "password2"):
        helped.fill(field, PASSWORD)
    helped.tap("Save my new password")
    expect(helped.page.get_by_text("Your new password is saved.")).to_be_visible()
    helped.fill("login", str(person.number))
    helped.fill("password", PASSWORD)
    helped.tap("Sign in")
    helped.page.wait_for_url(helped.address("/"))
    assert helped.heading == f"Hello, {name}"
    ada.go("/sign-in-help/")
    assert "used" in ada.page.locator("tbody tr").first.inner_text()
    ada.look("sign-in-help-record")
    live_valley.people.pop(name)  # their token ended with the old password, and every session
    SIGNED_IN.pop((live_valley.site.port, live_valley.slug, name), None)

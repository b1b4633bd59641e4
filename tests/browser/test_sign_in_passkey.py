"""Passkeys and one-time codes in a real browser, with an authenticator that Chromium itself plays."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.house.cast import PASSWORD
from tests.house.live import LiveBank
from tests.sign_in.helping import digits

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def device_of(visitor: Visitor, **abilities: bool) -> Iterator[Callable[[], int]]:
    """A device that keeps passkeys, as the browser's own developers test with; how many it keeps."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **abilities}})
    yield lambda: len(session.send("WebAuthn.getCredentials", device)["credentials"])
    session.send("WebAuthn.removeVirtualAuthenticator", device)
    session.detach()


def say_again(visitor: Visitor) -> None:
    assert visitor.heading == "Is it you?"
    visitor.fill("password", PASSWORD)
    visitor.tap("Go on")


def sign_out(visitor: Visitor) -> None:
    visitor.go("/sign-in/out/")
    visitor.tap("Sign out")


def test_a_passkey_is_added_and_signs_in_by_itself(visit: Visit, live_door: LiveBank) -> None:
    jean = visit(live_door, "Jean", signed_in=False)
    with device_of(jean) as kept:
        add_and_use(jean, kept)


def add_and_use(jean: Visitor, kept: Callable[[], int]) -> None:
    jean.sign_in()
    jean.go("/profile/")
    jean.tap("Signing in: password, passkeys, second step")
    jean.look("signing-in")
    jean.tap("Add a passkey" if "None yet. With a passkey" in jean.text else "Add another passkey")
    say_again(jean)
    assert jean.heading == "Add a passkey"
    jean.look("passkey-add")
    jean.fill("name", f"My {jean.size.name}")
    jean.pressable("Make the passkey").click()
    expect(jean.page.get_by_text("Your passkey is ready.").first).to_be_visible()
    assert kept() == 1
    jean.go("/sign-in/ways/")
    assert f"My {jean.size.name}" in jean.text
    jean.look("signing-in-with-passkey")

    sign_out(jean)
    jean.go("/sign-in/?next=/statement/")
    jean.look("sign-in-with-passkey")
    jean.pressable("Sign in with a passkey").click()
    jean.page.wait_for_url(jean.address("/statement/"))
    assert jean.heading == "My statement"

    sign_out(jean)
    jean.go("/sign-in/")
    jean.fill_sign_in()
    assert jean.heading == "The second step"
    jean.look("second-step")
    jean.pressable("Use my passkey").click()
    jean.page.wait_for_url(jean.address("/"))

    jean.go("/sign-in/ways/")
    jean.page.get_by_role("link", name=f"Remove My {jean.size.name}").click()
    if jean.page.locator("h1").inner_text() == "Is it you?":
        say_again(jean)
    jean.look("passkey-remove")
    jean.tap("Remove this passkey")
    expect(jean.page.get_by_text("The passkey is removed.").first).to_be_visible()
    sign_out(jean)
    jean.sign_in()


def test_a_device_that_says_no_gets_a_sentence(visit: Visit, live_door: LiveBank) -> None:
    stranger = visit(live_door)
    with device_of(stranger, isUserVerified=False):
        stranger.go("/sign-in/")
        stranger.pressable("Sign in with a passkey").click()
        expect(stranger.page.get_by_text("Your device gave no passkey.")).to_be_visible()
        stranger.look("sign-in-no-passkey")


def test_one_time_codes_are_set_up_asked_for_and_taken_away(visit: Visit, live_door: LiveBank) -> None:
    karen = visit(live_door, "Karen", signed_in=False)
    karen.sign_in()
    karen.go("/sign-in/ways/")
    karen.tap("Set up an app")
    say_again(karen)
    karen.look("app-set-up")
    secret = karen.page.locator("p.code").inner_text().replace(" ", "")
    karen.fill("code", "000000")
    karen.tap("Set it up")
    assert "This code does not fit." in karen.fault_at("code")
    karen.fill("code", digits(secret))
    karen.tap("Set it up")
    assert karen.heading == "My recovery codes"
    codes = re.findall(r"\b\d{8}\b", karen.text)
    assert len(codes) == 10
    karen.look("recovery-codes")

    sign_out(karen)
    karen.go("/sign-in/")
    karen.fill_sign_in()
    assert karen.heading == "The second step"
    karen.fill("code", digits(secret, periods=1))
    karen.tap("Sign in")
    karen.page.wait_for_url(karen.address("/"))

    sign_out(karen)
    karen.go("/sign-in/")
    karen.fill_sign_in()
    karen.fill("code", codes[0])
    karen.tap("Sign in")
    karen.page.wait_for_url(karen.address("/"))
    karen.go("/sign-in/ways/app/remove/")
    say_again(karen)
    karen.look("app-remove")
    karen.tap("Remove the app")
    sign_out(karen)
    karen.sign_in()

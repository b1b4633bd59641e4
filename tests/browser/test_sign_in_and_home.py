"""Signing in with a member number, and the first page behind it."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.house.live import LiveBank


def test_a_member_signs_in_by_number_and_lands_at_home(visit: Visit, live_door: LiveBank) -> None:
    bill = visit(live_door, "Bill", signed_in=False)
    bill.go("/")
    bill.look("welcome")
    bill.tap("Sign in")
    bill.look("sign-in")
    bill.sign_in()
    assert bill.heading == "Hello, Bill"
    assert "Your balance" in bill.text
    bill.look("home")
    bill.page.get_by_role("button", name="Sign out").locator("visible=true").first.click()
    expect(bill.page.get_by_text("You have signed out.")).to_be_visible()
    bill.go("/statement/")
    assert bill.heading.startswith("Sign in")


def test_a_wrong_password_is_said_beside_the_form_and_the_number_stays(visit: Visit, live_door: LiveBank) -> None:
    stranger = visit(live_door)
    stranger.go("/sign-in/?next=/statement/")
    stranger.fill("login", str(live_door.person("Bill").number))
    stranger.fill("password", "not-mine")
    stranger.tap("Sign in")
    expect(stranger.page.locator(".error-summary")).to_be_focused()
    assert stranger.value_of("login") == str(live_door.person("Bill").number)
    stranger.look("sign-in-refused")


def test_whoever_was_sent_to_sign_in_comes_back_to_the_page_they_wanted(visit: Visit, live_door: LiveBank) -> None:
    nina = visit(live_door, "Nina", signed_in=False)
    nina.go("/statement/")
    assert nina.path.startswith("/sign-in/")
    nina.fill_sign_in()
    nina.page.wait_for_url(nina.address("/statement/"))
    assert nina.heading == "My statement"


def test_the_balance_is_told_in_words_and_a_picture(visit: Visit, live_door: LiveBank) -> None:
    cora = visit(live_door, "Cora")
    cora.go("/")
    assert any(words in cora.text for words in ("more than you have", "exactly as much"))
    picture = cora.page.locator("[aria-labelledby=balance-words]").get_by_role("img")
    assert picture.count() >= 1

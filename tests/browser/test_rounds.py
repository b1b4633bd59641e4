"""A circle decides on its phones: an objection is raised, built in and met; a role is filled (V-consent, V-elect)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank, LiveSite

CIRCLE = ("Anne", "Bill", "Cora", "Karen")


def seat(ada: Visitor, bank: LiveBank) -> None:
    """The first people of the General Circle, unless the other test here has seated them."""
    ada.go("/circles/general/")
    if all(name in ada.text for name in CIRCLE):
        return
    ada.go("/circles/general/first-people/")
    for name in CIRCLE:
        ada.page.locator(f'input[name="people"][value="{bank.member(name)}"]').check()
    ada.page.locator("#id_facilitator").select_option(bank.member("Anne"))
    ada.fill("ends_on", (datetime.now(UTC) + timedelta(days=300)).date())
    ada.tap("Seat these people")
    ada.page.get_by_text("begins with 4 people").wait_for()


def propose_soup(anne: Visitor) -> None:
    anne.go("/decisions/agreement/")
    anne.fill("title", "Soup before each meeting")
    anne.fill("text", "Every circle has soup before it decides.")
    anne.tap("Write it down")
    anne.page.get_by_text("is written down").wait_for()
    anne.look("proposal-for-a-circle")
    anne.tap("Ask the circle")
    anne.look("round-ask")
    anne.page.locator("main form button[type=submit]").last.click()
    anne.page.wait_for_url("**/rounds/**")


def consents(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    visitor.page.get_by_role("button", name="I consent", exact=True).click()
    visitor.page.wait_for_load_state()


@pytest.mark.timeout(300)
def test_v_consent_an_objection_is_raised_built_in_and_met(own_site: LiveSite, visit: Visit) -> None:
    valley = own_site.bank("valley")
    seat(visit(valley, "Ada"), valley)
    anne, bill, cora, karen = (visit(valley, name) for name in CIRCLE)
    propose_soup(anne)
    first = anne.path
    bill.go("/rounds/")
    bill.look("rounds")
    bill.go(first)
    bill.fill("words", "Which soup?")
    bill.tap("Say it")
    anne.go(first)
    anne.look("round-for-its-facilitator")
    anne.tap("The consent round")
    bill.go(first)
    bill.look("round")
    bill.tap("I object")
    bill.tap("Raise this objection")
    assert bill.fault_at("reason").startswith("Please say why")
    bill.look("round-object-refused")
    bill.fill("reason", "Some of us cannot eat soup with cream.")
    bill.fill("harms", "everybody is welcome")
    bill.tap("Raise this objection")
    assert "You object" in bill.text
    bill.look("round-objected")
    anne.go(first)
    anne.tap("Build the objection in")
    anne.page.get_by_label("Change the proposal").check()
    anne.fill("text", "Every circle has soup without cream before it decides.")
    anne.fill("reasons", "Bill cannot eat cream.")
    anne.look("round-integrate")
    anne.tap("Ask the circle about this version")
    anne.page.get_by_text("version 2").first.wait_for()
    second = anne.path
    assert second != first
    for visitor in (anne, bill, karen):
        consents(visitor, second)
    assert "Adopted" not in karen.text, "one has not answered"
    consents(cora, second)
    assert "Adopted" in cora.text
    cora.look("round-adopted")
    cora.tap("Everything for the record")
    assert "Some of us cannot eat soup with cream." in cora.text
    cora.look("round-recorded")


@pytest.mark.timeout(300)
def test_v_elect_names_stay_sealed_until_everybody_has_handed_theirs_in(own_site: LiveSite, visit: Visit) -> None:
    valley = own_site.bank("valley")
    seat(visit(valley, "Ada"), valley)
    anne, bill, cora, karen = (visit(valley, name) for name in CIRCLE)
    anne.go("/circles/general/")
    anne.look("circle-with-its-roles")
    anne.page.locator("a[href^='/selections/role/']").first.click()
    anne.page.wait_for_load_state()
    anne.look("selection-new")
    anne.page.locator("main form button[type=submit]").first.click()
    anne.page.wait_for_url(lambda url: "/selections/" in url and "/role/" not in url)
    at = anne.path
    anne.look("selection-begun")
    anne.tap("Go on")
    for visitor in (anne, bill, cora, karen):
        visitor.go(at)
        if visitor is bill:
            assert "Anne says" not in bill.text, "sealed"
            bill.look("selection-sealed")
        visitor.page.locator("#nominee").select_option(valley.member("Karen"))
        visitor.page.locator("#reason").fill(f"{visitor.name} says she writes clearly.")
        visitor.tap("Hand it in")
    assert "Anne says she writes clearly." in karen.text
    karen.look("selection-reasons")

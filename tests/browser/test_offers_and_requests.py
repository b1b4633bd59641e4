"""Rows V-far and V-offers in the browser: who is near is read beside every offer, and an odd one is taken down."""

from uuid import uuid4

import httpx

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank, LiveSite, Person
from tests.rows.reports import report

LONG = "Pflaumenkuchenbackgemeinschaftswochenendtreffen"


def lives(visitor: Visitor, postal_code: str) -> None:
    visitor.go("/profile/")
    visitor.fill("town", "")
    visitor.fill("postal_code", postal_code)
    visitor.tap("Save")
    assert "Saved." in visitor.text


def post(person: Person, title: str, kind: str = "offer", service: str = "Baking", details: str = "") -> httpx.Response:
    answer = person.post(
        "/api/v1/listings/",
        {"kind": kind, "title": title, "service": person.bank.service(service), "details": details},
    )
    assert answer.status_code == 201, answer.text
    return answer


def test_v_far_distance_and_driving_time_stand_beside_every_offer_and_sort_them(
    visit: Visit, live_lamoni: LiveBank
) -> None:
    word = f"Cake{uuid4().hex[:6]}"
    for name, postal_code in {"Bill": "50144", "Karen": "64424", "Jean": "50065"}.items():
        lives(visit(live_lamoni, name), postal_code)
        post(live_lamoni.person(name), f"{word} by {name}")
    anne = visit(live_lamoni, "Anne")
    lives(anne, "50140")
    anne.go("/")
    anne.go("/listings/")
    anne.fill("q", word)
    anne.tap("Search")
    towns = [place.inner_text() for place in anne.page.locator("main li .person-town").all()]
    assert towns == [
        "Davis City · 6.6 miles, about 15 minutes by car",
        "Leon · 13 miles, about 25 minutes by car",
        "Bethany · 26 miles, about 45 minutes by car",
    ]
    anne.look("listings-near")
    anne.page.locator("#id_sort").select_option("new")
    anne.tap("Search")
    assert anne.page.locator("main li .person-town").first.inner_text().startswith("Davis City")
    assert anne.page.locator("main li .person-town").nth(1).inner_text().startswith("Bethany")
    anne.tap(f"{word} by Karen")
    assert "26 miles, about 45 minutes by car (estimated)" in anne.text
    anne.look("listing")
    anne.go("/directory/?sort=near")
    assert "13 miles, about 25 minutes by car" in anne.text
    anne.look("directory-near")


def test_v_offers_an_odd_offer_is_told_of_and_taken_off_the_lists(visit: Visit, live_valley: LiveBank) -> None:
    title = f"{LONG} {uuid4().hex[:6]}"
    bill = visit(live_valley, "Bill")
    bill.go("/listings/")
    bill.tap("Offer or ask for something")
    bill.tap("Post it")
    assert bill.fault_at("kind") == "Choose whether you offer or need something."
    bill.look("listing-new-refused")
    bill.page.get_by_role("radio", name="I can give").check()
    first = bill.page.locator("#id_service option").nth(1).inner_text()
    bill.choose("service", first)
    bill.fill("title", title)
    bill.fill("details", "Twenty a piece, cash please.")
    bill.tap("Post it")
    assert "Thank you. Others see it now." in bill.text
    bill.look("listing-own")
    where = bill.path
    anne = visit(live_valley, "Anne")
    anne.go(where)
    anne.tap("This looks odd")
    anne.look("listing-odd")
    anne.fill("reason", "It asks for money.")
    anne.tap("Tell them")
    assert "Thank you." in anne.text
    ada = visit(live_valley, "Ada")
    ada.go("/listings/")
    ada.tap("To look at")
    assert "It asks for money." in ada.text
    ada.look("listings-desk-full")
    ada.page.locator("main li", has_text=title).get_by_role("link", name="Take it off the lists").click()
    ada.page.wait_for_load_state()
    ada.tap("Take it off the lists")
    assert ada.fault_at("reason") == "Please say why; the owner will read it."
    ada.look("listing-hide")
    ada.fill("reason", "Here we trade hours, not money.")
    ada.tap("Take it off the lists")
    assert "Bill is told why." in ada.text
    anne.go("/listings/")
    assert title not in anne.text
    bill.go("/listings/mine/")
    assert "Not shown" in bill.text
    bill.look("listings-mine-full")
    bill.go(where)
    assert "Here we trade hours, not money." in bill.text
    bill.look("listing-hidden")


def test_l14_a_held_request_explains_itself(visit: Visit, site: LiveSite, live_lamoni: LiveBank) -> None:
    """Amos is below zero once he has been helped for longer than he has helped."""
    amos, beth = live_lamoni.person("Amos"), live_lamoni.person("Beth")
    while amos.balance() >= 0:
        helped = report(beth, on=site.day(), service="Visiting", gave={"Beth": 240}, received=["Amos"])
        assert helped.status_code == 201, helped.text
    posted = post(amos, f"A ride {uuid4().hex[:6]}", kind="request", service="Errands")
    assert posted.json()["state"] == "held"
    window = visit(live_lamoni, "Amos")
    window.go(f"/listings/{posted.json()['id']}/")
    assert "This request waits." in window.text
    window.look("listing-held")

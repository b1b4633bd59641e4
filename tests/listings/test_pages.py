"""Offers and requests on the page: empty, one, many, long names; who sees and changes what."""

import re
from datetime import timedelta
from typing import Any

import pytest

from banks.asking.listings.models import Listing, ListingFlag
from banks.hours.catalogue.models import Service
from banks.notices.models import Notice
from banks.people.members.models import Clearance, Member
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.counting import counted_queries
from tests.pages.browsing import Browser, Page, days_ago, key, member, member_id, service_id

STURGEON_BAY = (44.8438, -87.3753)
EPHRAIM = (45.1586, -87.1704)


def lives(bank: Bank, name: str, town: str, point: tuple[float, float] | None) -> None:
    latitude, longitude = point or (None, None)
    with in_bank(bank):
        Member.objects.filter(name=name).update(town=town, latitude=latitude, longitude=longitude)


def form(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {"key": key(), "kind": "offer", "service": service_id(bank, "Baking"), "title": "Bread every Friday"}
    return {**given, **changes}


def posted(bank: Bank, name: str, **changes: Any) -> str:
    """The address of a new listing."""
    page = Browser(bank, name).post("/listings/new/", **form(bank, **changes))
    assert page.status == 302, page.text
    return page.to


def many(bank: Bank, count: int, names: tuple[str, ...] = ("Bill", "Karen", "Jean")) -> None:
    with in_bank(bank):
        people = [Member.objects.get(name=name) for name in names]
        service = Service.objects.order_by("name")[0]
        Listing.objects.bulk_create(
            Listing(
                kind=("offer", "request")[at % 2], member=people[at % len(people)], service=service,
                title=f"Number {at}", state="shown", made_at=now() - timedelta(minutes=at), changed_at=now(),
            )
            for at in range(count)
        )  # fmt: skip


def cost(browser: Browser, path: str) -> int:
    browser.get(path)
    with counted_queries() as caught:
        assert browser.get(path).status == 200
    return len(caught)


def state(bank: Bank, address: str) -> str:
    with in_bank(bank):
        return Listing.objects.get(pk=address.strip("/").split("/")[1]).state


def titles(page: Page) -> list[str]:
    return re.findall(r'<h2 class="text-lg"><a href="/listings/[^"]+">([^<]+)</a></h2>', page.html)


def test_empty_says_what_to_do(door: Bank) -> None:
    page = Browser(door, "Anne").get("/listings/")
    assert "Nothing here yet" in page.text
    assert "Offer or ask for something" in page.text
    assert "Nothing of yours yet" in Browser(door, "Anne").get("/listings/mine/").text


def test_one_offer_from_posting_to_closing(door: Bank) -> None:
    bill = Browser(door, "Bill")
    assert "Post it" in bill.get("/listings/new/?kind=offer").text
    address = bill.post("/listings/new/", **form(door, details="Rye, or as you like.\nBring a bag.")).to
    assert "Thank you. Others see it now." in bill.get(address).text
    anne = Browser(door, "Anne")
    assert titles(anne.get("/listings/")) == ["Bread every Friday"]
    page = anne.get(address)
    for words in ("Rye, or as you like.", "Bill", "Baking", "Who offers it", "Record hours with Bill"):
        assert words in page.text
    assert "Change it" not in page.text
    assert bill.post(f"{address}change/", **form(door, title="Rye bread")).to == address
    assert titles(anne.get("/listings/")) == ["Rye bread"]
    assert bill.post(f"{address}close/").to == "/listings/mine/"
    assert titles(anne.get("/listings/")) == []
    assert anne.get(address).status == 404
    assert "Closed" in bill.get("/listings/mine/").text
    assert bill.post(f"{address}close/").status == 302  # a second tap closes nothing more
    assert bill.post(f"{address}change/", **form(door)).status == 422


def test_the_same_form_twice_is_one_listing(door: Bank) -> None:
    given = form(door)
    anne = Browser(door, "Anne")
    first, second = anne.post("/listings/new/", **given), anne.post("/listings/new/", **given)
    assert first.to == second.to
    other = anne.post("/listings/new/", **{**given, "title": "Something else"})
    assert other.status == 422
    assert "already sent" in other.text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": " "}, "title", "in a few words"),
        ({"title": "x" * 101}, "title", "at most 100"),
        ({"service": ""}, "service", "Choose a category and service"),
        ({"service": "0190a0a0-0000-7000-8000-000000000000"}, "service", "from this bank's list"),
        ({"service": "nonsense"}, "service", "Choose a service from the list"),
        ({"kind": "wish"}, "kind", "Select a valid choice"),
        ({"ends_on": "1999-01-01"}, "ends_on", "has passed"),
        ({"ends_on": "soon"}, "ends_on", "Write the day"),
        ({"key": ""}, "__all__", "not sent whole"),
    ],
)
def test_wrong_input_keeps_what_was_typed(door: Bank, changes: dict[str, str], field: str, words: str) -> None:
    page = Browser(door, "Anne").post("/listings/new/", **form(door, details="Kept words", **changes))
    assert page.status == 422
    if field != "__all__":
        assert words in page.form.errors[field][0].replace("’", "'")
    assert words in page.text
    assert "Kept words" in page.html
    with in_bank(door):
        assert not Listing.objects.exists()


def test_filters_by_kind_category_service_town_and_word(door: Bank) -> None:
    lives(door, "Bill", "Ephraim", EPHRAIM)
    posted(door, "Bill")
    posted(door, "Anne", kind="request", service=service_id(door, "Lawn Mowing"), title="My lawn")
    karen = Browser(door, "Karen")
    with in_bank(door):
        food = str(Service.objects.get(name="Baking").category_id)
    for query, found in (
        ({"kind": "request"}, ["My lawn"]),
        ({"service": food}, ["Bread every Friday"]),
        ({"service": service_id(door, "Lawn Mowing")}, ["My lawn"]),
        ({"town": "Ephraim"}, ["Bread every Friday"]),
        ({"q": "bread"}, ["Bread every Friday"]),
        ({"q": "anne"}, ["My lawn"]),
        ({"q": "zzz"}, []),
    ):
        assert titles(karen.get("/listings/", **query)) == found, query
    assert "Nothing found" in karen.get("/listings/", q="zzz").text
    for odd in (
        {"kind": "wish"},
        {"service": "x"},
        {"town": "Nowhere"},
        {"sort": "price"},
        {"page": "z"},
        {"q": "\x00"},
    ):
        assert karen.get("/listings/", **odd).status == 200, odd


def test_an_offer_ends_on_its_day(door: Bank) -> None:
    today = days_ago(door, 0)
    address = posted(door, "Bill", ends_on=today.isoformat())
    assert titles(Browser(door, "Anne").get("/listings/")) == ["Bread every Friday"]
    with in_bank(door):
        Listing.objects.update(ends_on=today - timedelta(days=1))
    assert titles(Browser(door, "Anne").get("/listings/")) == []
    assert "Ended" in Browser(door, "Bill").get("/listings/mine/").text
    assert Browser(door, "Anne").get(address).status == 404


def test_five_thousand_cost_as_many_queries_as_one(door: Bank) -> None:
    for name in ("Anne", "Bill", "Karen"):
        lives(door, name, "Ephraim", EPHRAIM)
    anne = Browser(door, "Anne")
    many(door, 1)
    few = cost(anne, "/listings/")
    many(door, 5000)
    assert cost(anne, "/listings/?sort=near") == few
    assert cost(anne, "/listings/?sort=new") == few
    page = anne.get("/listings/")
    assert len(titles(page)) == 24
    assert "5001 offers and requests" in page.text
    assert 'rel="next"' in page.html
    assert len(titles(anne.get("/listings/", page=209))) == 9


def test_the_desk_costs_the_same_for_many(door: Bank) -> None:
    cora = Browser(door, "Cora")
    many(door, 2)
    few = cost(cora, "/listings/desk/")
    many(door, 300)
    assert cost(cora, "/listings/desk/") == few


def test_long_names_and_titles_are_shown_whole(door: Bank) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff " * 3
    with in_bank(door):
        Member.objects.filter(name="Bill").update(name=long.strip(), town="Llanfairpwllgwyngyllgogerychwyrndrobwll")
    with in_bank(door):
        service = Service.objects.order_by("name")[0]
        Listing.objects.create(
            kind="offer", member=Member.objects.get(name=long.strip()), service=service, title="W" * 100, state="shown",
            made_at=now(), changed_at=now(),
        )  # fmt: skip
    page = Browser(door, "Anne").get("/listings/")
    assert "W" * 100 in page.html
    assert long.strip() in page.html


def test_text_of_members_is_never_markup(door: Bank) -> None:
    address = posted(door, "Bill", title="<script>alert(1)</script>", details="<b>bold</b>")
    for path in ("/listings/", address):
        page = Browser(door, "Anne").get(path)
        assert "<script>alert" not in page.html
        assert "<b>bold" not in page.html


def test_a_coordinator_posts_for_somebody_without_a_computer(door: Bank) -> None:
    cora = Browser(door, "Cora")
    assert "For whom?" in cora.get("/listings/new/").text
    assert "For whom?" not in Browser(door, "Anne").get("/listings/new/").text
    address = cora.post("/listings/new/", **form(door, member=member_id(door, "Bill"))).to
    assert "Bill" in Browser(door, "Anne").get(address).text
    sneaking = Browser(door, "Anne").post("/listings/new/", **form(door, member=member_id(door, "Bill")))
    with in_bank(door):  # the field is not hers: what she sent is her own
        assert Listing.objects.order_by("made_at").last().member.name == "Anne"  # type: ignore[union-attr]
    assert sneaking.status == 302


def test_others_can_neither_change_nor_close(door: Bank) -> None:
    address = posted(door, "Bill")
    anne = Browser(door, "Anne")
    assert anne.get(f"{address}change/").status == 404
    assert anne.post(f"{address}change/", **form(door)).status == 404
    assert anne.post(f"{address}close/").status == 404
    assert anne.get(f"{address}close/").status == 405
    assert state(door, address) == "shown"


def test_contact_on_a_listing_is_shown_as_its_owner_allows(door: Bank) -> None:
    with in_bank(door):
        Member.objects.filter(name="Bill").update(phone="920-555-0147", shows_phone="members")
    address = posted(door, "Bill")
    assert "920-555-0147" in Browser(door, "Anne").get(address).html
    with in_bank(door):
        Member.objects.filter(name="Bill").update(shows_phone="nobody")
    assert "920-555-0147" not in Browser(door, "Anne").get(address).html
    assert "920-555-0147" in Browser(door, "Cora").get(address).html


def test_a_minors_listing_is_in_no_list_and_shows_no_contact(door: Bank) -> None:
    with in_bank(door):
        Member.objects.filter(name="Bill").update(phone="920-555-0148", shows_phone="members", is_minor=True)
    address = posted(door, "Bill", title="Dog walking")
    anne = Browser(door, "Anne")
    assert titles(anne.get("/listings/")) == []
    assert anne.get(address).status == 404
    assert "920-555-0148" not in anne.get("/listings/", q="Dog").html
    assert "Dog walking" in Browser(door, "Bill").get("/listings/mine/").text


@pytest.mark.parametrize("change", [{"left_on": "today"}, {"resting_since": "today"}, {"is_minor": True}])
def test_listings_of_people_who_may_not_be_listed_never_show(door: Bank, change: dict[str, Any]) -> None:
    address = posted(door, "Bill")
    values = {name: bank_day_of(door) if value == "today" else value for name, value in change.items()}
    with in_bank(door):
        Member.objects.filter(name="Bill").update(**values)
    anne = Browser(door, "Anne")
    assert titles(anne.get("/listings/")) == []
    assert anne.get(address).status == 404
    assert anne.get(f"{address}odd/").status == 404
    assert "Bread" not in Browser(door, "Cora").get("/listings/desk/").text


def bank_day_of(bank: Bank) -> Any:
    with in_bank(bank):
        return bank_day(now())


@pytest.mark.parametrize("access", ["pending", "group_events_only", "supervised"])
def test_a_restricted_member_finds_no_such_page(door: Bank, access: str) -> None:
    address = posted(door, "Bill")
    with in_bank(door):
        Clearance.objects.filter(member__name="Anne").update(access=access)
    anne = Browser(door, "Anne")
    for path in ("/listings/", "/listings/mine/", "/listings/new/", "/listings/desk/", address, f"{address}odd/"):
        assert anne.get(path).status == 404, path
    assert anne.post("/listings/new/", **form(door)).status == 404
    assert anne.post(f"{address}odd/", reason="x").status == 404
    assert "/listings/" not in anne.get("/").html
    with in_bank(door):
        assert Listing.objects.count() == 1
        assert not ListingFlag.objects.exists()


def test_without_the_question_a_restricted_member_would_read_them(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard out: the pages ask nothing else."""
    from banks.people.members.rules import Viewer

    address = posted(door, "Bill")
    with in_bank(door):
        Clearance.objects.filter(member__name="Anne").update(access="supervised")
    monkeypatch.setattr(Viewer, "can", lambda self, capability: True)
    assert "Bread every Friday" in Browser(door, "Anne").get(address).text


def test_who_has_not_signed_the_waiver_may_look_and_not_post(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Anne").update(waiver_version="")
    anne = Browser(lamoni, "Anne")
    assert "Offer or ask for something" not in anne.get("/listings/").text
    given = {"key": key(), "kind": "offer", "service": service_id(lamoni, "Baking"), "title": "Bread"}
    page = anne.post("/listings/new/", **given)
    assert page.status == 422
    assert "Your coordinator helps you" in page.text


def test_the_flagged_come_first_and_one_person_flags_once(door: Bank) -> None:
    quiet, loud = posted(door, "Bill", title="Quiet"), posted(door, "Karen", title="Loud")
    anne = Browser(door, "Anne")
    for reason in ("It asks for money", "It still asks for money"):
        assert anne.post(f"{loud}odd/", reason=reason).to == "/listings/"
    desk = Browser(door, "Cora").get("/listings/desk/")
    assert desk.text.index("Loud") < desk.text.index("Quiet")
    assert "It still asks for money" in desk.text
    assert "(Anne)" in desk.text
    assert anne.post(f"{loud}odd/", reason=" ").status == 422
    assert "your own" in Browser(door, "Bill").post(f"{quiet}odd/", reason="Me").text
    with in_bank(door):
        assert ListingFlag.objects.count() == 1
    assert "Found odd" not in Browser(door, "Karen").get(loud).text


def test_a_notice_tells_why_it_is_hidden_and_by_whom_nobody_learns(door: Bank) -> None:
    address = posted(door, "Bill")
    page = Browser(door, "Cora").post(f"{address}hide/", reason="Please without a price.")
    assert page.to == "/listings/desk/"
    with in_bank(door):
        notice = Notice.objects.filter(member=member(door, "Bill")).latest("made_at")
    assert "Please without a price." in notice.body
    assert "Cora" not in notice.body
    assert "Please without a price." in Browser(door, "Bill").get(address).text
    assert Browser(door, "Bill").post(f"{address}change/", **form(door, title="Bread, freely")).status == 302
    assert state(door, address) == "waiting"
    assert Browser(door, "Cora").post(f"{address}hide/", reason="").status == 422

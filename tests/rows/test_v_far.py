"""Row V-far: distance and likely driving time stand beside every offer, request and person, and sort them.

Over HTTP on each bank's own host; what members live by is their town's or postal code's point, never a house.
"""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from banks.people.places.queries import find_places
from banks.people.places.rules import driving_minutes, miles_between
from tests.house.live import LiveBank, Person
from tests.rows.at_the_pages import Window, words

HOMES = {"Anne": "50140", "Bill": "50144", "Karen": "64424", "Ramona": "50140", "Jean": "50065"}
DETAILS = {"shows_email": "nobody", "shows_phone": "nobody", "shows_street": "nobody"}


def moves(bank: LiveBank, name: str, postal_code: str, town: str = "") -> None:
    with Window(bank, name) as window:
        saved = window.send("/profile/", **DETAILS, town=town, postal_code=postal_code)
        assert "Saved." in words(saved), words(saved)


def offer(person: Person, title: str, **more: Any) -> dict[str, Any]:
    service = more.pop("service", person.bank.service("Baking"))
    body = {"kind": "offer", "service": service, "title": title, "key": str(uuid4()), **more}
    answer = person.post("/api/v1/listings/", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.fixture(scope="module")
def word() -> str:
    """In the title of everything this module posts, so that others' posts do not count."""
    return f"Far{uuid4().hex[:8]}"


@pytest.fixture
def homes(live_lamoni: LiveBank, word: str) -> LiveBank:
    """Five members in four towns, each with an offer."""
    anne = live_lamoni.person("Anne")
    if not anne.get("/api/v1/listings/", q=word).json()["count"]:
        for name, postal_code in HOMES.items():
            moves(live_lamoni, name, postal_code)
            offer(live_lamoni.person(name), f"{word} {name}")
    return live_lamoni


def test_v_far_every_listing_says_how_far_and_how_long_by_car(homes: LiveBank, word: str) -> None:
    rows = homes.person("Anne").get("/api/v1/listings/", q=word).json()["results"]
    shown = {row["name"]: (row["distance_miles"], row["driving_minutes"], row["town"]) for row in rows}
    assert shown["Jean"] == (6.6, 15, "Davis City")
    assert shown["Bill"] == (12.8, 25, "Leon")
    assert shown["Karen"] == (25.5, 45, "Bethany")
    assert shown["Ramona"] == (0.0, 5, "Lamoni")


def test_v_far_the_figures_are_those_of_the_place_list(homes: LiveBank, word: str) -> None:
    here, there = find_places("50140")[0], find_places("64424")[0]
    miles = miles_between(here, there)
    rows = homes.person("Anne").get("/api/v1/listings/", q=word).json()["results"]
    karen = next(row for row in rows if row["name"] == "Karen")
    assert karen["distance_miles"] == pytest.approx(miles, abs=0.051)
    assert karen["driving_minutes"] == driving_minutes(miles)
    assert Decimal(str(karen["distance_miles"])).as_tuple().exponent == -1


def test_v_far_listings_are_sorted_from_the_viewers_own_place(homes: LiveBank, word: str) -> None:
    def order(name: str, sort: str = "near") -> list[str]:
        rows = homes.person(name).get("/api/v1/listings/", q=word, sort=sort).json()["results"]
        own = {f"{word} {person}" for person in HOMES}
        return [row["name"] for row in rows if row["title"] in own]

    assert order("Anne")[2:] == ["Jean", "Bill", "Karen"]
    assert order("Karen")[0] == "Karen"
    assert order("Karen")[-1] == "Bill"
    assert order("Anne", "new") == list(reversed(HOMES))


def test_v_far_the_page_says_it_in_words_and_that_it_is_an_estimate(homes: LiveBank, word: str) -> None:
    with Window(homes, "Anne") as anne:
        page = anne.get("/listings/", q=word)
        said = words(page)
        for sentence in (
            "Davis City · 6.6 miles, about 15 minutes by car",
            "Leon · 13 miles, about 25 minutes by car",
            "Bethany · 26 miles, about 45 minutes by car",
            "Lamoni · in the same town",
            "driving times are estimates",
        ):
            assert sentence in said, said
        assert said.index("Davis City ·") < said.index("Leon ·") < said.index("Bethany ·")
        newest = words(anne.get("/listings/", q=word, sort="new"))
        places = [newest.index(f"{word} {name}") for name in reversed(HOMES)]
        assert places == sorted(places)


def test_v_far_distance_stands_beside_each_person_of_the_directory(homes: LiveBank) -> None:
    with Window(homes, "Anne") as anne:
        said = words(anne.get("/directory/", sort="near"))
        for sentence in ("Leon · 13 miles, about 25 minutes by car", "Bethany · 26 miles, about 45 minutes by car"):
            assert sentence in said, said
        assert said.index("Davis City ·") < said.index("Leon ·") < said.index("Bethany ·")
        by_name = words(anne.get("/directory/"))
        assert by_name.index("Leon ·") < by_name.index("Davis City ·")  # Bill before Jean


def test_v_far_requests_too(homes: LiveBank, word: str) -> None:
    offer(homes.person("Karen"), f"{word}wish", kind="request", service=homes.service("Errands"))
    row = homes.person("Bill").get("/api/v1/listings/", q=f"{word}wish").json()["results"][0]
    assert (row["kind"], row["driving_minutes"] >= 45) == ("request", True)


def test_v_far_who_has_said_no_place_sees_no_distance_and_how_to_change_that(homes: LiveBank, word: str) -> None:
    moves(homes, "Nina", "", town="Nowhere in particular")
    row = homes.person("Nina").get("/api/v1/listings/", q=word).json()["results"][0]
    assert (row["distance_miles"], row["driving_minutes"]) == (None, None)
    with Window(homes, "Nina") as nina:
        said = words(nina.get("/listings/", q=word))
        assert "Tell us your town or postal code" in said
        assert "minutes by car" not in said
        moves(homes, "Nina", "50067")
        assert "minutes by car" in words(nina.get("/listings/", q=word))


def test_v_far_a_town_is_found_where_the_bank_is_at_home(homes: LiveBank) -> None:
    """There are Leons in ten states: in a bank of Iowa it is the one in Iowa."""
    moves(homes, "Ida", "", town="Leon")
    rows = homes.person("Anne").get("/api/v1/members/", q="Ida").json()["results"]
    assert [row["town"] for row in rows] == ["Leon"]
    with Window(homes, "Anne") as anne:
        assert "Leon · 13 miles" in words(anne.get("/directory/", q="Ida"))


def test_v_far_a_postal_code_nobody_knows_is_refused_and_nothing_is_lost(homes: LiveBank) -> None:
    with Window(homes, "Amos") as amos:
        page = amos.send("/profile/", **DETAILS, town="Lamoni", postal_code="00000", about="Mornings are best.")
        assert page.status_code == 422
        assert "We do not know the postal code" in words(page)
        assert "Mornings are best." in page.text
        assert "00000" in page.text


def test_v_far_the_other_bank_measures_for_itself(homes: LiveBank, live_door: LiveBank, word: str) -> None:
    moves(live_door, "Anne", "54211")
    moves(live_door, "Bill", "54235")
    offer(live_door.person("Bill"), f"{word} Bill")
    row = live_door.person("Anne").get("/api/v1/listings/", q=word).json()["results"]
    assert [(each["town"], each["driving_minutes"]) for each in row] == [("Sturgeon Bay", 40)]


def test_v_far_no_house_is_measured(homes: LiveBank, word: str) -> None:
    """Two people of one town are at the same point, whatever their streets."""
    rows = homes.person("Ramona").get("/api/v1/listings/", q=word).json()["results"]
    anne = next(row for row in rows if row["name"] == "Anne")
    assert anne["distance_miles"] == 0.0
    assert "latitude" not in anne
    assert "street" not in anne

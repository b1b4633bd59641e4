"""Looking up a town or postal code: offline, forgiving, and never guessing between two."""

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banks.people.places.queries import find_places, suggest_places, why_not_found
from banks.people.places.rules import Point

LAMONI = Point(40.6228, -93.9341)


@pytest.mark.parametrize(
    "typed",
    [
        "50140", " 50140 ", "50140-1234", "50140 1234", "501401234", "５０１４０", "Lamoni", "lamoni", "LAMONI",
        "  Lamoni  ", "Lamoni IA", "lamoni ia", "Lamoni, IA", "Lamoni,IA", "Lamoni, Iowa", "LAMONI   IOWA",
        "Lamoni, Iowa 50140", "Lamoni, IA 50140, USA", "Lamoni, Iowa, United States",
    ],
)  # fmt: skip
def test_lamoni_is_found_however_it_is_typed(typed: str) -> None:
    [place] = find_places(typed)
    assert place.label == "Lamoni, IA 50140"
    assert place.point == Point(40.6229, -93.9349)
    assert (place.country, place.source.split()[0]) == ("US", "zipcodes")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("St. Louis MO", "Saint Louis, MO"),
        ("Winston-Salem", "Winston Salem, NC"),
        ("Coeur d’Alene", "Coeur D Alene, ID"),
        ("lee's summit", "Lees Summit, MO"),
        ("Washington DC", "Washington, DC"),
        ("Mt Ayr, Iowa", "Mount Ayr, IA 50854"),
        ("Egg Harbor, Wisconsin", "Egg Harbor, WI 54209"),
        ("New York", "New York, NY"),
        ("West Virginia", ""),
        ("Iowa", "Iowa, LA 70647"),
        ("Virginia Beach Virginia", "Virginia Beach, VA"),
    ],
)
def test_names_that_are_written_in_several_ways(typed: str, label: str) -> None:
    assert [place.label for place in find_places(typed)] == ([label] if label else [])


def test_a_name_that_several_towns_bear_gives_each_of_them_once() -> None:
    springfields = find_places("Springfield")
    assert len(springfields) > 10
    assert len({place.region for place in springfields}) == len(springfields)
    assert [place.region for place in find_places("Springfield, Illinois")] == ["IL"]


def test_a_town_of_many_postal_codes_lies_in_their_middle_and_has_none_of_them() -> None:
    [springfield] = find_places("Springfield IL")
    assert springfield.postal_code == ""
    assert springfield.latitude == pytest.approx(39.79, abs=0.05)
    assert find_places("62704")[0].label == "Springfield, IL 62704"


def test_a_wrong_point_in_the_data_does_not_move_a_town() -> None:
    """Some single-building codes of Stockton stand at nought north, nought west."""
    [stockton] = find_places("Stockton CA")
    assert stockton.latitude == pytest.approx(37.97, abs=0.1)
    assert stockton.longitude == pytest.approx(-121.3, abs=0.1)


@pytest.mark.parametrize(
    "typed", ["", "   ", "xyzzy", "5014", "00000", "09001", "'; --", "Lamoni TX", "\x00", "x" * 500]
)
def test_what_is_no_place_finds_none(typed: str) -> None:
    assert find_places(typed) == []


@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_breaks_it(typed: str) -> None:
    find_places(typed)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Lamony", "Lamoni, IA 50140"),
        ("Davis Citty", "Davis City, IA 50065"),
        ("Kelerton", "Kellerton, IA 50133"),
        ("Decator, Iowa", "Decatur, IA 50067"),
    ],
)
def test_a_slip_of_the_pen_gets_a_suggestion_nearest_first(typed: str, label: str) -> None:
    suggested = suggest_places(typed, near=LAMONI)
    assert suggested[0].label == label
    assert len(suggested) <= 6


def test_nothing_like_it_gets_no_suggestion() -> None:
    assert suggest_places("qqqq") == []
    assert suggest_places("") == []


def test_a_bank_elsewhere_finds_none_and_says_what_to_do() -> None:
    assert find_places("10115", country="other") == []
    assert suggest_places("Berlin", country="other") == []
    assert "a coordinator measures the distance" in why_not_found(country="other")
    assert "postal code" in why_not_found()


def test_no_outside_service_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a place was asked of the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert find_places("Sturgeon Bay, WI")
    assert suggest_places("Sturgen Bay")

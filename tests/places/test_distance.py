"""Distances, driving times and the bank's area (rows L7 and V-far), without a database."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banks.people.places.queries import find_places
from banks.people.places.rules import (
    Measured,
    Place,
    Point,
    check_area,
    driving_minutes,
    in_words,
    measure,
    miles_between,
    point_of,
)
from banks.policies.kinds import MembershipPolicy

LAMONI = Point(40.6228, -93.9341)
TEN_MILES = MembershipPolicy(
    area="radius", radius=10, centre="Lamoni, Iowa", centre_latitude=40.6228, centre_longitude=-93.9341
)
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
ROUNDING = 1e-6


def town(text: str) -> Place:
    [place] = find_places(text)
    return place


def at(miles: float, name: str = "Farm") -> Place:
    """A place due north of the centre."""
    return Place(name, "IA", "50000", LAMONI.latitude + miles / 69.0935, LAMONI.longitude, "US", "test")


@pytest.mark.parametrize(
    ("name", "miles", "inside"),
    [
        ("Lamoni, IA", "0.0", True),
        ("Davis City, IA", "6.5", True),
        ("Kellerton, IA", "7.9", True),
        ("Blythedale, MO", "8.6", True),
        ("Eagleville, MO", "9.6", True),
        ("Decatur, IA", "11.1", False),
        ("Leon, IA", "12.8", False),
        ("Mount Ayr, IA", "16.8", False),
        ("Bethany, MO", "25.5", False),
    ],
)
def test_l7_towns_within_ten_miles_of_lamoni(name: str, miles: str, inside: bool) -> None:
    verdict = check_area(TEN_MILES, town(name))
    assert verdict.measured is not None
    assert (str(verdict.measured.miles), verdict.inside) == (miles, inside)
    assert verdict.limit_miles == 10
    assert name.split(",")[0] in verdict.sentence
    assert not verdict.needs_measuring


@pytest.mark.parametrize(("miles", "inside"), [(9.99, True), (10.0, True), (10.04, True), (10.06, False)])
def test_l7_exactly_on_the_limit_is_inside_and_the_figure_shown_is_the_figure_judged(
    miles: float, inside: bool
) -> None:
    verdict = check_area(TEN_MILES, at(miles))
    assert verdict.inside is inside
    assert ("10 miles from Lamoni" in verdict.sentence) is inside


def test_l7_by_road_is_an_estimate_and_says_so() -> None:
    by_road = TEN_MILES.model_copy(update={"metric": "road"})
    verdict = check_area(by_road, town("Kellerton, IA"))
    assert not verdict.inside  # 7.9 miles in a straight line, about 10.3 by road
    assert "10.3 miles" in verdict.sentence
    assert "by road, estimated" in verdict.sentence
    assert "in a straight line" in check_area(TEN_MILES, town("Kellerton, IA")).sentence


def test_l7_an_unknown_place_is_measured_by_a_coordinator() -> None:
    verdict = check_area(TEN_MILES, None)
    assert (verdict.inside, verdict.needs_measuring, verdict.measured) == (False, True, None)
    assert "a coordinator measures" in verdict.sentence


def test_l7_a_centre_without_a_point_leaves_the_distance_unknown() -> None:
    nowhere = MembershipPolicy(area="radius", radius=10, centre="Lamoni, Iowa")
    assert check_area(nowhere, town("Lamoni")).needs_measuring


def test_anywhere_is_inside_and_still_measured() -> None:
    anywhere = TEN_MILES.model_copy(update={"area": "anywhere"})
    verdict = check_area(anywhere, town("Bethany, MO"))
    assert verdict.inside
    assert verdict.measured is not None
    assert check_area(MembershipPolicy(), None).inside


@pytest.mark.parametrize("listed", ["Davis City", "davis city, ia", "50065", "Davis City, IA 50065"])
def test_a_list_of_places_names_towns_in_any_of_the_usual_ways(listed: str) -> None:
    policy = MembershipPolicy(area="places", places=(listed,))
    assert check_area(policy, town("Davis City, IA")).inside
    assert not check_area(policy, town("Leon, IA")).inside


def test_a_listed_town_in_another_state_is_another_town() -> None:
    policy = MembershipPolicy(area="places", places=("Decatur, IA",))
    assert [place.region for place in find_places("Decatur") if check_area(policy, place).inside] == ["IA"]


def test_a_list_of_postal_codes_asks_a_town_of_several_for_its_own() -> None:
    policy = MembershipPolicy(area="places", places=("62704",))
    verdict = check_area(policy, town("Springfield, IL"))
    assert verdict.needs_measuring
    assert "postal code" in verdict.sentence
    assert check_area(policy, town("62704")).inside
    assert not check_area(policy, town("62703")).needs_measuring


def test_a_list_works_where_no_place_can_be_looked_up() -> None:
    policy = MembershipPolicy(area="places", places=("Freiburg", "Ähnlingen"))
    assert check_area(policy, None, typed=" freiburg ").inside
    assert check_area(policy, None, typed="Ahnlingen").inside
    assert check_area(policy, None, typed="Basel").needs_measuring


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_beyond_the_other_side_of_the_earth(a: Point, b: Point) -> None:
    assert miles_between(a, b) == pytest.approx(miles_between(b, a), abs=ROUNDING)
    assert 0 <= miles_between(a, b) <= 12_437
    assert miles_between(a, a) == 0


@given(points, points, points)
def test_a_detour_is_never_shorter(a: Point, b: Point, c: Point) -> None:
    assert miles_between(a, c) <= miles_between(a, b) + miles_between(b, c) + ROUNDING


def test_known_distances() -> None:
    """Nashville to Los Angeles, the textbook pair: 2886.44 km on a sphere of 6371 km."""
    assert miles_between(Point(36.12, -86.67), Point(33.94, -118.40)) == pytest.approx(1793.56, abs=0.05)
    assert miles_between(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(69.09, abs=0.01)


@given(st.floats(0, 3000), st.floats(0, 3000))
def test_v_far_driving_grows_with_distance_in_steps_of_five(a: float, b: float) -> None:
    assert driving_minutes(a) % 5 == 0
    assert driving_minutes(min(a, b)) <= driving_minutes(max(a, b))


def test_v_far_driving_is_slower_near_home() -> None:
    speeds = [miles / driving_minutes(miles) for miles in (1, 10, 30, 100)]
    assert all(slower < faster for slower, faster in pairwise(speeds))


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        ("0.0", "in the same town"),
        ("1.0", "1 mile, about 5 minutes by car"),
        ("6.5", "6.5 miles, about 15 minutes by car"),
        ("11.7", "12 miles, about 25 minutes by car"),
        ("40.0", "40 miles, about 1 hour 5 minutes by car"),
    ],
)
def test_v_far_distance_in_words(miles: str, words: str) -> None:
    assert in_words(Measured(Decimal(miles), driving_minutes(float(miles)))) == words


def test_v_far_two_members_of_one_town() -> None:
    assert in_words(measure(LAMONI, town("Lamoni"))) == "in the same town"
    assert point_of(None, 1.0) is None
    assert point_of(1.0, 2.0) == Point(1.0, 2.0)

"""Where members live: the point follows the town, and who came without one gets it from the clock."""

import pytest
from django.utils import timezone

from banks.people.members.homes import geocode_members, home_of
from banks.people.members.models import Member
from banks.policies.kinds import PlacePolicy
from hosting.schedule import daily_round
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, member

IOWA = PlacePolicy(area_name="Lamoni, Iowa")
DETAILS = {"shows_email": "nobody", "shows_phone": "nobody", "shows_street": "nobody"}


@pytest.mark.parametrize(
    ("town", "code", "expected"),
    [
        ("Leon", "", ("Leon", "50144")),
        ("leon, ia 50144", "", ("Leon", "50144")),
        ("", "50144", ("Leon", "50144")),
        ("Our farm", "50144", ("Our farm", "50144")),
        ("Davis City", "50065-1234", ("Davis City", "50065-1234")),
    ],
)
def test_a_home_is_a_town_and_its_point(town: str, code: str, expected: tuple[str, str]) -> None:
    home = home_of(town, code, bank=IOWA)
    assert (home.town, home.postal_code) == expected
    assert home.latitude == pytest.approx(40.7, abs=0.2)


def test_a_town_that_could_be_anywhere_has_no_point() -> None:
    assert home_of("Bethany", "", bank=IOWA).latitude is None  # in seven states, none of them Iowa
    assert home_of("Nowhere at all", "", bank=IOWA).latitude is None
    assert home_of("Leon", "50144", bank=PlacePolicy(country="other")).latitude is None


def test_the_round_gives_points_to_who_came_without(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Bill").update(town="Leon", postal_code="", latitude=None, longitude=None)
        Member.objects.filter(name="Anne").update(town="Nowhere at all", latitude=None, longitude=None)
        daily_round.run()
        assert geocode_members(now=timezone.now()) == 0
    bill = member(lamoni, "Bill")
    assert (bill.town, bill.postal_code) == ("Leon", "50144")
    assert bill.latitude == pytest.approx(40.7373)
    assert member(lamoni, "Anne").latitude is None


def test_moving_to_another_town_takes_the_point_along(door: Bank) -> None:
    bill = Browser(door, "Bill")
    bill.post("/profile/", **DETAILS, town="Sturgeon Bay", postal_code="54235")
    first = member(door, "Bill")
    assert first.latitude is not None
    bill.post("/profile/", **DETAILS, town="Fish Creek", postal_code="54235")  # the code of the old town was overlooked
    moved = member(door, "Bill")
    assert (moved.town, moved.postal_code) == ("Fish Creek", "54212")
    assert moved.latitude != first.latitude
    bill.post("/profile/", **DETAILS, town="On a boat", postal_code="")
    assert member(door, "Bill").latitude is None
    bill.post("/profile/", **DETAILS, town="On a boat", postal_code="", phone="920-555-0101")
    assert member(door, "Bill").phone == "920-555-0101"

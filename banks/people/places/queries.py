"""Looking up where somebody lives, offline.

Guarantees: a known postal code or town yields its places, several where several bear the name, and none where
it is not known; no outside service is asked. Countries come by a provider each; the United States are the one
there is. Refuses nothing: elsewhere no place is found, distances stay unknown, and members type their town.
Called by: the application, members' details, listings.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from banks.people.places.rules import Located, Place, miles_between
from banks.people.places.united_states import UnitedStates
from banks.policies.kinds import PlacePolicy

ELSEWHERE = "We have no list of the towns there. Type the town; a coordinator measures the distance."
NOT_FOUND = "We do not know this town or postal code. Check the spelling, or type your postal code."
MOST_SUGGESTED = 6
SEVERAL = "There are several places of this name. Choose yours, or type your postal code."


class PlaceFinder(Protocol):
    """What a country's provider does."""

    def find(self, text: str) -> list[Place]: ...

    def suggest(self, text: str) -> list[Place]: ...


FINDERS: Mapping[str, PlaceFinder] = {"US": UnitedStates()}


def find_places(text: str, *, country: str = "US") -> list[Place]:
    """The places a text names: postal code, ZIP+4, town, town and state. Empty when none is known."""
    finder = FINDERS.get(country)
    return finder.find(text) if finder else []


def suggest_places(text: str, *, country: str = "US", near: Located | None = None) -> list[Place]:
    """Places spelt much like the text, the nearest to a point first where one is given."""
    finder = FINDERS.get(country)
    return _nearest_first(finder.suggest(text) if finder else [], near)[:MOST_SUGGESTED]


def likely_place(town: str, postal_code: str = "", *, bank: PlacePolicy) -> Place | None:
    """The one place a member can mean, or None. Of several towns of a name it is the one where the bank is at home."""
    home = bank.area_name.rpartition(",")[2].strip()
    for text in (postal_code, f"{town}, {home}" if town and home else "", town):
        found = find_places(text, country=bank.country) if text.strip() else []
        if len(found) == 1:
            return found[0]
    return None


def why_not_found(*, country: str = "US") -> str:
    """The sentence beside a place that was not found."""
    return NOT_FOUND if country in FINDERS else ELSEWHERE


def _nearest_first(places: Iterable[Place], near: Located | None) -> list[Place]:
    return list(places) if near is None else sorted(places, key=lambda place: miles_between(place, near))

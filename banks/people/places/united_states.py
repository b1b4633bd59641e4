"""Towns and postal codes of the United States, from the `zipcodes` package: data in the wheel, no outside service.

Guarantees: nothing is asked of the network. The index of a state's towns is built once in a process, when one of
them is first asked for, and is the same for every bank: it holds the package's data and no bank's rows. The first
question of a process unpacks the package's data, which takes a second: ask outside a database transaction.
Refuses: military post offices and codes without a point, which lie nowhere that can be measured.
Called by: banks.people.places.queries.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from statistics import median
from typing import Any
from unicodedata import normalize

import zipcodes

from banks.people.places.rules import Place, folded

SOURCE = f"zipcodes {zipcodes.__version__}"
COUNTRY_WORDS = {"usa", "us", "united states", "united states of america"}
POSTAL_CODE = re.compile(r"(?<![0-9])([0-9]{5})(?:[-\s]?[0-9]{4})?(?![0-9])")
LONGEST_TEXT = 120
MOST_NAMES = 6
LIKENESS = 0.75
STATES: Mapping[str, str] = {
    "alabama": "AL", "alaska": "AK", "american samoa": "AS", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "federated states of micronesia": "FM", "florida": "FL", "georgia": "GA", "guam": "GU", "hawaii": "HI",
    "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "marshall islands": "MH", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE",
    "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY",
    "north carolina": "NC", "north dakota": "ND", "northern mariana islands": "MP", "ohio": "OH", "oklahoma": "OK",
    "oregon": "OR", "palau": "PW", "pennsylvania": "PA", "puerto rico": "PR", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virgin islands": "VI", "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI",
    "wyoming": "WY",
}  # fmt: skip
CODES = frozenset(code.lower() for code in STATES.values())
WORDS_IN_A_STATE = 4
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, taken apart: a postal code, or a town with or without its state."""

    town: str
    state: str = ""
    code: str = ""


class UnitedStates:
    """The provider for banks in the United States."""

    def find(self, text: str) -> list[Place]:
        asked = _taken_apart(text)
        if asked.code:
            return list(_by_code(asked.code))
        if not asked.town:
            return []
        whole = f"{asked.town} {_spelt_out(asked.state)}".strip()
        for town, state in dict.fromkeys([(asked.town, asked.state), (whole, "")]):
            if found := _by_town(town, state):
                return found
        return []

    def suggest(self, text: str) -> list[Place]:
        """Towns spelt much like this one, the likest first; of its state, where one was typed."""
        asked = _taken_apart(text)
        if not asked.town:
            return []
        states = [asked.state] if asked.state else STATES.values()
        near = {name for state in states for name in _towns_of(state) if _could_be(name, asked.town)}
        likely = get_close_matches(asked.town, near, n=MOST_NAMES, cutoff=LIKENESS)
        return [place for name in likely for place in _by_town(name, asked.state)]


def _taken_apart(text: str) -> Asked:
    if len(text) > LONGEST_TEXT:
        return Asked("")
    if code := POSTAL_CODE.search(normalize("NFKC", text)):
        return Asked("", code=code[1])
    words = folded(text).split()
    for count in range(WORDS_IN_A_STATE, 0, -1):
        if len(words) > count and " ".join(words[-count:]) in COUNTRY_WORDS:
            words = words[:-count]
    for count in range(WORDS_IN_A_STATE, 0, -1):
        if len(words) > count and (state := _state(" ".join(words[-count:]))):
            return Asked(" ".join(words[:-count]), state)
    return Asked(" ".join(words))


def _state(words: str) -> str:
    return words.upper() if words in CODES else STATES.get(words, "")


def _spelt_out(state: str) -> str:
    return next((name for name, code in STATES.items() if code == state), "")


def _by_code(code: str) -> Iterator[Place]:
    for row in zipcodes.matching(code):
        if point := _point(row):
            yield _place(row["city"], row["state"], code, [point])


def _by_town(town: str, state: str) -> list[Place]:
    """One place for each state that has such a town; a town with several postal codes lies in their middle."""
    towns: dict[str, list[Row]] = {}
    for region in [state] if state else sorted(STATES.values()):
        rows = [row for code in _towns_of(region).get(town, ()) for row in zipcodes.matching(code)]
        if rows:
            towns[region] = rows
    return [_town(town, region, rows) for region, rows in towns.items()]


def _town(town: str, region: str, rows: list[Row]) -> Place:
    name = next((each for row in rows for each in _names(row) if folded(each) == town), rows[0]["city"])
    code = rows[0]["zip_code"] if len(rows) == 1 else ""
    return _place(name, region, code, [point for row in rows if (point := _point(row))])


def _place(name: str, region: str, code: str, points: list[tuple[float, float]]) -> Place:
    """The middle is the median, which a single wrong point in the data does not move."""
    latitude, longitude = (round(median(degrees), 4) for degrees in zip(*points, strict=True))
    return Place(name, region, code, latitude, longitude, "US", SOURCE)


def _point(row: Row) -> tuple[float, float] | None:
    point = (float(row["lat"]), float(row["long"]))
    return point if any(point) and row["zip_code_type"] != "MILITARY" else None


def _own(row: Row) -> list[str]:
    return [row["city"]]


def _also(row: Row) -> list[str]:
    names: list[str] = row["acceptable_cities"]
    return names


def _names(row: Row) -> list[str]:
    return [*_own(row), *_also(row)]


def _could_be(name: str, town: str) -> bool:
    """Cheap enough to ask of every town before the slow comparison."""
    return name[0] == town[0] and abs(len(name) - len(town)) <= max(2, len(town) // 4)


@cache
def _towns_of(state: str) -> Mapping[str, tuple[str, ...]]:
    """Folded town name -> its postal codes, in one state.

    Streets' codes before those of boxes and single buildings; names the post office also takes fill the gaps.
    """
    rows = [row for row in zipcodes.filter_by(state=state) if row["active"] and _point(row)]
    streets = [row for row in rows if row["zip_code_type"] == "STANDARD"]
    others = [row for row in rows if row["zip_code_type"] != "STANDARD"]
    towns: dict[str, tuple[str, ...]] = {}
    for known, names in ((streets, _own), (others, _own), (streets, _also), (others, _also)):
        found: dict[str, list[str]] = {}
        for row in known:
            for name in names(row):
                found.setdefault(folded(name), []).append(row["zip_code"])
        towns = {**{town: tuple(codes) for town, codes in found.items()}, **towns}
    towns.pop("", None)
    return towns

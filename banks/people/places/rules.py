"""Where somebody lives and how far that is, pure (rows L7 and V-far).

Guarantees: distances are great-circle miles between the points of towns or postal codes, never of houses; the
figure that is judged is the figure that is shown, to a tenth of a mile; exactly on the limit counts as inside.
Driving times are estimates and say so. Refuses nothing: an unknown place has an unknown distance, and a
coordinator measures it. Called by: the application, listings, the directory.

Sources: the haversine formula after R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984), 159;
the mean earth radius of the International Union of Geodesy and Geophysics, 6371.0088 km. How much longer roads
are than a straight line (the detour index): F. P. Boscoe, K. A. Henry, M. S. Zdeb, "A Nationwide Comparison of
Driving Distance Versus Straight-Line Distance to Hospitals", The Professional Geographer 64 (2012), 188-196,
who also found the two so closely related (r² > 0.9) that an estimate serves for trips without hurry.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple, Protocol

from banks.policies.kinds import MembershipPolicy

KM_IN_A_MILE = 1.609344
EARTH_RADIUS_MILES = 6371.0088 / KM_IN_A_MILE
DETOUR = Decimal("1.3")
# Through town, on country roads, and beyond: road miles of each stretch with the speed driven there.
STRETCHES: tuple[tuple[float, float], ...] = ((3, 25), (12, 45), (float("inf"), 55))
DRIVING_STEP = 5
SAME_TOWN = Decimal("0.5")
WHOLE_MILES_FROM = 10
TENTH = Decimal("0.1")
SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


class Located(Protocol):
    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


class Point(NamedTuple):
    """Degrees, north and east positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A town or postal code. A town with several postal codes has none here, and the point in their middle."""

    name: str
    region: str
    postal_code: str
    latitude: float
    longitude: float
    country: str
    source: str

    @property
    def label(self) -> str:
        """Lamoni, IA 50140."""
        town = ", ".join(part for part in (self.name, self.region) if part)
        return f"{town} {self.postal_code}".strip()

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True, slots=True)
class Measured:
    """A distance in a straight line, to a tenth of a mile, and the likely minutes by car."""

    miles: Decimal
    driving_minutes: int

    @property
    def road_miles(self) -> Decimal:
        """An estimate of the miles by road."""
        return _tenths(self.miles * DETOUR)


@dataclass(frozen=True, slots=True)
class AreaVerdict:
    """Whether a place lies in the bank's area. Where `needs_measuring`, nobody knows yet: a coordinator looks."""

    inside: bool
    measured: Measured | None
    limit_miles: int | None
    sentence: str
    needs_measuring: bool = False


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    """A point, where both degrees are known."""
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def miles_between(a: Located, b: Located) -> float:
    """Great-circle miles."""
    north, south = radians(a.latitude), radians(b.latitude)
    half_up, half_over = (north - south) / 2, radians(a.longitude - b.longitude) / 2
    chord = sin(half_up) ** 2 + cos(north) * cos(south) * sin(half_over) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(min(1.0, sqrt(chord)))


def driving_minutes(miles: float) -> int:
    """Likely minutes by car for miles in a straight line, in steps of five: an estimate, never a route."""
    left, minutes = miles * float(DETOUR), 0.0
    for stretch, miles_an_hour in STRETCHES:
        driven = min(left, stretch)
        minutes += driven / miles_an_hour * 60
        left -= driven
    return max(DRIVING_STEP, int(minutes / DRIVING_STEP + 0.5) * DRIVING_STEP)


def measure(a: Located, b: Located) -> Measured:
    miles = miles_between(a, b)
    return Measured(_tenths(Decimal(miles)), driving_minutes(miles))


def in_words(measured: Measured) -> str:
    """12 miles, about 20 minutes by car."""
    if measured.miles < SAME_TOWN:
        return "in the same town"
    return f"{_miles(measured.miles)}, about {minutes_in_words(measured.driving_minutes)} by car"


def minutes_in_words(minutes: int) -> str:
    """45 minutes; 1 hour; 2 hours 5 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    return " ".join([*parts, f"{rest} minutes"] if rest or not hours else parts)


def folded(text: str) -> str:
    """Text as towns are compared: no case, accents, points or double spaces; St. is Saint, Lee's is Lees."""
    if text.isascii() and text.isalpha() and text.lower() not in SHORT_FORMS:
        return text.lower()  # most towns are one plain word; there are tens of thousands of them
    own = re.sub(r"['’‘]s\b", "s", text.casefold())
    spread = re.sub(r"['’‘-]", " ", own)
    plain = unicodedata.normalize("NFKD", spread).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def centre_of(policy: MembershipPolicy) -> Point | None:
    """Where the bank measures from, as its rule says."""
    return point_of(policy.centre_latitude, policy.centre_longitude)


def check_area(policy: MembershipPolicy, place: Place | None, *, typed: str = "") -> AreaVerdict:
    """Whether a place is in the area. `typed` is what somebody wrote where no place was found."""
    centre = centre_of(policy)
    measured = measure(place, centre) if place and centre else None
    if policy.area == "anywhere":
        return AreaVerdict(True, measured, None, "Our membership is not limited to an area.")
    if policy.area == "places":
        return _in_the_list(policy, place, measured, typed)
    return _in_the_circle(policy, place, measured)


def _in_the_circle(policy: MembershipPolicy, place: Place | None, measured: Measured | None) -> AreaVerdict:
    limit = policy.radius
    if place is None or measured is None or limit is None:
        unknown = "We do not know how far this is yet. You can go on; a coordinator measures the distance."
        return AreaVerdict(False, None, limit, unknown, needs_measuring=True)
    by_road = policy.metric == "road"
    miles = measured.road_miles if by_road else measured.miles
    how = "by road, estimated from the straight line" if by_road else "in a straight line"
    inside = miles <= limit
    verdict = "That is inside" if inside else "That is outside"
    sentence = f"{place.label} is {_exact(miles)} from {policy.centre}, {how}. {verdict} our area of {limit} miles."
    return AreaVerdict(inside, measured, limit, sentence)


def _in_the_list(policy: MembershipPolicy, place: Place | None, measured: Measured | None, typed: str) -> AreaVerdict:
    listed = {folded(each) for each in policy.places}
    names = set(names_of(place)) if place else {folded(typed)}
    if names & listed:
        return AreaVerdict(True, measured, None, f"{place.label if place else typed.strip()} is in our area.")
    if place is None:
        unknown = "We do not know this place yet. You can go on; a coordinator looks whether it is in our area."
        return AreaVerdict(False, None, None, unknown, needs_measuring=True)
    if not place.postal_code and any(each.isdigit() for each in listed):
        several = f"{place.label} has several postal codes. Please type yours, so that we know which part you live in."
        return AreaVerdict(False, measured, None, several, needs_measuring=True)
    return AreaVerdict(False, measured, None, f"{place.label} is not among the places in our area.")


def names_of(place: Place) -> Iterable[str]:
    """How a list may name a place: town, town with region, postal code."""
    town, region = folded(place.name), folded(place.region)
    return (town, f"{town} {region}", folded(place.label), *filter(None, [place.postal_code]))


def _tenths(miles: Decimal) -> Decimal:
    return miles.quantize(TENTH, ROUND_HALF_UP)


def _exact(miles: Decimal) -> str:
    """6.5 miles, 10 miles, 1 mile."""
    figure = f"{miles:f}".removesuffix(".0")
    return f"{figure} mile{'' if figure == '1' else 's'}"


def _miles(miles: Decimal) -> str:
    """Whole miles from ten on, where a tenth tells a driver nothing."""
    return _exact(miles.quantize(Decimal(1), ROUND_HALF_UP) if miles >= WHOLE_MILES_FROM else miles)

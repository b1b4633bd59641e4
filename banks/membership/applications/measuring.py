"""Where an applicant lives: looked up, measured by the rules, kept as evidence (row L7).

Guarantees: the distance, the limit, what it was measured from, when, and the version of the rules stand on the row,
and are the figures that were shown; an application that was sent is judged by the rules of the day it was sent, also
when its place is corrected later. Refuses nothing: a place that is not known is kept as typed and measured by a
coordinator. Writes the fields of an application without saving them. Called by: filling in, sending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from banks.membership.applications.models import Application
from banks.membership.applications.queries import where_of
from banks.people.places.queries import SEVERAL, find_places, suggest_places, why_not_found
from banks.people.places.rules import AreaVerdict, Place, centre_of, check_area, miles_between, point_of
from banks.policies.kinds import MembershipPolicy, PlacePolicy
from banks.policies.queries import InForce, policy_in_force

AS_TYPED = "as_typed"
EVIDENCE = [
    "town", "postal_code", "latitude", "longitude", "inside_area", "distance_miles", "driving_minutes",
    "limit_miles", "measured_from", "measured_at", "rules_version_id",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The places a text names, or those spelt much like it, and the sentence beside them."""

    where: str
    found: Sequence[Place]
    suggested: Sequence[Place]
    sentence: str


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What became of a place: measured, or several to choose from, or nothing known of it."""

    verdict: AreaVerdict
    choices: Sequence[Place] = ()
    sentence: str = ""


def rules_that_count(application: Application, *, now: datetime) -> InForce[MembershipPolicy]:
    """The rules of the day the application was sent; today's while it is being written."""
    return policy_in_force(MembershipPolicy, application.sent_at or now)


def look_up(where: str, *, application: Application, now: datetime) -> LookedUp:
    """What the list of places says. Asked before anything is locked: the list takes seconds to wake up."""
    country = policy_in_force(PlacePolicy, now).value.country
    near = centre_of(rules_that_count(application, now=now).value)
    found = find_places(where, country=country)
    if near is not None:
        found = sorted(found, key=lambda place: miles_between(place, near))
    suggested = [] if found else suggest_places(where, country=country, near=near)
    return LookedUp(where, found, suggested, SEVERAL if found else why_not_found(country=country))


def find_home(application: Application, looked_up: LookedUp, *, chosen: str, now: datetime) -> PlaceFound:
    """Measure what was found; `chosen` is the label of one of several or of a suggestion, or AS_TYPED."""
    rules, found = rules_that_count(application, now=now).value, looked_up.found
    picked = [place for place in [*found, *looked_up.suggested] if place.label == chosen]
    if not picked and len(found) == 1:
        picked = list(found)
    home = picked[0] if picked else None
    verdict = measure_home(application, home, typed=looked_up.where, now=now)
    is_listed = rules.area == "places" and verdict.inside
    if home is not None or is_listed or chosen == AS_TYPED:
        return PlaceFound(verdict)
    return PlaceFound(verdict, choices=found or looked_up.suggested, sentence=looked_up.sentence)


def measure_home(application: Application, home: Place | None, *, typed: str, now: datetime) -> AreaVerdict:
    """Write down where somebody lives and how far that is, by the rules that count."""
    version = rules_that_count(application, now=now)
    rules = version.value
    verdict = check_area(rules, home, typed=typed)
    measured = verdict.measured
    application.town = home.name if home else typed[:80]
    application.postal_code = home.postal_code if home else ""
    application.latitude = home.latitude if home else None
    application.longitude = home.longitude if home else None
    application.inside_area = None if verdict.needs_measuring else verdict.inside
    application.distance_miles = None
    if measured is not None:
        application.distance_miles = measured.road_miles if rules.metric == "road" else measured.miles
    application.driving_minutes = measured.driving_minutes if measured else None
    application.limit_miles = verdict.limit_miles
    application.measured_from = rules.centre or ""
    application.measured_at = now
    application.rules_version_id = version.version_id
    return verdict


def measure_again(application: Application, *, now: datetime) -> AreaVerdict | None:
    """The place that stands there, measured by the rules that count now; None where there is none yet.

    What a coordinator measured by hand stays: nobody can look that place up.
    """
    by_hand = application.latitude is None and application.inside_area is not None
    if not where_of(application) or (by_hand and application.distance_miles is not None):
        application.rules_version_id = rules_that_count(application, now=now).version_id
        return None
    return measure_home(application, home_of(application, now=now), typed=application.town, now=now)


def home_of(application: Application, *, now: datetime) -> Place | None:
    """The place that was found before, with its region; rebuilt from the row where the list has changed since."""
    point = point_of(application.latitude, application.longitude)
    if point is None:
        return None
    country = policy_in_force(PlacePolicy, now).value.country
    same = find_places(where_of(application), country=country)
    near = sorted(same, key=lambda place: miles_between(place, point))
    if near and miles_between(near[0], point) < 1:
        return near[0]
    town, code = application.town, application.postal_code
    return Place(town, "", code, point.latitude, point.longitude, country, "application")


def verdict_of(application: Application, *, now: datetime) -> AreaVerdict | None:
    """The verdict in words, as it stands on the row; None where no place is known yet."""
    if not where_of(application):
        return None
    return check_area(
        rules_that_count(application, now=now).value, home_of(application, now=now), typed=application.town
    )

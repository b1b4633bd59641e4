"""Where members live: the point of a town or postal code, from which distances are measured (row V-far).

Guarantees: a point is the town's or postal code's, never a house's; it follows the town when the town changes;
who came without one gets it from the clock. Places are looked up outside transactions, for opening the list of
places takes a second. Refuses: a postal code that the country's list does not know.
Called by: members' details, the clock, the demo's seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from banks.people.members.errors import PostalCodeUnknown
from banks.people.members.models import Member
from banks.people.places.queries import FINDERS, find_places, likely_place
from banks.people.places.rules import folded, names_of
from banks.policies.kinds import PlacePolicy
from banks.policies.queries import policy_in_force


@dataclass(frozen=True, slots=True)
class Home:
    """A town as others read it, its postal code, and its point where that is known."""

    town: str
    postal_code: str
    latitude: float | None = None
    longitude: float | None = None


def home_of(town: str, postal_code: str, *, bank: PlacePolicy) -> Home:
    """The town without what else was typed with it ("Leon, IA 50144"), and its point."""
    place = likely_place(town, postal_code, bank=bank)
    if place is None:
        return Home(town, postal_code)
    if not town or folded(town) in names_of(place):
        return Home(place.name, postal_code or place.postal_code, place.latitude, place.longitude)
    return Home(town, postal_code, place.latitude, place.longitude)


def changed_home(member: Member, changes: Mapping[str, str], *, now: datetime) -> Home | None:
    """Where somebody lives by these changes of their details; None where they stay."""
    town = changes.get("town", member.town).strip()
    code = changes.get("postal_code", member.postal_code).strip()
    if (town, code) == (member.town, member.postal_code):
        return None
    if town and code == member.postal_code:
        code = ""  # the old town's
    bank = policy_in_force(PlacePolicy, now).value
    if code and bank.country in FINDERS and not find_places(code, country=bank.country):
        raise PostalCodeUnknown(code=code)
    return home_of(town, code, bank=bank)


def move(member: Member, home: Home) -> None:
    """Write where the member lives."""
    member.town, member.postal_code = home.town, home.postal_code
    member.latitude, member.longitude = home.latitude, home.longitude
    member.save(update_fields=["town", "postal_code", "latitude", "longitude"])


def geocode_members(*, now: datetime) -> int:
    """Give a point to current members whose town has none yet; how many got one."""
    without = Member.objects.filter(left_on=None, latitude=None).exclude(town="", postal_code="")
    towns = set(without.values_list("town", "postal_code"))
    bank = policy_in_force(PlacePolicy, now).value
    settled = 0
    for town, code in towns:
        home = home_of(town, code, bank=bank)
        if home.latitude is not None:
            settled += without.filter(town=town, postal_code=code).update(
                town=home.town, postal_code=home.postal_code, latitude=home.latitude, longitude=home.longitude
            )
    return settled

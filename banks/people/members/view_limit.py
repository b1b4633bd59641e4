"""How many people somebody may look at: enough for every neighbour, too few to copy the directory.

Guarantees: no more views an hour and a day than the settings say (60 and 200) for each member of a bank;
coordinators are not counted.
Called by every page and API view that shows somebody's town or address.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from banks.people.members.errors import TooManyLooks
from banks.people.members.rules import Viewer

HOUR, DAY = 3600, 86_400


def count_view(viewer: Viewer, *, now: datetime) -> None:
    """Count one look; refused when there were too many. Keys of the cache are the bank's own."""
    if viewer.is_coordinator:
        return
    limits = ((HOUR, settings.MOST_LOOKS_AN_HOUR, "an hour"), (DAY, settings.MOST_LOOKS_A_DAY, "a day"))
    for seconds, most, wait in limits:
        key = f"looks-{viewer.member_id}-{seconds}-{int(now.timestamp()) // seconds}"
        cache.add(key, 0, seconds)
        if cache.incr(key) > most:
            raise TooManyLooks(wait=wait)

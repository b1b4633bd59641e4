"""How many people somebody may look at: enough for every neighbour, too few to copy the directory.

Guarantees: at most 60 views an hour and 200 a day for each member of a bank; coordinators are not counted.
Called by every page and API view that shows somebody's town or address.
"""

from datetime import datetime

from django.core.cache import cache

from banks.members.errors import TooManyLooks
from banks.members.rules import Viewer

HOUR, DAY = 3600, 86_400
MOST = ((HOUR, 60, "an hour"), (DAY, 200, "a day"))


def count_view(looking: Viewer, *, now: datetime) -> None:
    """Count one look; refused when there were too many. Keys of the cache are the bank's own."""
    if looking.is_coordinator:
        return
    for seconds, most, wait in MOST:
        key = f"looks-{looking.member_id}-{seconds}-{int(now.timestamp()) // seconds}"
        cache.add(key, 0, seconds)
        if cache.incr(key) > most:
            raise TooManyLooks(wait=wait)

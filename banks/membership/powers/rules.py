"""What each power lets somebody do, in plain words, and when its end is news. Pure.

Called by: the administrators' page, the notices, the services here.
"""

from collections.abc import Mapping
from datetime import date, timedelta

A_YEAR = timedelta(days=365)
ENDS_SOON = timedelta(days=60)
STILL_NEWS = timedelta(days=14)  # a power that ended longer ago is not told of any more
PLAIN_WORDS: Mapping[str, str] = {
    "coordinator": "Takes reports by phone, adds members, records events, posts letters.",
    "administrator": "All that a coordinator does; also changes the rules, and these powers.",
    "sign_in_help": "Hands over codes to members who cannot sign in. Never sets or sees a password.",
    "offers": "Looks at offers and requests, and takes odd ones off the lists.",
    "upkeep": "Asks members who have been silent whether they want to rest.",
    "orientations": "Plans orientations, and notes who came.",
    "screening": "Checks references, and decides how newcomers take part. Opens sealed notes, and says why.",
    "safety": "Receives safety reports. Opens them, and says why.",
}


def usual_end(today: date) -> date:
    """The last day of a power where nobody chooses another."""
    return today + A_YEAR


def ends_soon(ends_on: date | None, *, on: date) -> bool:
    return ends_on is not None and ends_on <= on + ENDS_SOON

"""How much may still be given or credited. Pure.

Called by: `banks.hours.grants.services` and its pages.
"""

from datetime import date

from banks.day_words import in_words
from banks.hours.grants.errors import GiftBeyondCap, GiftOver, OutsideMonthFull, OutsideNotAuthorised
from ledger.hour_words import format_hours
from ledger.policy import HoursPolicy

LONGEST_MINUTES = 60_000


def check_gift(*, minutes: int, given: int, most: int, ends_on: date, today: date, hours: HoursPolicy) -> None:
    """Within what was authorised, and in time; the last day is still in time (row L15)."""
    if today > ends_on:
        raise GiftOver(ends_on=in_words(ends_on))
    if given + minutes > most:
        raise GiftBeyondCap(left=format_hours(max(most - given, 0), hours), most=format_hours(most, hours))


def check_day_of_work(service_date: date, *, organisation: str, begins_on: date, ends_on: date) -> None:
    if not begins_on <= service_date <= ends_on:
        raise OutsideNotAuthorised(organisation=organisation, begins_on=in_words(begins_on), ends_on=in_words(ends_on))


def check_month(*, minutes: int, before: int, most: int | None, month: date, hours: HoursPolicy) -> None:
    """The minute that is one too many in the month of the service is refused (row L20)."""
    if most is not None and before + minutes > most:
        left = format_hours(max(most - before, 0), hours)
        raise OutsideMonthFull(most=format_hours(most, hours), month=f"{month:%B}", left=left)


def smaller(*limits: int | None) -> int | None:
    """The narrowest of several limits; None where there is none."""
    return min((limit for limit in limits if limit is not None), default=None)

"""How much may still be given or credited. Pure.

Called by: `banks.grants.services` and its pages.
"""

from datetime import date

from banks.exchanges.errors import MinutesNotPositive, MinutesTooMany
from banks.grants.errors import GiftBeyondCap, GiftOver, OutsideMonthFull, OutsideNotAuthorised
from ledger.amounts import round_to_step
from ledger.hour_words import format_hours
from ledger.policy import HoursPolicy

LONGEST_MINUTES = 60_000


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def counted(minutes: int, hours: HoursPolicy) -> int:
    """The minutes as the books count them."""
    if minutes <= 0:
        raise MinutesNotPositive(minutes=minutes)
    if minutes > LONGEST_MINUTES:
        raise MinutesTooMany(longest=format_hours(LONGEST_MINUTES, hours))
    mode = "nearest" if hours.rounding == "reject" else hours.rounding
    return max(round_to_step(minutes, step=hours.granularity, mode=mode), hours.granularity)


def check_gift(*, minutes: int, given: int, most: int, ends_on: date, today: date, hours: HoursPolicy) -> None:
    """Within what was authorised, and in time; the last day is still in time (row L15)."""
    if today > ends_on:
        raise GiftOver(ends_on=day_words(ends_on))
    if given + minutes > most:
        raise GiftBeyondCap(left=format_hours(max(most - given, 0), hours), most=format_hours(most, hours))


def check_day_of_work(service_date: date, *, organisation: str, begins_on: date, ends_on: date) -> None:
    if not begins_on <= service_date <= ends_on:
        raise OutsideNotAuthorised(
            organisation=organisation, begins_on=day_words(begins_on), ends_on=day_words(ends_on)
        )


def check_month(*, minutes: int, before: int, most: int | None, month: date, hours: HoursPolicy) -> None:
    """The minute that is one too many in the month of the service is refused (row L20)."""
    if most is not None and before + minutes > most:
        left = format_hours(max(most - before, 0), hours)
        raise OutsideMonthFull(most=format_hours(most, hours), month=f"{month:%B}", left=left)


def smaller(*limits: int | None) -> int | None:
    """The narrowest of several limits; None where there is none."""
    return min((limit for limit in limits if limit is not None), default=None)

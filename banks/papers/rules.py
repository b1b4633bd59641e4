"""Which days a statement on paper covers, pure.

Called by: the form, the posting pack.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from banks.day_words import in_words
from banks.papers.errors import DaysMissing, DaysSwapped

MONTH, MONTH_BEFORE = "month", "month_before"
QUARTER, QUARTER_BEFORE = "quarter", "quarter_before"
YEAR, YEAR_BEFORE = "year", "year_before"
EVERYTHING, DAYS = "everything", "days"
MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Days of service from one to another, both included; no first day means from the beginning."""

    first: date | None
    last: date
    words: str


def period_of(span: str, *, today: date, first: date | None = None, last: date | None = None) -> Period:
    """The days a span means today; `first` and `last` count for DAYS only."""
    if span == DAYS:
        return _days(first, last)
    if span == EVERYTHING:
        return Period(None, today, f"everything until {in_words(today)}")
    months = {MONTH: 1, MONTH_BEFORE: 1, QUARTER: 3, QUARTER_BEFORE: 3, YEAR: 12, YEAR_BEFORE: 12}[span]
    begins = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    if span in (MONTH_BEFORE, QUARTER_BEFORE, YEAR_BEFORE):
        begins = _months_later(begins, -months)
    ends = _months_later(begins, months) - timedelta(days=1)
    return Period(begins, min(ends, today), _named(begins, ends, months))


def _days(first: date | None, last: date | None) -> Period:
    if first is None or last is None:
        raise DaysMissing(field="first" if first is None else "last")
    if last < first:
        raise DaysSwapped()
    return Period(first, last, f"{in_words(first)} to {in_words(last)}")


def _months_later(day: date, months: int) -> date:
    """The first of a month, some months on or back."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _named(first: date, last: date, months: int) -> str:
    """November 2026; July to September 2026; 2026."""
    if months == 1:
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if months == MONTHS_IN_A_QUARTER else f"the year {first.year}"

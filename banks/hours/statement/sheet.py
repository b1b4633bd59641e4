"""A statement as rows of a spreadsheet, pure.

Guarantees: no text of a member is taken for a formula by a spreadsheet.
"""

from collections.abc import Iterable, Iterator

from banks.hours.statement.queries import Row

SHEET_HEAD = ("day of service", "recorded", "what", "with", "note", "minutes", "balance after", "undone", "entry")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def sheet_rows(rows: Iterable[Row]) -> Iterator[tuple[str | int, ...]]:
    for row in rows:
        yield (
            row.service_date.isoformat(),
            row.recorded_on.isoformat(),
            as_text(row.what),
            as_text(row.who),
            as_text(row.note),
            row.minutes,
            row.balance_after,
            "yes" if row.undone else "",
            str(row.entry_id),
        )


def as_text(text: str) -> str:
    """Text that would begin a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text

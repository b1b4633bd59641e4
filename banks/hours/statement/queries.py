"""A member's statement in words: what each journal entry was for, with whom, and what became of it.

Guarantees: the number of queries does not grow with the number of rows; amounts and balances are the
ledger's own. Called by the pages, the API and the home page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext

from banks.hours.credits.rules import BROUGHT_IN, thanks_for
from banks.hours.statement.records import OUTSIDE, records_and_names
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.queries import bank_zone
from ledger.journal import EntryKind
from ledger.statements import (
    EVERYTHING,
    PAGE_SIZE,
    AccountOverTime,
    Entry,
    Narrowing,
    StatementLine,
    account_over_time,
    earned_and_received,
    statement_page,
)

MOST_NAMES = 3
MONTHS_SHOWN = 12
KIND_WORDS: dict[EntryKind | str, str] = {
    "exchange": "Exchange",
    "credit": "Hours from the bank",
    "event": "Event",
    "donation": "Gift of hours",
    "grant": "Hours granted",
    "outside": "Work at another organisation",
    "levy": "Contribution",
    "opening": "Balance brought along",
    "leaving": "Balance on leaving",
    "reversal": "Undone",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statement. `about` is the kind of record behind the entry, `about_id` its id."""

    number: int
    entry_id: UUID
    kind: str
    service_date: date
    recorded_at: datetime
    recorded_on: date
    what: str
    who: str
    note: str
    minutes: int
    balance_after: int
    undone: bool
    about: str
    about_id: UUID | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What was given and received and still stands, in minutes."""

    given_minutes: int
    received_minutes: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows, newest first; `older_than` asks for the next page, None on the last."""

    rows: Sequence[Row]
    older_than: int | None


def totals_of(account_id: UUID, *, narrowing: Narrowing = EVERYTHING) -> Totals:
    return Totals(*earned_and_received(account_id, narrowing=narrowing))


def rows_of(
    member_id: UUID,
    account_id: UUID,
    *,
    viewer: Viewer,
    now: datetime,
    older_than: int | None = None,
    size: int = PAGE_SIZE,
    narrowing: Narrowing = EVERYTHING,
) -> Rows:
    """A page of the member's statement, each entry in the words its reader may see."""
    page = statement_page(account_id, older_than=older_than, size=size, narrowing=narrowing)
    records = _Records(member_id, page.lines, viewer)
    zone = bank_zone(now)
    rows = [records.row(line, recorded_on=line.entry.recorded_at.astimezone(zone).date()) for line in page.lines]
    return Rows(rows, page.older_than)


def month_ends(today: date, *, months: int = MONTHS_SHOWN) -> list[date]:
    """The last days of the months before this one, oldest first, and today."""
    ends = [today]
    first = today.replace(day=1)
    while len(ends) < months:
        ends.insert(0, first - timedelta(days=1))
        first = ends[0].replace(day=1)
    return ends


def balance_and_months(account_id: UUID, *, today: date) -> tuple[AccountOverTime, list[tuple[str, int]]]:
    """The balance, and (month, balance at its end by day of service), oldest first, this month as it stands today."""
    ends = month_ends(today)
    account = account_over_time(account_id, days=ends)
    return account, [(f"{end:%b}", minutes) for end, minutes in zip(ends, account.by_day, strict=True)]


class _Records:
    """What stands behind a page of entries."""

    def __init__(self, member_id: UUID, lines: Iterable[StatementLine], viewer: Viewer) -> None:
        self.viewer = viewer
        entries = {_first_id(line.entry) for line in lines}
        accounts = {other.account_id for line in lines for other in line.others}
        self.by_entry, self.names = records_and_names(entries, accounts, member_id=member_id)

    def row(self, line: StatementLine, *, recorded_on: date) -> Row:
        entry = line.entry
        what, about, about_id, note = self._words(entry)
        undoing = entry.reverses_id is not None
        return Row(
            number=line.number,
            entry_id=entry.id,
            kind=entry.kind,
            service_date=entry.service_date,
            recorded_at=entry.recorded_at,
            recorded_on=recorded_on,
            what=f"Undone: {what}" if undoing else what,
            who=self._who(line, undoing=undoing),
            note=note,
            minutes=line.minutes,
            balance_after=line.balance_after,
            undone=entry.reversed_by_id is not None,
            about=about,
            about_id=about_id,
        )

    def _words(self, entry: Entry) -> tuple[str, str, UUID | None, str]:
        """What it was, which kind of record, its id, and a note."""
        record = self.by_entry.get(_first_id(entry))
        if record is None:
            return KIND_WORDS.get(entry.kind, entry.kind), "", None, ""
        if record.about == OUTSIDE:
            return gettext("Work at %(organisation)s") % {"organisation": record.what}, "", None, ""
        undoing = entry.reverses_id is not None
        what = record.what
        if record.newcomer is not None:  # thanks for a newcomer name them to readers who see people
            what = thanks_for(record.newcomer) if self.viewer.sees_people else BROUGHT_IN
        writer_id, note = (record.undone_by_id, record.undone_reason) if undoing else (record.writer_id, record.note)
        return what, record.about, record.about_id if record.about else None, note if self._reads(writer_id) else ""

    def _reads(self, writer_id: UUID | None) -> bool:
        """Whether a note is for this reader: viewers who may not see people read only their own."""
        return self.viewer.sees_people or writer_id == self.viewer.member_id

    def _who(self, line: StatementLine, *, undoing: bool) -> str:
        """Those on the other side: "for Bill", "by Adrian", "from the bank"."""
        gave = (line.minutes > 0) != undoing
        across = [other.account_id for other in line.others if (other.minutes > 0) != (line.minutes > 0)]
        people = sorted(self.names[account] for account in across if account in self.names)
        if not people:
            return "from the bank" if gave else "to the bank"
        came_and_went = ("from", "to") if line.entry.kind == "donation" else ("for", "by")
        return f"{came_and_went[not gave]} {names_in_words(people) if self.viewer.sees_people else nameless(people)}"


def names_in_words(names: Sequence[str]) -> str:
    """ "Anne", "Anne and Bill", "Anne, Bill and 3 others"."""
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} others"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def nameless(people: Sequence[str]) -> str:
    """ "a member", "3 members": how many they were, to a reader who sees nobody."""
    return NAMELESS.lower() if len(people) == 1 else f"{len(people)} members"


def _first_id(entry: Entry) -> UUID:
    """The entry a record names: an undoing entry leads back to the one it undoes."""
    return entry.reverses_id or entry.id

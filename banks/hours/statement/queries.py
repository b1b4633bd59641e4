"""A member's statement in words: what each journal entry was for, with whom, and what became of it.

Guarantees: the number of queries does not grow with the number of rows; amounts and balances are the
ledger's own. Called by the pages, the API and the home page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from banks.hours.credits.models import Credit
from banks.hours.credits.rules import BROUGHT_IN, thanks_for
from banks.hours.events.models import Event
from banks.hours.exchanges.models import Exchange
from banks.hours.grants.models import OutsideWork
from banks.people.members.models import Member
from banks.people.members.queries import members_by_id, names_of_accounts
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.queries import bank_zone
from ledger.accounts import accounts_by_id
from ledger.journal import EntryKind
from ledger.statements import (
    EVERYTHING,
    PAGE_SIZE,
    Entry,
    Narrowing,
    StatementLine,
    balances_served_by,
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
class Balance:
    """Where an account stands, in minutes, between its limits (None: no limit)."""

    minutes: int
    floor_minutes: int | None
    ceiling_minutes: int | None


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


def balance_on(account_id: UUID) -> Balance:
    account = accounts_by_id([account_id])[account_id]
    return Balance(account.balance_minutes, account.floor_minutes, account.ceiling_minutes)


def totals_of(account_id: UUID, *, narrowing: Narrowing = EVERYTHING) -> Totals:
    return Totals(*earned_and_received(account_id, narrowing=narrowing))


def rows_of(
    member: Member,
    *,
    viewer: Viewer,
    now: datetime,
    older_than: int | None = None,
    size: int = PAGE_SIZE,
    narrowing: Narrowing = EVERYTHING,
) -> Rows:
    """A page of the member's statement, each entry in the words its reader may see."""
    page = statement_page(member.account_id, older_than=older_than, size=size, narrowing=narrowing)
    records = _Records(member, page.lines, viewer)
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


def balance_by_month(account_id: UUID, *, today: date) -> list[tuple[str, int]]:
    """(month, balance at its end by day of service), oldest first, this month as it stands today."""
    ends = month_ends(today)
    balances = balances_served_by(account_id, days=ends)
    return [(f"{end:%b}", minutes) for end, minutes in zip(ends, balances, strict=True)]


class _Records:
    """What stands behind a page of entries, fetched once per kind of record."""

    def __init__(self, member: Member, lines: Iterable[StatementLine], viewer: Viewer) -> None:
        self.viewer = viewer
        entries = [line.entry for line in lines]
        first_ids = [_first_id(entry) for entry in entries]
        accounts = {other.account_id for line in lines for other in line.others}
        self.exchanges = {
            exchange.entry_id: exchange
            for exchange in Exchange.objects.filter(entry_id__in=first_ids).select_related("service")
        }
        self.events = {event.entry_id: event for event in Event.objects.filter(entry_id__in=first_ids)}
        own = Credit.objects.filter(entry_id__in=first_ids, member=member)
        self.credits = {credit.entry_id: credit for credit in own}
        works = OutsideWork.objects.filter(entry_id__in=first_ids).select_related("authorisation")
        self.works = {work.entry_id: work for work in works}
        self.names = names_of_accounts(accounts)
        thanked = [credit.about_id for credit in own if credit.ground == Credit.Ground.RECRUITER]
        self.brought_in = members_by_id(thanked) if viewer.sees_people and thanked else {}

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
        first_id, undoing = _first_id(entry), entry.reverses_id is not None
        if exchange := self.exchanges.get(first_id):
            wrote = exchange.undone_by_id if undoing else exchange.recorded_by_id
            note = exchange.undone_reason if undoing else exchange.note
            return exchange.service.name, "exchange", exchange.pk, note if self._reads(wrote) else ""
        if event := self.events.get(first_id):
            note = event.undone_reason if undoing and self._reads(None) else ""
            return event.title, "event", event.pk, note
        if credit := self.credits.get(first_id):
            return self._words_of(credit), "credit", credit.pk, ""
        if work := self.works.get(first_id):
            return f"Work at {work.authorisation.organisation}", "", None, ""
        return KIND_WORDS.get(entry.kind, entry.kind), "", None, ""

    def _reads(self, writer_id: UUID | None) -> bool:
        """Whether what somebody wrote is for this reader: to some, only their own words are."""
        return self.viewer.sees_people or writer_id == self.viewer.member_id

    def _words_of(self, credit: Credit) -> str:
        if credit.ground != Credit.Ground.RECRUITER:
            return credit.words
        newcomer = self.brought_in.get(credit.about_id)
        return thanks_for(newcomer.name) if newcomer else BROUGHT_IN

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

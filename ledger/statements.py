"""What the books say: balances, statements, entries and totals. Reads only.

Guarantees: a statement page costs the same for an account of ten postings and of a hundred thousand (stored
running balance, keyset paging); a balance as recorded by an instant does not change once the transactions of
that instant have ended. Called by: `banks` for pages and the API, `console` for totals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from ledger.errors import AccountUnknown, EntryUnknown
from ledger.models import Account, Posting

PAGE_SIZE = 50
# How a posting leads to each fact of its `Entry`.
FACTS = {
    "entry__kind": "kind",
    "entry__service_date": "service_date",
    "entry__recorded_at": "recorded_at",
    "entry__actor_id": "actor_id",
    "entry__policy_version_id": "policy_version_id",
    "entry__decision_id": "decision_id",
    "entry__reverses_id": "reverses_id",
    "entry__reversals__id": "reversed_by_id",
}
NOTHING = Q(number__lt=0)


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One posting of an entry: whose account, how many minutes."""

    account_id: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry as it stands, with every posting and what became of it."""

    id: UUID
    kind: str
    service_date: date
    recorded_at: datetime
    actor_id: UUID
    policy_version_id: UUID
    decision_id: UUID | None
    reverses_id: UUID | None
    reversed_by_id: UUID | None
    postings: tuple[PostingLine, ...]

    def without(self, account_id: UUID) -> tuple[PostingLine, ...]:
        """The postings of the others."""
        return tuple(line for line in self.postings if line.account_id != account_id)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting to an account, the balance it left, its entry, and the postings of the others."""

    number: int
    minutes: int
    balance_after: int
    entry: Entry
    others: tuple[PostingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which postings a reader wants to see, by day of service and by side; None leaves nothing out."""

    first: date | None = None
    last: date | None = None
    side: Literal["earned", "received"] | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Newest first. `older_than` is the number to ask for the next page with, None on the last page."""

    account_id: UUID
    lines: tuple[StatementLine, ...]
    older_than: int | None


def balance_of(account_id: UUID) -> int:
    """Minutes that stand to the account's credit now."""
    found = Account.objects.filter(id=account_id).values_list("balance_minutes", flat=True).first()
    if found is None:
        raise AccountUnknown(account_id=str(account_id))
    return found


def balances_of(account_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Balances by account, in one query."""
    return dict(Account.objects.filter(id__in=list(account_ids)).values_list("id", "balance_minutes"))


def entry_with_id(entry_id: UUID) -> Entry:
    """One entry with all its postings."""
    found = _entries([entry_id])
    if not found:
        raise EntryUnknown(entry_id=str(entry_id))
    return found[entry_id]


def entries_with_ids(entry_ids: Iterable[UUID]) -> dict[UUID, Entry]:
    """Entries by id, with all their postings; keys that were never posted are left out."""
    return _entries(list(entry_ids))


def statement_page(
    account_id: UUID,
    *,
    older_than: int | None = None,
    size: int = PAGE_SIZE,
    narrowing: Narrowing = EVERYTHING,
) -> StatementPage:
    """The newest postings of an account, or those before the posting numbered `older_than`."""
    postings = _narrowed(Posting.objects.filter(account_id=account_id), narrowing)
    if older_than is not None:
        postings = postings.filter(number__lt=older_than)
    rows = list(postings.order_by("-number").values_list("number", "minutes", "balance_after", "entry_id")[: size + 1])
    page = rows[:size]
    entries = _entries([entry_id for *_, entry_id in page])
    return StatementPage(
        account_id=account_id,
        lines=tuple(
            StatementLine(number, minutes, balance_after, entry, entry.without(account_id))
            for number, minutes, balance_after, entry_id in page
            for entry in [entries[entry_id]]
        ),
        older_than=page[-1][0] if len(rows) > size else None,
    )


def balance_recorded_by(account_id: UUID, *, at: datetime) -> int:
    """The balance as the books knew it at an instant."""
    return _total(Posting.objects.filter(account_id=account_id, entry__recorded_at__lte=at))


def balance_served_by(account_id: UUID, *, day: date) -> int:
    """The balance of all service up to and including a day, whenever it was recorded."""
    return _total(Posting.objects.filter(account_id=account_id, entry__service_date__lte=day))


@dataclass(frozen=True, slots=True)
class AccountOverTime:
    """Where an account stands, in minutes, between its limits (None: no limit), and where it stood on some days."""

    minutes: int
    floor_minutes: int | None
    ceiling_minutes: int | None
    by_day: tuple[int, ...] = ()


def account_over_time(account_id: UUID, *, days: Sequence[date] = ()) -> AccountOverTime:
    """The account now, and `balance_served_by` for each of the days, in one query."""
    names = [f"day_{at}" for at in range(len(days))]
    sums = {
        name: Sum("postings__minutes", filter=Q(postings__entry__service_date__lte=day), default=0)
        for name, day in zip(names, days, strict=True)
    }
    columns = ("balance_minutes", "floor_minutes", "ceiling_minutes")
    found = next(iter(Account.objects.filter(id=account_id).values_list(*columns).annotate(**sums)), None)
    if found is None:
        raise AccountUnknown(account_id=str(account_id))
    minutes, floor, ceiling, *by_day = found
    return AccountOverTime(minutes, floor, ceiling, tuple(by_day))


def earned_and_received(account_id: UUID, *, narrowing: Narrowing = EVERYTHING) -> tuple[int, int]:
    """Minutes earned and minutes received, both positive; what was reversed and reversals left out."""
    standing = _narrowed(
        Posting.objects.filter(account_id=account_id, entry__reversals__isnull=True, entry__reverses__isnull=True),
        narrowing,
    )
    found = standing.aggregate(
        earned=Sum("minutes", filter=Q(minutes__gt=0)), received=Sum("minutes", filter=Q(minutes__lt=0))
    )
    return found["earned"] or 0, -(found["received"] or 0)


def minutes_moved(account_id: UUID, *, kinds: Sequence[str], first: date, last: date) -> int:
    """Net minutes of some kinds of entry in a span of service days, reversed entries left out.

    For rules such as "two hours a month for work at other organisations".
    """
    return _total(
        Posting.objects.filter(
            account_id=account_id,
            entry__kind__in=list(kinds),
            entry__service_date__range=(first, last),
            entry__reversals__isnull=True,
        )
    )


@dataclass(frozen=True, slots=True)
class Beyond:
    """How many postings went past a lowest and a highest balance, and on how many members' accounts."""

    below: int
    members_below: int
    above: int
    members_above: int


def postings_beyond(
    floor_minutes: int | None, ceiling_minutes: int | None, *, since: datetime, until: datetime
) -> Beyond:
    """Members' postings that moved further past such limits, as the limits of accounts judge them; one query."""
    below, above = _below(floor_minutes), _above(ceiling_minutes)
    recorded = Posting.objects.filter(account__kind="member", entry__recorded_at__range=(since, until))
    found = recorded.aggregate(
        below=Count("entry", filter=below),
        members_below=Count("account", filter=below, distinct=True),
        above=Count("entry", filter=above),
        members_above=Count("account", filter=above, distinct=True),
    )
    return Beyond(**found)


def minutes_refused(
    floor_minutes: int | None, ceiling_minutes: int | None, *, since: datetime, until: datetime
) -> dict[UUID, int]:
    """Account -> minutes of those entries that strict limits of members would have refused; one query."""
    if floor_minutes is None and ceiling_minutes is None:
        return {}
    recorded = Posting.objects.filter(account__kind="member", entry__recorded_at__range=(since, until))
    refused = Posting.objects.filter(
        entry__in=recorded.filter(_below(floor_minutes) | _above(ceiling_minutes)).values("entry")
    )
    return dict(refused.values_list("account").annotate(total=Sum("minutes")).order_by())


def _below(floor_minutes: int | None) -> Q:
    """Postings that moved further below a lowest balance; none where there is none."""
    return NOTHING if floor_minutes is None else Q(minutes__lt=0, balance_after__lt=floor_minutes)


def _above(ceiling_minutes: int | None) -> Q:
    return NOTHING if ceiling_minutes is None else Q(minutes__gt=0, balance_after__gt=ceiling_minutes)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands: `key` is empty for members and organisations, whose names are not in the books."""

    account_id: UUID
    key: str
    name: str
    minutes: int


def standings() -> list[Standing]:
    """Every account with its balance, in one query; closed ones too."""
    rows = Account.objects.values_list("id", "key", "name", "balance_minutes").order_by("key", "id")
    return [Standing(account_id, key or "", name, minutes) for account_id, key, name, minutes in rows]


def balances_by_kind() -> dict[str, int]:
    """The sum of balances of each kind of account; the values sum to zero."""
    return dict(Account.objects.values_list("kind").annotate(total=Sum("balance_minutes")).order_by("kind"))


def issued_minutes() -> int:
    """Minutes the community has put into circulation: how far its accounts stand below zero."""
    below = Account.objects.filter(kind="community", balance_minutes__lt=0)
    return -(below.aggregate(total=Sum("balance_minutes"))["total"] or 0)


def _narrowed(postings: "QuerySet[Posting]", narrowing: Narrowing) -> "QuerySet[Posting]":
    if narrowing.first is not None:
        postings = postings.filter(entry__service_date__gte=narrowing.first)
    if narrowing.last is not None:
        postings = postings.filter(entry__service_date__lte=narrowing.last)
    if narrowing.side is not None:
        postings = postings.filter(minutes__gt=0) if narrowing.side == "earned" else postings.filter(minutes__lt=0)
    return postings


def _total(postings: "QuerySet[Posting]") -> int:
    return postings.aggregate(total=Sum("minutes"))["total"] or 0


def _entries(entry_ids: Sequence[UUID]) -> dict[UUID, Entry]:
    """Entries with their postings and what reversed them, in one query whatever their number."""
    postings = Posting.objects.filter(entry_id__in=entry_ids).order_by("entry_id", "account_id")
    facts: dict[UUID, dict[str, Any]] = {}
    lines: dict[UUID, list[PostingLine]] = {}
    for entry_id, account_id, minutes, *entry in postings.values_list("entry_id", "account_id", "minutes", *FACTS):
        facts[entry_id] = dict(zip(FACTS.values(), entry, strict=True))
        lines.setdefault(entry_id, []).append(PostingLine(account_id, minutes))
    return {key: Entry(id=key, **found, postings=tuple(lines[key])) for key, found in facts.items()}

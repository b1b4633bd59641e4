"""What papers say, gathered: a statement's rows, the directory, the listings, the letters to post.

Guarantees: a paper holds what its reader may see on the bank's pages and nothing more, whoever prints it: a
coordinator's pack is made with each reader's own capabilities. Called by: the papers of this slice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from banks.asking.listings.models import Listing
from banks.asking.listings.queries import visible_listings
from banks.hours.statement.queries import Row, Totals, rows_of, totals_of
from banks.identity.queries import this_bank
from banks.identity.rules import NOBODY
from banks.notices.models import Notice
from banks.notices.queries import paper_waiting
from banks.papers.rules import Period
from banks.papers.sheet import Sheet
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.people.members.queries import current_members, listed_members, viewer_of
from banks.people.members.rules import Viewer, may_see_contact
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day
from banks.policies.kinds import PlacePolicy
from banks.policies.queries import policy_in_force
from ledger.policy import HoursPolicy
from ledger.statements import AccountOverTime, Narrowing, account_over_time

ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Account:
    """A member's statement for a period: rows by day of service, and the balances around them, in minutes."""

    member: Member
    period: Period
    rows: Sequence[Row]
    before: int
    after: int
    totals: Totals
    balance: AccountOverTime


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the directory, as its reader may see them."""

    name: str
    town: str
    contacts: tuple[str, ...]
    services: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        """Anne Miller · Sturgeon Bay · 920-555-0100."""
        return " · ".join([self.name, *filter(None, [self.town]), *self.contacts])


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into one envelope: its readers live together and may see the same."""

    readers: tuple[Member, ...]
    viewer: Viewer
    notices: tuple[Notice, ...]


def new_sheet(title: str, *, now: datetime) -> Sheet:
    """A paper of this bank, in its country's format, with its day."""
    country = policy_in_force(PlacePolicy, now).value.country
    return Sheet(bank_name=this_bank().name, title=title, at=now, day=bank_day(now), country=country)


def hours_now(now: datetime) -> HoursPolicy:
    return policy_in_force(HoursPolicy, now).value


def as_reader(viewer: Viewer) -> Viewer:
    """Somebody who may see what this viewer may as a member, without their powers and their own details."""
    return replace(viewer, member_id=NOBODY, powers=frozenset(), acts_for=frozenset())


def account_of(member: Member, *, viewer: Viewer, period: Period, now: datetime) -> Account:
    """The statement of a member for a period, every row of it."""
    narrowing = Narrowing(first=period.first, last=period.last)
    days = [period.last] if period.first is None else [period.first - timedelta(days=1), period.last]
    account = account_over_time(member.account_id, days=days)
    *before, after = account.by_day
    rows = sorted(_rows(member, viewer, narrowing, now), key=lambda row: (row.service_date, row.number))
    return Account(
        member=member,
        period=period,
        rows=rows,
        before=before[0] if before else 0,
        after=after,
        totals=totals_of(member.account_id, narrowing=narrowing),
        balance=account,
    )


def _rows(member: Member, viewer: Viewer, narrowing: Narrowing, now: datetime) -> Iterator[Row]:
    older_than: int | None = None
    while True:
        found = rows_of(
            member.pk, member.account_id, viewer=viewer, now=now, older_than=older_than, size=ROWS_AT_A_TIME,
            narrowing=narrowing,
        )  # fmt: skip
        yield from found.rows
        older_than = found.older_than
        if older_than is None:
            return


def directory_for(viewer: Viewer, *, on: date) -> list[Entry]:
    """Everybody who is listed, by name; nobody for those who do not see people."""
    if not viewer.sees_people:
        return []
    return [_entry(member, viewer) for member in listed_members(on=on).prefetch_related("services__category")]


def _entry(member: Member, viewer: Viewer) -> Entry:
    services = tuple((service.category.name, service.name) for service in member.services.all())
    return Entry(member.name, member.town, contacts_of(member, viewer), services)


def contacts_of(member: Member, viewer: Viewer) -> tuple[str, ...]:
    """Telephone, mail and street, each as its owner shows it to this reader."""
    fields = (
        (member.phone, member.shows_phone),
        (member.email, member.shows_email),
        (member.street, member.shows_street),
    )
    return tuple(
        value for value, shows in fields if value and may_see_contact(viewer, subject_id=member.pk, shows=shows)
    )


def listings_for(viewer: Viewer, *, on: date) -> list[Listing]:
    """Offers and requests on show, by category and service; none for those who do not see listings."""
    if not (viewer.can(Capability.SEE_LISTINGS) or viewer.is_coordinator):
        return []
    shown = visible_listings(on=on)
    return sorted(shown, key=lambda each: (each.service.category.place, str(each.service), each.title.casefold()))


def letters(*, now: datetime) -> list[Letter]:
    """One envelope for each household of members without mail, in the order of their names."""
    on = bank_day(now)
    people = current_members().filter(email="").select_related("clearance", "household")
    waiting: dict[object, list[Notice]] = {}
    for notice in paper_waiting().filter(member__in=people):
        waiting.setdefault(notice.member_id, []).append(notice)
    circles = circle_context_at(now)
    readers = [(member, viewer_of(member, on=on, circles=circles)) for member in people]
    readers.sort(key=lambda pair: _envelope(*pair))
    together = [list(group) for _, group in groupby(readers, key=lambda pair: _envelope(*pair))]
    found = [
        Letter(
            readers=tuple(member for member, _ in group),
            viewer=as_reader(group[0][1]),
            notices=tuple(notice for member, _ in group for notice in waiting.get(member.pk, [])),
        )
        for group in together
    ]
    return sorted(found, key=lambda letter: letter.readers[0].name.casefold())


def letters_count() -> int:
    """How many members have no mail address."""
    return current_members().filter(email="").count()


def _envelope(member: Member, viewer: Viewer) -> tuple[str, list[str]]:
    """Those who live together share an envelope where they may see the same."""
    return str(member.household_id or member.pk), sorted(viewer.capabilities)

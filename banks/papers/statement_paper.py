"""A member's statement on paper: the balance in words, then every service of the period."""

from collections.abc import Iterator
from datetime import datetime

from banks.day_words import short_day
from banks.hours.statement.queries import Row
from banks.papers.queries import Account, account_of, hours_now, new_sheet
from banks.papers.rules import Period
from banks.papers.sheet import Column, Sheet
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.ui.hour_pages import Limits, balance_sentences, in_full, signed, signed_parts
from ledger.policy import HoursPolicy


def statement_pdf(member: Member, *, viewer: Viewer, period: Period, now: datetime) -> bytes:
    account = account_of(member, viewer=viewer, period=period, now=now)
    sheet = new_sheet(f"Statement of {member.name}", now=now)
    sheet.section(f"Statement of {member.name}")
    lay_statement(sheet, account, hours=hours_now(now), today=sheet.day)
    return sheet.bytes()


def lay_statement(sheet: Sheet, account: Account, *, hours: HoursPolicy, today: str) -> None:
    """The statement where the sheet stands; a posting pack lays several."""
    member, balance = account.member, account.balance
    sheet.title(f"Statement of {member.name}")
    sheet.text(f"Member number {member.number} · {account.period.words}")
    sheet.heading(f"The balance on {today}: {signed(balance.minutes, hours)}")
    limits = Limits(balance.floor_minutes, balance.ceiling_minutes)
    sheet.text(" ".join(balance_sentences(balance.minutes, hours, limits)))
    sheet.heading(_upper(account.period.words))
    sheet.text(
        f"Given: {in_full(account.totals.given_minutes, hours)}. "
        f"Received: {in_full(account.totals.received_minutes, hours)}."
    )
    sheet.gap()
    sheet.table(_columns(hours), _table(account, hours))
    sheet.text("Is something wrong here? Please tell your coordinator. A mistake is undone, nothing is lost.")


def _columns(hours: HoursPolicy) -> tuple[Column, ...]:
    unit = signed_parts(0, hours)[1] or "Hours"
    return Column("Day", 32), Column("What", 78), Column(unit, 30, right=True), Column("Balance", 30, right=True)


def _table(account: Account, hours: HoursPolicy) -> Iterator[tuple[str, str, str, str]]:
    running = account.before
    if account.period.first is not None:
        yield short_day(account.period.first), "Balance brought forward", "", _figure(running, hours)
    if not account.rows:
        yield "", "Nothing was recorded for these days.", "", ""
    for row in account.rows:
        running += row.minutes
        yield short_day(row.service_date), _what(row), _figure(row.minutes, hours), _figure(running, hours)
    yield short_day(account.period.last), "Balance", "", _figure(account.after, hours)


def _figure(minutes: int, hours: HoursPolicy) -> str:
    """The amount without its unit, which stands above."""
    return signed_parts(minutes, hours)[0]


def _what(row: Row) -> str:
    said = [f"{row.what} {row.who}", row.note, "Undone later." if row.undone else ""]
    return "\n".join(part for part in said if part)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]

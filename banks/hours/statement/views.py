"""A member's statement: page, paper, and file."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from banks.hours.statement.forms import StatementFilter
from banks.hours.statement.queries import Row, rows_of, totals_of
from banks.hours.statement.rules import whose_statement
from banks.hours.statement.sheet import SHEET_HEAD, sheet_rows
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import bank_day, now
from ledger.statements import account_over_time

SHEET_PAGE = 500
LARGEST_NUMBER = 2**62


@require_safe
def statement(request: BankRequest) -> HttpResponse:
    """One's own statement; coordinators read anybody's with ?member=."""
    viewer = require_viewer(request)
    filters = StatementFilter(request.GET or None)
    member = _member(viewer, filters)
    at = now()
    narrowing = filters.narrowing()
    found = rows_of(
        member.id, member.account_id, viewer=viewer, now=at, older_than=_number(request), narrowing=narrowing
    )
    keep = _kept(filters, member, viewer)
    context = {
        "person": member,
        "own": member.id == viewer.member_id,
        "balance": account_over_time(member.account_id),
        "as_of": bank_day(at),
        "filters": filters,
        "filtered": bool(keep and any(request.GET.get(name) for name in ("first", "last", "side"))),
        "rows": shown_rows(found.rows, viewer),
        "totals": totals_of(member.account_id, narrowing=narrowing),
        "newest_url": f"?{keep}" if _number(request) else "",
        "older_url": f"?{keep}{'&' if keep else ''}older={found.older_than}" if found.older_than else "",
        "sheet_url": f"{reverse('statement-sheet')}?{keep}",
        "here": "statement",
    }
    return render(request, "banks/hours/statement/statement.html", context)


@require_safe
def sheet(request: BankRequest) -> HttpResponse:
    """The same rows as a file for a spreadsheet, all of them."""
    viewer = require_viewer(request)
    filters = StatementFilter(request.GET or None)
    member, at = _member(viewer, filters), now()
    name = f"statement-{member.number}-{bank_day(at):%Y-%m-%d}.csv"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(SHEET_HEAD)
    older_than, more = None, True
    while more:
        found = rows_of(
            member.id, member.account_id, viewer=viewer, now=at, older_than=older_than, size=SHEET_PAGE,
            narrowing=filters.narrowing(),
        )  # fmt: skip
        writer.writerows(sheet_rows(found.rows))
        older_than, more = found.older_than, found.older_than is not None
    return answer


def shown_rows(rows: Sequence[Row], viewer: Viewer) -> list[dict[str, Any]]:
    """Rows as the templates take them, each with the address of what it is about."""
    return [
        {
            "when": row.service_date,
            "recorded_on": row.recorded_on,
            "what": row.what,
            "who": row.who,
            "minutes": row.minutes,
            "balance_after": row.balance_after,
            "url": _url(row),
            "undone": row.undone,
            "note": row.note,
        }
        for row in rows
    ]


def _url(row: Row) -> str:
    return reverse(row.about, args=[row.about_id]) if row.about in ("exchange", "event") else ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose statement it is."""

    id: UUID
    account_id: UUID
    number: int
    name: str


def _member(viewer: Viewer, filters: StatementFilter) -> Holder:
    filters.is_valid()  # also when a day was mistyped: whose statement it is, is known by then
    asked: UUID | None = filters.cleaned_data.get("member") if filters.is_bound else None
    member_id = whose_statement(viewer, asked)
    if member_id == viewer.member_id:  # most statements are one's own, and that member is known already
        return Holder(member_id, viewer.account_id, viewer.number, viewer.name)
    member = member_by_id(member_id)
    return Holder(member.pk, member.account_id, member.number, member.name)


def _number(request: BankRequest) -> int | None:
    """The number of the row before which the page begins; nonsense begins at the newest."""
    text = request.GET.get("older", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number < LARGEST_NUMBER else None


def _kept(filters: StatementFilter, member: Holder, viewer: Viewer) -> str:
    """What the links of the page keep: the filters, and whose statement it is."""
    given = {name: filters.data.get(name, "") for name in ("first", "last", "side")} if filters.is_bound else {}
    if member.id != viewer.member_id:
        given["member"] = str(member.id)
    return urlencode({name: value for name, value in given.items() if value})

"""The bank's figures for its members."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banks.hours.figures.queries import Figures, company_of, figures
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import bank_day, now

MONTHS = 12
MOST_CATEGORIES = 12
NOTES = [
    "Hours given are counted once, for whoever provided the service.",
    "Time together is what friends spent evenly and what everybody spent at gatherings; it moves no hours.",
    "What was undone is not counted.",
]


@require_safe
def figures_page(request: BankRequest) -> HttpResponse:
    """Twelve months of the bank, and one's own time together."""
    viewer, today = require_viewer(request), bank_day(now())
    since = first_of_months(today)[0]
    found, own = figures(since=since, until=today), company_of(viewer.member_id)
    months = month_rows(found, today)
    categories = found.by_category[:MOST_CATEGORIES]
    context = {
        "since": since,
        "until": today,
        "figures": [
            ("Members", found.members, None),
            ("Took part", found.active_members, None),
            ("Exchanges", found.exchanges, None),
            ("Hours given", None, found.given_minutes),
            ("Time together", None, found.company_minutes),
            ("Your own time together", None, sum(own.values())),
        ],
        "months": months,
        "most_month": max((minutes for _, minutes in months), default=0),
        "services": categories,
        "most_service": max((minutes for _, minutes in categories), default=0),
        "notes": NOTES,
        "here": "figures",
    }
    return render(request, "banks/hours/figures/figures.html", context)


def first_of_months(today: date) -> list[date]:
    """The first days of the last twelve months, oldest first, this month's last."""
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        year, month = (firsts[0].year, firsts[0].month - 1) if firsts[0].month > 1 else (firsts[0].year - 1, 12)
        firsts.insert(0, date(year, month, 1))
    return firsts


def month_rows(found: Figures, today: date) -> list[tuple[str, int]]:
    """(month, minutes given), also for months in which nothing happened."""
    given = {(month.year, month.month): minutes for month, minutes in found.by_month}
    return [(f"{first:%B %Y}", given.get((first.year, first.month), 0)) for first in first_of_months(today)]

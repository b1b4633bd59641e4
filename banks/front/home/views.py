"""The first page: a welcome for visitors, home for members."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banks.day_words import with_weekday
from banks.deciding.circles.queries import overdue_of, survey_at
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.presenters import recorder_name
from banks.hours.exchanges.queries import held_for
from banks.hours.statement.queries import balance_and_months, rows_of
from banks.hours.statement.views import shown_rows
from banks.membership.applications.asked import asked
from banks.membership.sign_in_help.queries import missing_step
from banks.membership.waivers.queries import waiver_due
from banks.people.households.queries import organisations_of
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, viewer_or_none
from banks.policies.clock import bank_day, now
from banks.policies.kinds import ApplicationsPolicy, LookPolicy, MembershipPolicy, PlacePolicy
from banks.policies.queries import all_in_force
from ledger.policy import HoursPolicy

LATEST, MOST_HELD = 5, 5


@require_safe
def home(request: BankRequest) -> HttpResponse:
    """Where everybody arrives."""
    viewer = viewer_or_none(request)
    return _welcome(request) if viewer is None else _home(request, viewer)


def _welcome(request: BankRequest) -> HttpResponse:
    book = all_in_force(now())
    ways = book.value(ApplicationsPolicy)
    context = {
        "welcome": book.value(LookPolicy).welcome,
        "area": book.value(PlacePolicy).area_name,
        "is_open": ways.open,
        "asked": asked(book.value(MembershipPolicy), ways, book.value(HoursPolicy)),
        "here": "home",
    }
    return render(request, "banks/front/home/welcome.html", context)


def _home(request: BankRequest, viewer: Viewer) -> HttpResponse:
    at = now()
    today = bank_day(at)
    latest = rows_of(viewer.member_id, viewer.account_id, viewer=viewer, now=at, size=LATEST)
    balance, months = balance_and_months(viewer.account_id, today=today)
    context: dict[str, Any] = {
        "today": today,
        "balance": balance,
        "months": months if latest.rows else [],
        "entries": shown_rows(latest.rows, viewer),
        "resting_since": viewer.resting_since,
        "acting_for": organisations_of(viewer),
        "held": [_question(exchange, viewer) for exchange in held_for(viewer)[:MOST_HELD]],
        "waiver_due": waiver_due(viewer.waiver_version, is_organisation=viewer.is_organisation, now=at),
        "overdue_tasks": overdue_of(viewer.member_id, survey_at(at)) if viewer.roles else [],
        "second_step": missing_step(viewer, request.user, at),
        "here": "home",
    }
    return render(request, "banks/front/home/home.html", context)


def _question(held: Exchange, viewer: Viewer) -> dict[str, str]:
    words = f"{held.service.name} on {with_weekday(held.service_date)}, reported by {recorder_name(held, viewer)}."
    return {"url": reverse("exchange-answer", args=[held.pk]), "words": words}

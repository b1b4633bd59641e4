"""The first page: a welcome for visitors, home for members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banks.day_words import with_weekday
from banks.deciding.circles.queries import overdue_of, survey_at
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.presenters import recorder_name
from banks.hours.exchanges.queries import held_for
from banks.hours.statement.queries import balance_by_month, balance_on, rows_of
from banks.hours.statement.views import shown_rows
from banks.membership.applications.asked import asked
from banks.membership.sign_in_help.queries import missing_step
from banks.membership.waivers.queries import waiver_due
from banks.people.households.queries import organisations_of
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import viewer_or_none
from banks.policies.clock import bank_day, now
from banks.policies.kinds import ApplicationsPolicy, LookPolicy, MembershipPolicy, PlacePolicy
from banks.policies.queries import all_in_force
from ledger.policy import HoursPolicy

LATEST, MOST_HELD = 5, 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody arrives."""
    looking = viewer_or_none(request)
    return _welcome(request) if looking is None else _home(request, looking)


def _welcome(request: HttpRequest) -> HttpResponse:
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


def _home(request: HttpRequest, looking: Viewer) -> HttpResponse:
    at = now()
    today = bank_day(at)
    member = member_by_id(looking.member_id)
    latest = rows_of(member, viewer=looking, now=at, size=LATEST)
    context: dict[str, Any] = {
        "today": today,
        "balance": balance_on(looking.account_id),
        "months": balance_by_month(looking.account_id, today=today) if latest.rows else [],
        "entries": shown_rows(latest.rows, looking),
        "resting_since": member.resting_since,
        "acting_for": organisations_of(looking),
        "held": [_question(exchange, looking) for exchange in held_for(looking)[:MOST_HELD]],
        "waiver_due": waiver_due(member, now=at),
        "overdue_tasks": overdue_of(looking.member_id, survey_at(at)) if looking.roles else [],
        "second_step": missing_step(looking, request.user, at),
        "here": "home",
    }
    return render(request, "banks/front/home/home.html", context)


def _question(held: Exchange, looking: Viewer) -> dict[str, str]:
    words = f"{held.service.name} on {with_weekday(held.service_date)}, reported by {recorder_name(held, looking)}."
    return {"url": reverse("exchange-answer", args=[held.pk]), "words": words}

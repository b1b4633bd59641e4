"""One exchange: its page, the question about a held report, and undoing."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from banks.hours.exchanges.errors import NotHeld
from banks.hours.exchanges.forms import UndoForm
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.presenters import entry_of, notes_of, recorded_lines, recorder_name
from banks.hours.exchanges.queries import exchange_seen_by, exchanges_of
from banks.hours.exchanges.services import answer_held, undo_exchange
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action
from ledger.statements import balance_of

EXCHANGES_ON_A_PAGE = 30


@require_safe
def exchange(request: BankRequest, exchange_id: UUID) -> HttpResponse:
    """The receipt, and later the page of one exchange."""
    viewer = require_viewer(request)
    found = exchange_seen_by(viewer, exchange_id)
    new = "new" in request.GET and found.state == Exchange.State.RECORDED
    recorded = found.state == Exchange.State.RECORDED
    context = {
        "exchange": found,
        "recorded_by": recorder_name(found, viewer),
        "notes": notes_of(found, viewer),
        "recorded_on": bank_day(found.recorded_at),
        "undone_on": bank_day(found.undone_at) if found.undone_at else None,
        "channel_words": "by phone" if found.channel == Exchange.Channel.PHONE else "",
        "lines": recorded_lines(found, viewer),
        "new": new,
        "balance_minutes": balance_of(viewer.account_id) if new and _takes_part(found, viewer) else None,
        "undo_url": reverse("exchange-undo", args=[found.pk]) if recorded else "",
        "held_url": reverse("exchange-answer", args=[found.pk]) if found.state == Exchange.State.HELD else "",
        "here": "statement",
    }
    return render(request, "banks/hours/exchanges/exchange.html", context)


@require_safe
def mine(request: BankRequest) -> HttpResponse:
    """Everything the viewer took part in or reported, also what moved no hours and so stands on no statement."""
    viewer = require_viewer(request)
    page = Paginator(exchanges_of(viewer), EXCHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    entries = [entry_of(each, viewer) for each in page.object_list]
    return render(request, "banks/hours/exchanges/mine.html", {"page": page, "entries": entries, "here": "statement"})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: BankRequest, exchange_id: UUID) -> HttpResponse:
    """A report is held because it looks like one already recorded: is it the same service?"""
    viewer = require_viewer(request)
    if request.method == "POST" and request.POST.get("answer") in ("same", "another"):
        is_another = request.POST["answer"] == "another"
        answer_held(actor=viewer, exchange_id=exchange_id, is_another=is_another, now=now())
        words = "Both are counted now." if is_another else "It is counted once."
        messages.success(request, f"Thank you. {words}")
        return redirect("exchange", exchange_id=exchange_id)
    held = exchange_seen_by(viewer, exchange_id)
    twin = held.looks_like
    if held.state != Exchange.State.HELD or twin is None:
        raise NotHeld(exchange=exchange_id)
    context: dict[str, Any] = {
        "exchange": held,
        "lines": recorded_lines(held, viewer),
        "twin": twin,
        "twin_lines": recorded_lines(twin, viewer),
        "twin_recorded_by": recorder_name(twin, viewer),
        "form": forms.Form(),
        "here": "record",
    }
    return render(request, "banks/hours/exchanges/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: BankRequest, exchange_id: UUID) -> HttpResponse:
    """Undo an exchange, with a reason that everybody reads."""
    viewer = require_viewer(request)
    found = exchange_seen_by(viewer, exchange_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = try_action(
            form,
            lambda: undo_exchange(actor=viewer, exchange_id=exchange_id, reason=form.cleaned_data["reason"], now=now()),
        )
        if done is not None:
            messages.success(request, "It is undone. The hours are back where they came from.")
            return redirect("exchange", exchange_id=exchange_id)
    back_url = reverse("exchange", args=[found.pk])
    context = {"exchange": found, "lines": recorded_lines(found, viewer), "back_url": back_url, "here": "statement"}
    return form_page(request, "banks/hours/exchanges/undo.html", context, form=form)


def _takes_part(found: Exchange, viewer: Viewer) -> bool:
    return any(line.member_id == viewer.member_id for line in found.lines.all())

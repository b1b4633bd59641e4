"""Recording hours step by step: what happened, who, what and how long, a last look, and done.

Guarantees: no session and no script is needed, the answers travel along in hidden fields; nothing is
recorded before the last step; the key made with the first page makes a second sending the same act.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotFound
from banks.hours.exchanges.forms import (
    EvenForm,
    GroupForm,
    Offer,
    PhoneForm,
    ProvidedForm,
    ReceivedForm,
    ReportForm,
    RideForm,
)
from banks.hours.exchanges.grant_tiles import grant_tiles
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.presenters import facts_of, planned_lines, rounding_of
from banks.hours.exchanges.services import Plan, Recorded, Report, plan_exchange, record_exchange
from banks.people.households.queries import organisations_of
from banks.people.members.rules import Viewer, holds_role, may_record_for_others
from banks.people.picker.fields import as_id, choices_of
from banks.people.viewing.requests import BankRequest, require_coordinator, require_recorder
from banks.policies.clock import bank_day, now
from banks.policies.guidelines import lines_of
from banks.policies.kinds.credits import LeadershipPolicy
from banks.policies.kinds.recording import CostsPolicy, EvenExchangePolicy, ReportPolicy, TravelPolicy
from banks.policies.queries import PolicyBook, all_in_force
from banks.ui.form_pages import form_page, try_action
from ledger.policy import HoursPolicy

STEPS = ["Who", "What and when", "Check"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report: its tile on the first page, its form, and the question of its first step."""

    title: str
    words: str
    mark: str
    heading: str
    form: type[ReportForm]


KINDS = {
    "provided": Kind(
        "I provided a service", "You helped somebody. Hours are added to your account.", "given",
        "Whom did you help?", ProvidedForm,
    ),
    "received": Kind(
        "I received a service", "Somebody helped you. The hours go to them.", "received",
        "Who helped you?", ReceivedForm,
    ),
    "group": Kind(
        "Several people helped one", "Each of them earns their own time.", "group",
        "Who took part?", GroupForm,
    ),
    "ride": Kind(
        "A shared ride", "One drove, several rode along and share the time.", "ride",
        "Who was in the car?", RideForm,
    ),
    "even": Kind(
        "Time together", "An even exchange: the hours are counted, nothing moves.", "even",
        "Who spent time together?", EvenForm,
    ),
}  # fmt: skip


@require_safe
def kinds(request: BankRequest) -> HttpResponse:
    """First stop: what happened?"""
    actor, book = require_recorder(request), all_in_force(now())
    person = as_id(request.GET.get("with"))
    keep = f"?with={person}" if person else ""
    tiles = {slug: _tile(slug, kind, keep) for slug, kind in KINDS.items()}
    if not book.value(EvenExchangePolicy).kinds:
        del tiles["even"]
    context = {
        "kinds": [tiles.pop("provided"), tiles.pop("received")],
        "more": [*tiles.values(), *_leadership_tile(actor, book.value(LeadershipPolicy)), *grant_tiles(book)],
        "here": "record",
    }
    return render(request, "banks/hours/exchanges/kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: BankRequest, slug: str) -> HttpResponse:
    """All further stops of one kind of report."""
    actor, at, kind = require_recorder(request), now(), KINDS.get(slug)
    if kind is None:
        raise NotFound(kind=slug)
    stop = Stop(request, actor, kind, _offer(actor, at), at)
    answer = stop.answer() if request.method == "POST" else stop.ask_who(_first_answers(request, stop.actor))
    # Private, yet kept by the browser: its back button shows again what was typed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: BankRequest) -> HttpResponse:
    """A coordinator takes a report by phone: five facts on one page."""
    actor, at = require_coordinator(request), now()
    form = PhoneForm(request.POST or None, actor=actor, offer=_offer(actor, at))
    if request.method == "POST" and form.is_valid():
        done = try_action(form, lambda: _recorded(actor, form.report(), at, by_phone=True), places=form.places)
        if done is not None:
            return _to_receipt(request, done)
    return form_page(request, "banks/hours/exchanges/phone_report.html", {"here": "phone"}, form=form)


@dataclass(frozen=True, slots=True)
class Stop:
    """One arrival at a kind's address: who reports, and when."""

    request: BankRequest
    actor: Viewer
    kind: Kind
    offer: Offer
    at: datetime

    def answer(self) -> HttpResponse:
        """What was sent decides the next page."""
        step = self.request.POST.get("step", "")
        if step == "to_who":
            return self.ask_who(self._typed())
        if step == "to_what":
            return self.ask_what(self._typed())
        if step == "who":
            form = self._form(self.request.POST)
            form.ask_only_who()
            return self.ask_what(self._typed()) if form.is_valid() else self._page_who(form)
        return self._judge(send=step == "send")

    def ask_who(self, initial: dict[str, Any]) -> HttpResponse:
        form = self._form(initial=initial)
        form.hide(form.what)
        return self._page_who(form)

    def ask_what(self, initial: dict[str, Any]) -> HttpResponse:
        form = self._form(initial={"service_date": bank_day(self.at), **initial})
        form.hide(form.who)
        return self._page_what(form)

    def _judge(self, *, send: bool) -> HttpResponse:
        """The whole report is here: show what it will do, or do it."""
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._mend(form)
        report = form.report()
        if send:
            done = try_action(form, lambda: _recorded(self.actor, report, self.at, by_phone=False), places=form.places)
            return _to_receipt(self.request, done) if done is not None else self._mend(form)
        plan = try_action(form, lambda: _planned(self.actor, report, self.at), places=form.places)
        return self._page_check(form, report, plan) if plan is not None else self._mend(form)

    def _mend(self, form: ReportForm) -> HttpResponse:
        """Back to the step where something is wrong, with everything typed."""
        if any(name in form.errors for name in form.who):
            form.hide(form.what)
            return self._page_who(form)
        form.hide(form.who)
        return self._page_what(form)

    def _page_who(self, form: ReportForm) -> HttpResponse:
        context = {
            "heading": self.kind.heading, "steps": STEPS, "step": 1, "step_name": "who",
            "back_url": reverse("record"), "here": "record",
        }  # fmt: skip
        return form_page(self.request, "banks/hours/exchanges/record.html", context, form=form)

    def _page_what(self, form: ReportForm) -> HttpResponse:
        context = {
            "heading": "What was done, and when?", "steps": STEPS, "step": 2, "step_name": "what",
            "back_step": "to_who", "here": "record",
        }  # fmt: skip
        return form_page(self.request, "banks/hours/exchanges/record.html", context, form=form)

    def _page_check(self, form: ReportForm, report: Report, plan: Plan) -> HttpResponse:
        form.hide(list(form.fields))
        bank_name = self.request.bank.name
        context = {
            "form": form, "facts": facts_of(report, plan), "steps": STEPS, "step": 3, "here": "record",
            "lines": planned_lines(plan, is_even=bool(report.occasion), bank_name=bank_name),
            "rounded": rounding_of(plan), "warnings": [],
        }  # fmt: skip
        return render(self.request, "banks/hours/exchanges/check.html", context)

    def _form(self, *args: Any, **kwargs: Any) -> ReportForm:
        return self.kind.form(*args, actor=self.actor, offer=self.offer, **kwargs)

    def _typed(self) -> dict[str, Any]:
        """Everything sent so far as it was typed, for a page that shows it again without judging it."""
        data = self.request.POST
        fields = self._form(data).fields
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}
        return {name: value for name, value in typed.items() if value not in (None, "", [])}


def _planned(actor: Viewer, report: Report, at: datetime) -> Plan:
    return plan_exchange(actor=actor, report=report, channel=_channel(actor, report, by_phone=False), now=at)


def _recorded(actor: Viewer, report: Report, at: datetime, *, by_phone: bool) -> Recorded:
    channel = _channel(actor, report, by_phone=by_phone)
    return record_exchange(actor=actor, report=report, channel=channel, now=at)


def _channel(actor: Viewer, report: Report, *, by_phone: bool) -> str:
    """What a coordinator records for others came by phone, whichever page it was typed into."""
    takes_part = any(map(actor.speaks_for, [*report.receivers, *(part.member_id for part in report.providers)]))
    return Exchange.Channel.PHONE if by_phone or not takes_part else Exchange.Channel.PAGE


def _to_receipt(request: BankRequest, done: Recorded) -> HttpResponse:
    for name in done.warnings:
        messages.warning(request, f"The balance of {name} has gone past our limit. The hours count all the same.")
    if done.exchange.state == Exchange.State.HELD:
        return redirect("exchange-answer", exchange_id=done.exchange.pk)
    return redirect(reverse("exchange", args=[done.exchange.pk]) + "?new=1")


def _offer(actor: Viewer, at: datetime) -> Offer:
    book = all_in_force(at)
    report = book.value(ReportPolicy)
    return Offer(
        people=tuple(choices_of(actor, on=bank_day(at))),
        travel=book.value(TravelPolicy).credited,
        travel_hint=_sentence(book, TravelPolicy, "min_round_trip"),
        costs_hint=_sentence(book, CostsPolicy, "payer"),
        occasions=tuple(book.value(EvenExchangePolicy).kinds),
        late_reasons=report.window is not None and holds_role(actor, report.exception_by),
        acts_for=tuple((str(each.pk), each.name) for each in organisations_of(actor)),
    )


def _sentence(book: PolicyBook, kind: type[TravelPolicy] | type[CostsPolicy], field: str) -> str:
    """What the guidelines say about one key."""
    lines = lines_of(book.value(kind), book.value(HoursPolicy))
    return next((line.sentence for line in lines if line.facts.field == field), "")


def _first_answers(request: BankRequest, actor: Viewer) -> dict[str, Any]:
    """Whom a link named (?with=) is chosen already, and so is the one who reports."""
    person, me = as_id(request.GET.get("with")), str(actor.member_id)
    named = [str(person)] if person else []
    return {
        "for_whom": me,
        "person": named[0] if named else "",
        "others": named,
        "driver": me,
        "riders": named,
        "providers": [me],
        "receiver": named[0] if named else "",
    }


def _tile(slug: str, kind: Kind, keep: str) -> dict[str, str]:
    url = reverse("record-kind", args=[slug]) + keep
    return {"url": url, "mark": kind.mark, "title": kind.title, "words": kind.words}


def _leadership_tile(actor: Viewer, policy: LeadershipPolicy) -> list[dict[str, str]]:
    if not policy.credit_roles or not (policy.report_via == "member" or may_record_for_others(actor)):
        return []
    return [
        {
            "url": reverse("leadership"),
            "mark": "leadership",
            "title": "Leadership hours",
            "words": "Hours in a role, given by the bank itself.",
        }
    ]

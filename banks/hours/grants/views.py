"""Pages of giving hours to somebody who cannot earn them, and of work at organisations that are no members."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from banks.hours.grants.errors import GiftNotAuthorised, GiftsNotAllowed, OutsideNotCredited
from banks.hours.grants.forms import GiveForm, OutsideForm
from banks.hours.grants.models import Gift, GiftAuthorisation, OutsideWork
from banks.hours.grants.queries import (
    credited_in_month,
    external_rules,
    gift_authorisation,
    gift_authorisations,
    gifts_of,
    outside_authorisations,
)
from banks.hours.grants.rules import smaller
from banks.hours.grants.services import credit_outside_work, give_hours
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer, may_record_for_others
from banks.people.picker.fields import choices_of, people_choices
from banks.people.viewing.requests import BankRequest, require_recorder
from banks.policies.clock import bank_day, now
from banks.policies.kinds.credits import DonationPolicy
from banks.policies.queries import policy_in_force
from banks.ui.form_pages import form_page, try_action

SOMEBODY = "a member who cannot earn hours"
OUTSIDE_SHOWN = 30


@require_safe
def gifts(request: BankRequest) -> HttpResponse:
    """What can be given to now, what is over, and one's own gifts."""
    viewer, at = require_recorder(request), now()
    today, rules = bank_day(at), policy_in_force(DonationPolicy, at).value
    rows = list(gift_authorisations()) if rules.enabled else []
    names = names_shown({row.recipient_id for row in rows if row.recipient_id}, viewer, on=today)
    shown = [_authorisation(row, names, viewer, today) for row in rows]
    context = {
        "open": [row for row in shown if row["give_url"] or row["is_open"]],
        "over": [row for row in shown if not row["is_open"]],
        "mine": [_gift(gift, viewer, today) for gift in gifts_of(viewer.member_id)],
        "enabled": rules.enabled,
        "needs_decision": rules.needs_decision,
        "give_url": reverse("gift-free") if rules.enabled and not rules.needs_decision else "",
        "propose_url": reverse("gift-propose") if rules.enabled and rules.needs_decision else "",
        "here": "record",
    }
    return render(request, "banks/hours/grants/gifts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gift_give(request: BankRequest, authorisation_id: UUID) -> HttpResponse:
    """The second tap: how much, from one's own account."""
    viewer, at = require_recorder(request), now()
    allowed = gift_authorisation(authorisation_id)
    names = names_shown({allowed.recipient_id} if allowed.recipient_id else set(), viewer, on=bank_day(at))
    shown = _authorisation(allowed, names, viewer, bank_day(at))
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        gift = try_action(
            form,
            lambda: give_hours(
                actor=viewer, key=given["key"], minutes=given["minutes"], authorisation_id=allowed.pk, now=at
            ),
        )
        if gift is not None:
            messages.success(request, f"Thank you. Your hours are with {shown['whom']} now.")
            return redirect("gifts")
    return form_page(request, "banks/hours/grants/give.html", {"gift": shown, "here": "record"}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def gift_free(request: BankRequest) -> HttpResponse:
    """Where the bank asks for no decision: choose whom."""
    viewer, at = require_recorder(request), now()
    rules = policy_in_force(DonationPolicy, at).value
    if not rules.enabled:
        raise GiftsNotAllowed()
    if rules.needs_decision:
        raise GiftNotAuthorised()
    people = [choice for choice in choices_of(viewer, on=bank_day(at)) if choice[0] != str(viewer.member_id)]
    form = GiveForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        gift = try_action(
            form,
            lambda: give_hours(
                actor=viewer, key=given["key"], minutes=given["minutes"], recipient_id=given["recipient"], now=at
            ),
        )
        if gift is not None:
            messages.success(request, "Thank you. Your hours are given.")
            return redirect("gifts")
    return form_page(request, "banks/hours/grants/give.html", {"gift": None, "here": "record"}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: BankRequest) -> HttpResponse:
    """Report work at an organisation that is no member; what this month has room for stands above."""
    viewer, at = require_recorder(request), now()
    today = bank_day(at)
    rules = external_rules(today)
    if not rules.enabled:
        raise OutsideNotCredited()
    allowed = list(outside_authorisations(today))
    for_others = may_record_for_others(viewer)
    form = OutsideForm(
        request.POST or None,
        organisations=[(str(row.pk), row.organisation) for row in allowed],
        people=people_choices() if for_others else None,
    )
    if request.method == "POST" and form.is_valid():
        work = try_action(form, lambda: _credit(viewer, form))
        if work is not None:
            messages.success(
                request, f"Thank you. The bank has credited this work at {work.authorisation.organisation}."
            )
            return redirect("outside")
    most = smaller(rules.monthly_cap, *(row.minutes_a_month for row in allowed))
    before = credited_in_month(viewer.member_id, today)
    context: dict[str, Any] = {
        "allowed": allowed,
        "most": most,
        "credited": before,
        "left": max((most or 0) - before, 0),
        "today": today,
        "mine": looking_works(viewer),
        "propose_url": reverse("outside-propose"),
        "here": "record",
    }
    return form_page(request, "banks/hours/grants/outside.html", context, form=form)


def looking_works(viewer: Viewer) -> list[OutsideWork]:
    """The viewer's own work elsewhere, the newest first."""
    works = OutsideWork.objects.filter(member=viewer.member_id).select_related("authorisation")
    return list(works[:OUTSIDE_SHOWN])


def _credit(viewer: Viewer, form: OutsideForm) -> OutsideWork:
    given = form.cleaned_data
    return credit_outside_work(
        actor=viewer, key=given["key"], authorisation_id=given["authorisation"],
        member_id=given.get("member") or viewer.member_id, minutes=given["minutes"],
        service_date=given["service_date"], now=now(),
    )  # fmt: skip


def _authorisation(row: GiftAuthorisation, names: dict[UUID, str], viewer: Viewer, today: date) -> dict[str, Any]:
    given: int = getattr(row, "given")  # noqa: B009 - an annotation, which types do not know
    whom = f"the fund {row.fund.replace('_', ' ')}" if row.fund else names.get(row.recipient_id, SOMEBODY)  # type: ignore[arg-type]
    gone = row.recipient is not None and row.recipient.left_on is not None
    is_open = row.ends_on >= today and given < row.minutes_most and not gone
    own = row.recipient_id == viewer.member_id
    return {
        "whom": "you" if own else whom,
        "purpose": row.purpose,
        "most": row.minutes_most,
        "given": given,
        "left": row.minutes_most - given,
        "ends_on": row.ends_on,
        "is_open": is_open,
        "give_url": reverse("gift-give", args=[row.pk]) if is_open and not own else "",
    }


def _gift(gift: Gift, viewer: Viewer, today: date) -> dict[str, Any]:
    own = gift.giver_id == viewer.member_id
    other = gift.recipient if own else gift.giver
    names = names_shown({other.pk}, viewer, on=today) if other else {}
    fund = gift.authorisation.fund.replace("_", " ") if gift.authorisation else ""
    return {
        "minutes": -gift.minutes if own else gift.minutes,
        "on": gift.given_on,
        "words": ("To " if own else "From ") + (names.get(other.pk, NAMELESS.lower()) if other else f"the fund {fund}"),
    }

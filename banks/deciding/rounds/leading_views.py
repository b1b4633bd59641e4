"""The pages of whoever facilitates a round: going on, building objections in, more time, the circle above."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from banks.deciding.effects import PolicyBody
from banks.deciding.rounds import services
from banks.deciding.rounds.errors import NotLeadingTheRound
from banks.deciding.rounds.forms import DeadlineForm, IntegrateForm
from banks.deciding.rounds.presenters import round_shown
from banks.deciding.rounds.queries import leads_round
from banks.deciding.rule_pages.forms import PolicyForm
from banks.errors import NotFound
from banks.people.viewing.requests import BankRequest, require_onlooker
from banks.policies.circles_in_force import circle_name
from banks.policies.clock import now
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import bank_zone, policy_in_force, version_of, version_with_id
from banks.policies.values import body_of, value_from
from banks.ui.form_pages import form_page, try_action
from governance.acts.registry import parsed
from governance.rounds.models import ConsentRound
from governance.rounds.queries import round_by_id


@require_POST
def round_stage(request: BankRequest, round_id: UUID) -> HttpResponse:
    """On to the next part."""
    stage = request.POST.get("stage", "")
    if stage not in ConsentRound.Stage.values:
        raise NotFound(stage=stage)
    moved = services.move_stage(actor=require_onlooker(request), round_id=round_id, stage=stage, now=now())
    messages.success(request, f"{moved.get_stage_display()}.")
    return redirect("round", round_id=round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def round_integrate(request: BankRequest, round_id: UUID) -> HttpResponse:
    """Build an objection in: change, shorten, or measure; everybody is asked anew."""
    viewer, at = require_onlooker(request), now()
    asked = round_by_id(round_id)
    if not leads_round(viewer, asked, at):
        raise NotLeadingTheRound()
    effect = asked.version.effect
    initial = {"review_months": asked.review_months, "reasons": asked.version.reasons, "way": "modify", **effect}
    form = IntegrateForm(request.POST or None, effect=effect, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = try_action(
            form,
            lambda: services.integrate(
                actor=viewer, round_id=round_id, reasons=form.cleaned_data["reasons"], effect=form.new_effect(),
                review_months=form.cleaned_data["review_months"], now=at,
            ),
        )  # fmt: skip
        if made is not None:
            return _asked_anew(request, made)
    values_url = reverse("round-values", args=[round_id]) if effect["kind"] == "set_policy" else ""
    return form_page(request, "banks/deciding/rounds/integrate.html", _context(asked, request, values_url), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def round_values(request: BankRequest, round_id: UUID) -> HttpResponse:
    """Build an objection in by other values of the rule that is proposed."""
    viewer, at = require_onlooker(request), now()
    asked = round_by_id(round_id)
    if not leads_round(viewer, asked, at):
        raise NotLeadingTheRound()
    _, body = parsed(asked.version.effect)
    if not isinstance(body, PolicyBody):
        raise NotFound(round=round_id)
    value = value_from(body.policy_kind, body.value)
    before = version_of(version_with_id(body.instead_of), type(value))
    form = PolicyForm(
        request.POST or None, version=replace(before, value=value), hours=policy_in_force(HoursPolicy, at).value,
        proposing=True, initial={"reason": asked.version.reasons},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        effect = {**asked.version.effect, "value": body_of(form.value)}
        made = try_action(
            form,
            lambda: services.integrate(
                actor=viewer, round_id=round_id, reasons=form.cleaned_data["reason"], effect=effect,
                review_months=asked.review_months, now=at,
            ),
        )  # fmt: skip
        if made is not None:
            return _asked_anew(request, made)
    return form_page(request, "banks/deciding/rounds/integrate.html", _context(asked, request, ""), form=form)


def _context(asked: ConsentRound, request: BankRequest, values_url: str) -> dict[str, Any]:
    shown = round_shown(asked, require_onlooker(request), now())
    return {
        "proposal": asked.version.proposal,
        "circle": circle_name(asked.circle, now()),
        "objections": [each for each in shown["objections"] if each["is_open"]],
        "values_url": values_url,
        "back_url": reverse("round", args=[asked.pk]),
        "here": "decisions",
    }


def _asked_anew(request: BankRequest, made: ConsentRound) -> HttpResponse:
    messages.success(request, f"This is version {made.version.number}. Everybody in the circle is asked anew.")
    return redirect("round", round_id=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def round_time(request: BankRequest, round_id: UUID) -> HttpResponse:
    """More time to answer."""
    viewer, at = require_onlooker(request), now()
    asked, zone = round_by_id(round_id), bank_zone(at)
    form = DeadlineForm(request.POST or None, initial={"answer_by": asked.answer_by.astimezone(zone).date()})
    if request.method == "POST" and form.is_valid():
        more = try_action(
            form,
            lambda: services.extend(actor=viewer, round_id=round_id, answer_by=form.answers_by(zone), now=at),
        )
        if more is not None:
            messages.success(request, "There is more time to answer.")
            return redirect("round", round_id=round_id)
    context = {"proposal": asked.version.proposal, "back_url": reverse("round", args=[round_id]), "here": "decisions"}
    return form_page(request, "banks/deciding/rounds/time.html", context, form=form)


@require_POST
def round_up(request: BankRequest, round_id: UUID) -> HttpResponse:
    """The circle above is asked instead."""
    asked = services.hand_up(actor=require_onlooker(request), round_id=round_id, now=now())
    messages.success(request, "The circle above is asked now.")
    return redirect("round", round_id=asked.pk)


@require_POST
def round_lay_down(request: BankRequest, round_id: UUID) -> HttpResponse:
    """Nothing is decided."""
    asked = services.lay_down(actor=require_onlooker(request), round_id=round_id, now=now())
    messages.success(request, "It is laid down; nothing was decided.")
    return redirect("proposal", proposal_id=asked.version.proposal_id)

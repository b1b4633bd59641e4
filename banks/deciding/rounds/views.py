"""The pages of a round for everybody of the circle: what is asked, one tap to consent, objections with reasons."""

from datetime import time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.meetings.forms import AppointmentForm
from banks.deciding.proposals.deciding_circle import circle_for
from banks.deciding.rounds import services
from banks.deciding.rounds.forms import AskForm, ObjectionForm, RemarkForm
from banks.deciding.rounds.presenters import round_shown, rounds_listed, selections_listed, spoken_for
from banks.deciding.rounds.queries import USUAL_DAYS
from banks.people.picker.fields import as_id
from banks.people.viewing.requests import BankRequest, require_onlooker
from banks.policies.circles_in_force import circle_name
from banks.policies.clock import bank_day, now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action
from governance.proposals.queries import latest_version, proposal_by_id
from governance.rounds.queries import round_by_id

EVENING = time(18, 0)


@require_safe
def rounds(request: BankRequest) -> HttpResponse:
    """What my circles ask: what waits for me first."""
    viewer, at = require_onlooker(request), now()
    context = {
        **rounds_listed(viewer, at),
        "selections": selections_listed(viewer, at),
        "zone": bank_zone(at),
        "here": "decisions",
    }
    return render(request, "banks/deciding/rounds/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_ask(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """Ask the circle whose domain it is."""
    viewer, at = require_onlooker(request), now()
    proposal, zone = proposal_by_id(proposal_id), bank_zone(at)
    form = AskForm(request.POST or None, initial={"answer_by": bank_day(at) + timedelta(days=USUAL_DAYS)})
    if request.method == "POST" and form.is_valid():
        opened = try_action(
            form,
            lambda: services.start_round(
                actor=viewer, proposal_id=proposal_id, answer_by=form.answers_by(zone),
                stage=form.cleaned_data["stage"], now=at,
            ),
        )  # fmt: skip
        if opened is not None:
            messages.success(request, "The circle is asked, and everybody in it is told.")
            return redirect("round", round_id=opened.pk)
    circle = circle_for(latest_version(proposal).effect, at)
    context = {
        "proposal": proposal,
        "circle": circle_name(circle, at),
        "back_url": reverse("proposal", args=[proposal.pk]),
        "here": "decisions",
    }
    return form_page(request, "banks/deciding/rounds/ask.html", context, form=form)


@require_safe
def round_page(request: BankRequest, round_id: UUID) -> HttpResponse:
    """One round: what is proposed, who has not answered yet, until when."""
    viewer, at = require_onlooker(request), now()
    shown = round_shown(round_by_id(round_id), viewer, at)
    context = {**shown, "remark_form": RemarkForm(), "zone": bank_zone(at), "here": "decisions"}
    return render(request, "banks/deciding/rounds/round.html", context)


@require_POST
def round_answer(request: BankRequest, round_id: UUID) -> HttpResponse:
    """One tap: I consent."""
    viewer, at = require_onlooker(request), now()
    decision = services.answer(
        actor=viewer, round_id=round_id, answer=_answer_in(request), now=at,
        person_id=as_id(request.POST.get("person")),
    )  # fmt: skip
    if decision is not None and decision.verdict == "carried":
        messages.success(request, "That was the last consent: it is adopted.")
    else:
        messages.success(request, "Thank you. The answer is written down; it can be changed until the round ends.")
    return redirect("round", round_id=round_id)


def _answer_in(request: BankRequest) -> str:
    return "stand_aside" if request.POST.get("answer") == "stand_aside" else "consent"


@require_http_methods(["GET", "HEAD", "POST"])
def round_object(request: BankRequest, round_id: UUID) -> HttpResponse:
    """Object, say why and what it would harm."""
    viewer, at = require_onlooker(request), now()
    asked = round_by_id(round_id)
    person = as_id(request.POST.get("person") or request.GET.get("person"))
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = try_action(
            form,
            lambda: services.object_to(
                actor=viewer, round_id=round_id, reason=given["reason"], harms=given["harms"], now=at, person_id=person
            ),
        )
        if made is not None:
            messages.success(request, "The objection is written down. The circle looks at it first.")
            return redirect("round", round_id=round_id)
    context = {
        "round": asked,
        "proposal": asked.version.proposal,
        "circle": circle_name(asked.circle, at),
        "person": person,
        "name": spoken_for(asked, viewer, person, at),
        "back_url": reverse("round", args=[round_id]),
        "here": "decisions",
    }
    return form_page(request, "banks/deciding/rounds/object.html", context, form=form)


@require_POST
def objection_back(request: BankRequest, objection_id: UUID) -> HttpResponse:
    """Whoever raised it takes it back, and consents if they say so."""
    consents = request.POST.get("consents") == "yes"
    words = request.POST.get("words", "")[:2000]
    asked = services.withdraw_objection(
        actor=require_onlooker(request), objection_id=objection_id, words=words, consents=consents, now=now()
    )
    messages.success(request, "Your objection is taken back." + (" You consent." if consents else ""))
    return redirect("round", round_id=asked.pk)


@require_POST
def round_remark(request: BankRequest, round_id: UUID) -> HttpResponse:
    """A question, an answer or a reaction; never an answer to the round (C4)."""
    viewer, at = require_onlooker(request), now()
    form = RemarkForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        made = try_action(
            form, lambda: services.speak(actor=viewer, round_id=round_id, words=words, now=at)
        )  # fmt: skip
        if made is not None:
            messages.success(request, "Thank you; everybody in the circle can read it.")
            return redirect("round", round_id=round_id)
    shown = round_shown(round_by_id(round_id), viewer, at)
    context = {**shown, "remark_form": form, "zone": bank_zone(at), "here": "decisions"}
    return render(request, "banks/deciding/rounds/round.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def round_meeting(request: BankRequest, round_id: UUID) -> HttpResponse:
    """Talk it over: while it is open, in place of answering by message (C9); afterwards, to look at it again (C10)."""
    viewer, at = require_onlooker(request), now()
    asked, zone = round_by_id(round_id), bank_zone(at)
    is_over = asked.closed_at is not None
    in_a_week = {"day": bank_day(at) + timedelta(days=USUAL_DAYS), "time": EVENING}
    form = AppointmentForm(request.POST or None, initial=in_a_week)
    if request.method == "POST" and form.is_valid():
        given = {
            "actor": viewer, "round_id": round_id, "key": form.cleaned_data["key"],
            "starts_at": form.starts_at(zone), "place": form.cleaned_data["place"], "now": at,
        }  # fmt: skip
        act = services.take_consent_back if is_over else services.ask_for_meeting
        if try_action(form, lambda: act(**given)) is not None:
            done = "It is on the agenda. The decision stands meanwhile." if is_over else "The circle meets about it."
            messages.success(request, done)
            return redirect("round", round_id=round_id)
    context = {
        "proposal": asked.version.proposal,
        "circle": circle_name(asked.circle, at),
        "is_over": is_over,
        "back_url": reverse("round", args=[round_id]),
        "here": "decisions",
    }
    return form_page(request, "banks/deciding/rounds/meeting.html", context, form=form)

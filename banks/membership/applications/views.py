"""The way in: beginning an application, coming back to it, sending it, and what happens after."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotFound
from banks.identity.queries import this_bank
from banks.membership.applications.asked import asked
from banks.membership.applications.errors import TooOften
from banks.membership.applications.facts import waits_of
from banks.membership.applications.forms import BeginForm, SeatForm
from banks.membership.applications.measuring import verdict_of
from banks.membership.applications.queries import complete_listings, where_of
from banks.membership.applications.rules import Want
from banks.membership.applications.services import Newcomer, begin_application, send_application, withdraw_application
from banks.membership.applications.steps import (
    AFTER_SENDING,
    GIVEN_AT,
    TITLES,
    TURN_WORDS,
    Step,
    blocks_sending,
    first_open_step,
)
from banks.membership.applications.visits import Visit, by_link
from banks.membership.orientations.calendar_file import MEDIA_TYPE, calendar_file
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.membership.orientations.queries import orientations_to_choose, seat_of
from banks.membership.orientations.services import give_up_seat, take_seat
from banks.membership.waivers.queries import waiver_in_use
from banks.people.viewing.requests import BankRequest, viewer_or_none
from banks.policies.clock import now
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.queries import all_in_force, bank_zone
from banks.ui.addresses import address_here
from banks.ui.form_pages import add_refusal, form_page, try_action
from ledger.policy import HoursPolicy

SENT_TO = "application_sent_to"
MOST_DATES = 8


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: BankRequest) -> HttpResponse:
    """Who can join, what is asked, and a name with one way to reach somebody: enough to begin."""
    book = all_in_force(now())
    ways = book.value(ApplicationsPolicy)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _begun(request, form)
        if answer is not None:
            return answer
    context = {
        "asked": asked(book.value(MembershipPolicy), ways, book.value(HoursPolicy)),
        "is_open": ways.open,
        "close_after": ways.close_after,
        "is_member": viewer_or_none(request) is not None,
        "here": "join",
    }
    return form_page(request, "banks/membership/applications/apply_begin.html", context, form=form)


def _begun(request: BankRequest, form: BeginForm) -> HttpResponse | None:
    """Where somebody goes on; None with the refusal in the form."""
    given = {name: form.cleaned_data[name] for name in ("name", "email", "phone")}
    key = given["email"].strip().lower() or given["phone"].strip()
    if not ratelimit.consume(request, action="apply", key=key):
        add_refusal(form, TooOften())
        return None
    outcome: list[str | None] = []
    at, home = now(), address_here(reverse("join"))
    try_action(form, lambda: outcome.append(begin_application(newcomer=Newcomer(**given), join_address=home, now=at)))
    if not outcome:
        return None
    if outcome[0] is not None:
        return redirect("application", outcome[0])
    request.session[SENT_TO] = given["email"]
    return redirect("join-sent")


@never_cache
@require_safe
def join_sent(request: BankRequest) -> HttpResponse:
    """The same words for every address, whoever it belongs to."""
    context = {"email": request.session.get(SENT_TO, ""), "here": "join"}
    return render(request, "banks/membership/applications/apply_begun.html", context)


@by_link("GET", "HEAD")
def application(visit: Visit) -> HttpResponse:
    """Where the link leads: on with filling in, or what the application waits for."""
    if not visit.is_sent:
        return redirect(visit.url(first_open_step(visit.waits(), visit.steps)))
    return _status(visit)


@by_link()
def check(visit: Visit) -> HttpResponse:
    """Everything once more, and sending it."""
    if visit.is_sent:
        return redirect("application", visit.secret)
    form = forms.Form(visit.request.POST if visit.request.method == "POST" else None)
    if visit.request.method == "POST":
        pk = visit.application.pk
        done = try_action(form, lambda: send_application(application_id=pk, link=visit.link, now=visit.at))
        if done is not None:
            messages.success(visit.request, "Thank you. Your application has arrived.")
            return redirect("application", visit.secret)
    waits = visit.waits()
    missing = [GIVEN_AT[what] for what in blocks_sending(waits)]
    signature_follows = any(wait.what is Want.WAIVER for wait in waits)
    context = {
        "rows": _rows(visit),
        "missing": [(TITLES[step], visit.url(step)) for step in dict.fromkeys(missing)],
        "signature_follows": signature_follows,
    }
    return visit.page(Step.CHECK, form, "apply_check", **context)


def _rows(visit: Visit) -> list[dict[str, Any]]:
    """What was said so far, stop by stop, each with the way to change it."""
    said = _said(visit)
    return [
        {"title": TITLES[step], "lines": said.get(step, []), "url": visit.url(step)}
        for step in visit.steps
        if step is not Step.CHECK
    ]


def _said(visit: Visit) -> dict[Step, list[str]]:
    application = visit.application
    about = [application.name, application.email, application.phone]
    if application.birth_date_given:
        about.append("Date of birth: given, under seal")
    if application.recruiter_words:
        about.append(f"Told about us by {application.recruiter_words}")
    verdict = verdict_of(application, now=visit.at)
    place = [application.street, where_of(application), verdict.sentence if verdict else ""]
    guardian = getattr(application, "guardian", None)
    named = application.references.count()
    signed = application.signatures.order_by("-signed_at").first()
    words = waiver_in_use(visit.at)
    is_signed = signed is not None and words is not None and signed.version == words.version
    listings = [f"{each.get_kind_display()}: {each.title} ({each.service})" for each in complete_listings(application)]
    answers = guardian and [guardian.name, guardian.relation, guardian.phone, guardian.email]
    said = {
        Step.ABOUT: about,
        Step.PLACE: place,
        Step.GUARDIAN: answers or [],
        Step.REFERENCES: [f"{named} named, under seal"] if named else [],
        Step.WAIVER: [f"Signed by {signed.signer_name}"] if signed and is_signed else ["Not signed yet"],
        Step.FIRST_LISTINGS: listings,
    }
    return {step: [line for line in lines if line] for step, lines in said.items()}


def _status(visit: Visit) -> HttpResponse:
    """What it waits for, whose turn it is, and what can be done meanwhile."""
    waits = waits_of(visit.application, now=visit.at)
    wants = {wait.what for wait in waits}
    seat = seat_of(visit.application.pk)
    asks_seat = bool(wants & {Want.ORIENTATION_SEAT, Want.ORIENTATION})
    context = {
        "application": visit.application,
        "waits": [
            {
                "heading": AFTER_SENDING[wait.what][0],
                "sentence": AFTER_SENDING[wait.what][1],
                "turn": TURN_WORDS[wait.turn],
                "is_mine": wait.turn == "applicant",
                "url": visit.url(GIVEN_AT[wait.what]) if wait.what in GIVEN_AT else "",
            }
            for wait in waits
        ],
        "seat": seat if asks_seat and Want.ORIENTATION in wants else None,
        "dates": _dates(visit, besides=seat) if asks_seat else [],
        "asks_seat": Want.ORIENTATION_SEAT in wants,
        "rows": _rows(visit),
        "link": visit.link,
        "zone": bank_zone(visit.at),
        "seat_url": reverse("application-seat", args=[visit.secret]),
        "calendar_url": reverse("orientation-calendar", args=[visit.secret]),
        "withdraw_url": reverse("application-withdraw", args=[visit.secret]),
        "here": "join",
    }
    return render(visit.request, "banks/membership/applications/apply_status.html", context)


def _dates(visit: Visit, *, besides: OrientationSeat | None) -> list[Orientation]:
    """Orientations to choose from, the next first; without the one whose seat is held."""
    found = orientations_to_choose(visit.at)
    if besides is not None:
        found = found.exclude(pk=besides.orientation_id)
    return list(found[:MOST_DATES])


@by_link("POST")
def seat(visit: Visit) -> HttpResponse:
    """Sign up for an orientation, or give the seat up again."""
    home = redirect("application", visit.secret)
    if not visit.is_sent:
        return home
    if "give_up" in visit.request.POST:
        if give_up_seat(application=visit.application, now=visit.at):
            messages.success(visit.request, "Your seat is free for somebody else now. Choose another day any time.")
        return home
    form = SeatForm(visit.request.POST)
    if form.is_valid():
        chosen = form.orientation_id
        try_action(form, lambda: take_seat(application=visit.application, orientation_id=chosen, now=visit.at))
    if form.errors:
        messages.error(visit.request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    else:
        messages.success(visit.request, "You are signed up. We look forward to meeting you.")
    return home


@by_link()
def withdraw(visit: Visit) -> HttpResponse:
    """The applicant takes it back: asked once more before."""
    form = forms.Form(visit.request.POST if visit.request.method == "POST" else None)
    if visit.request.method == "POST":
        pk = visit.application.pk
        if try_action(form, lambda: withdraw_application(application_id=pk, now=visit.at)) is not None:
            return redirect("application", visit.secret)
    context = {"back_url": reverse("application", args=[visit.secret]), "here": "join"}
    return form_page(visit.request, "banks/membership/applications/apply_withdraw.html", context, form=form)


@by_link("GET", "HEAD")
def calendar(visit: Visit) -> HttpResponse:
    """The orientation for which an applicant has a seat, for their own calendar."""
    seat = seat_of(visit.application.pk)
    if seat is None:
        raise NotFound(application=visit.application.pk)
    entry = calendar_file(seat.orientation, bank_name=this_bank().name, now=visit.at)
    answer = HttpResponse(entry, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="orientation.ics"'
    return answer

"""The pipeline: who waits for what and for how long, and the next step in one click."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.errors import BankError, NotAllowed, NotFound
from banks.membership.admission.duplicates import with_duplicates
from banks.membership.admission.forms import EndForm, MeasureForm, PaperEntryForm, PipelineSearch, SignedPaperForm
from banks.membership.admission.presenters import applicant_shown, how_a_meeting_decides, line_shown
from banks.membership.admission.queries import (
    application_for_desk,
    ended_applications,
    found_by,
    orientations_of,
    pipeline,
)
from banks.membership.admission.rules import GROUP_TITLES, Group
from banks.membership.admission.services import (
    check_coordinates,
    close_application,
    close_as_same,
    decline_application,
    enter_on_paper,
    measure_by_hand,
    open_on_behalf,
    remind_applicant,
)
from banks.membership.applications.facts import rules_of
from banks.membership.applications.models import Application
from banks.membership.applications.services import welcome_applicant
from banks.membership.orientations.forms import SeatForm
from banks.membership.orientations.queries import orientations_to_choose
from banks.membership.orientations.services import take_seat
from banks.membership.waivers.queries import waivers_so_far
from banks.membership.waivers.services import PAPER, sign_waiver
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_coordinator
from banks.policies.clock import bank_day, now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action

LINES_OF_A_GROUP, LINES_ON_A_PAGE = 8, 40
HERE = {"here": "pipeline"}
POLITE = "We have not heard from you for a while, so we close your application for now. You can begin again any time."
NOT_NOW = "We cannot take you in as a member at this time."


@require_safe
def applications(request: BankRequest) -> HttpResponse:
    """Everybody who waits, by whose turn it is; or one group, or those that ended."""
    viewer, at = require_coordinator(request), now()
    search = PipelineSearch(request.GET or None)
    search.is_valid()  # what was not understood is left out
    given: dict[str, Any] = search.cleaned_data if search.is_bound else {}
    text = given.get("q", "").strip()
    if given.get("show") == "ended":
        return _ended(request, search, text)
    groups = pipeline(now=at, text=text)
    only = request.GET.get("turn", "")
    if only in groups:
        return _one_group(request, Group(only), groups[Group(only)], text, viewer)
    shown = {group: lines[:LINES_OF_A_GROUP] for group, lines in groups.items() if lines}
    rows = _rows([line for lines in shown.values() for line in lines], viewer)
    sections = [
        {
            "title": GROUP_TITLES[group],
            "count": len(groups[group]),
            "rows": [rows[line.application.pk] for line in lines],
            "more_url": f"?{urlencode({'turn': group.value, 'q': text})}" if len(groups[group]) > len(lines) else "",
            "words": how_a_meeting_decides(at) if group is Group.MEETING else "",
        }
        for group, lines in shown.items()
    ]
    context = {"sections": sections, "search": search, "count": sum(map(len, groups.values())), "text": text, **HERE}
    return render(request, "banks/membership/applications/desk_pipeline.html", context)


def _one_group(request: BankRequest, group: Group, lines: Sequence[Any], text: str, viewer: Viewer) -> HttpResponse:
    page: Any = Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page.object_list), viewer)
    context = {
        "title": GROUP_TITLES[group],
        "rows": rows.values(),
        "page": page,
        "keep": f"&{urlencode({'turn': group.value, 'q': text})}",
        "words": how_a_meeting_decides(now()) if group is Group.MEETING else "",
        **HERE,
    }
    return render(request, "banks/membership/applications/desk_group.html", context)


def _ended(request: BankRequest, search: forms.Form, text: str) -> HttpResponse:
    found = ended_applications().select_related("member")
    page = Paginator(found_by(text, found) if text else found, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    keep = f"&{urlencode({'show': 'ended', 'q': text})}"
    context = {"page": page, "search": search, "keep": keep, "zone": bank_zone(now()), **HERE}
    return render(request, "banks/membership/applications/desk_ended.html", context)


def _rows(lines: Sequence[Any], viewer: Viewer) -> dict[UUID, dict[str, Any]]:
    """The lines as the page shows them; two more queries for all of them."""
    seats = orientations_of(line.application.pk for line in lines)
    twice = with_duplicates([line.application for line in lines])
    at = now()
    return {
        line.application.pk: line_shown(
            line, viewer=viewer, orientation_id=seats.get(line.application.pk),
            is_twice=line.application.pk in twice, now=at,
        )
        for line in lines
    }  # fmt: skip


@require_safe
def applicant(request: BankRequest, application_id: UUID) -> HttpResponse:
    """All that a coordinator may know of one application. How a screening ended is not among it."""
    viewer = require_coordinator(request)
    application = application_for_desk(application_id)
    context = {**applicant_shown(application, viewer=viewer, now=now()), **HERE}
    return render(request, "banks/membership/applications/desk_applicant.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_new(request: BankRequest) -> HttpResponse:
    """Somebody without mail: a name and a telephone, then on to the pages that applicants fill in."""
    actor = require_coordinator(request)
    form = PaperEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = try_action(form, lambda: enter_on_paper(actor=actor, now=now(), **form.cleaned_data))
        if begun is not None:
            return _fill_in(actor, begun.pk)
    return form_page(request, "banks/membership/applications/desk_paper.html", HERE, form=form)


@require_POST
def applicant_fill_in(request: BankRequest, application_id: UUID) -> HttpResponse:
    """Go on filling in for somebody on paper."""
    actor = require_coordinator(request)
    return _fill_in(actor, application_for_desk(application_id).pk)


def _fill_in(actor: Viewer, application_id: UUID) -> HttpResponse:
    return redirect("application", open_on_behalf(actor=actor, application_id=application_id))


@require_POST
def applicant_welcome(request: BankRequest, application_id: UUID) -> HttpResponse:
    """One click makes a member, once."""
    actor = require_coordinator(request)
    member = welcome_applicant(actor=actor, application_id=application_for_desk(application_id).pk, now=now())
    messages.success(request, f"Welcome, {member.name}! The member number is {member.number}.")
    return redirect("person", member_id=member.pk)


@require_POST
def applicant_remind(request: BankRequest, application_id: UUID) -> HttpResponse:
    """Tell the applicant what is missing."""
    actor, application = require_coordinator(request), application_for_desk(application_id)
    _said(
        request,
        lambda: remind_applicant(actor=actor, application_id=application.pk, now=now()),
        done=f"{application.name} is reminded." if application.email else "The reminder waits to be printed.",
    )
    return redirect(
        (request.POST.get("back") == "pipeline" and "pipeline") or reverse("applicant", args=[application.pk])
    )


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_measure(request: BankRequest, application_id: UUID) -> HttpResponse:
    """The distance of a place that no list knows."""
    actor, at, application = require_coordinator(request), now(), application_for_desk(application_id)
    rules = rules_of(application, now=at)
    form = MeasureForm(request.POST or None, by_miles=rules.area == "radius")
    context = {"application": application, "rules": rules}

    def act() -> Application:
        return measure_by_hand(actor=actor, application_id=application.pk, now=at, **form.measured())

    return _asked(
        request,
        form,
        act,
        "banks/membership/applications/desk_measure.html",
        context,
        done="Measured and written down.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_close(request: BankRequest, application_id: UUID) -> HttpResponse:
    """Close politely."""
    return _end(request, application_id, close_application, "desk_close.html", POLITE)


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_decline(request: BankRequest, application_id: UUID) -> HttpResponse:
    """Decline, with the right to answer."""
    return _end(request, application_id, decline_application, "desk_decline.html", NOT_NOW)


def _end(
    request: BankRequest, application_id: UUID, end: Callable[..., Application], template: str, words: str
) -> HttpResponse:
    actor, application = require_coordinator(request), application_for_desk(application_id)
    form = EndForm(request.POST or None, initial={"words": words})

    def act() -> Application:
        said = form.cleaned_data["words"]
        return end(actor=actor, application_id=application.pk, words=said, now=now())

    context = {"application": application}
    return _asked(
        request, form, act, f"banks/membership/applications/{template}", context, done="Ended. The applicant is told."
    )


@require_POST
def applicant_same(request: BankRequest, application_id: UUID, other_id: UUID) -> HttpResponse:
    """Two applications of one person become one."""
    actor, application = require_coordinator(request), application_for_desk(application_id)
    stays = application_for_desk(other_id)
    _said(
        request,
        lambda: close_as_same(actor=actor, application_id=application.pk, same_as_id=stays.pk, now=now()),
        done="Closed. What was written stands in this application now.",
    )
    return redirect("applicant", application_id=stays.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_seat(request: BankRequest, application_id: UUID) -> HttpResponse:
    """A seat at an orientation, chosen on the telephone."""
    actor, at, application = require_coordinator(request), now(), application_for_desk(application_id)
    check_coordinates(actor)
    days, zone = list(orientations_to_choose(at)), bank_zone(at)
    form = SeatForm(request.POST if request.method == "POST" else None, days=days, zone=zone)

    def act() -> object:
        return take_seat(application=application, orientation_id=form.cleaned_data["orientation"], now=at)

    context = {"application": application, "days": days}
    return _asked(
        request, form, act, "banks/membership/applications/desk_seat.html", context, done="The seat is taken."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def applicant_signed(request: BankRequest, application_id: UUID) -> HttpResponse:
    """The waiver on paper is here."""
    actor, at, application = require_coordinator(request), now(), application_for_desk(application_id)
    form = SignedPaperForm(
        request.POST or None, name=application.name, is_minor=application.is_minor, waivers=waivers_so_far(at),
        today=bank_day(at),
    )  # fmt: skip

    def act() -> object:
        recorded_by = member_by_id(actor.member_id)
        return sign_waiver(application=application, method=PAPER, recorded_by=recorded_by, now=at, **form.signed())

    context = {"application": application}
    return _asked(
        request, form, act, "banks/membership/applications/desk_signed.html", context, done="The signature is recorded."
    )


def _asked(
    request: BankRequest,
    form: forms.Form,
    act: Callable[[], object],
    template: str,
    context: dict[str, Any],
    *,
    done: str,
) -> HttpResponse:
    """A form about one application: carried out, said, and back to its page."""
    application: Application = context["application"]
    if request.method == "POST" and form.is_valid() and try_action(form, act) is not None:
        messages.success(request, done)
        return redirect("applicant", application_id=application.pk)
    return form_page(request, template, {**context, **HERE}, form=form)


def _said(request: BankRequest, act: Callable[[], object], *, done: str) -> None:
    """Carry out what one click asks; a refusal is said on the page that follows."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except BankError as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, done)

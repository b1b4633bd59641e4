"""Meetings for every member: the list, one meeting with what is decided there, the calendar file, checking in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.meetings import presenters as shown
from banks.deciding.meetings.calendar import calendar_file
from banks.deciding.meetings.electorate import chair, check_chair, check_may_open, may_open
from banks.deciding.meetings.forms import AgendaForm, CallForm, CodeForm
from banks.deciding.meetings.queries import leads
from banks.deciding.meetings.services import Call, add_agenda_item, call_meeting, call_off_meeting, check_in, may_accept
from banks.identity.queries import this_bank
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action
from governance.meetings.models import Meeting
from governance.meetings.queries import in_attendance, meeting_by_id, meetings_held, meetings_to_come

HELD_ON_A_PAGE = 20


@require_safe
def meeting_list(request: BankRequest) -> HttpResponse:
    """To come, and held."""
    viewer, at = require_viewer(request), now()
    held = Paginator(meetings_held(), HELD_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "to_come": list(meetings_to_come(at)),
        "page": held,
        "zone": bank_zone(at),
        "call_url": reverse("meeting-new") if chair(viewer, at) else "",
        "keep": "",
        "here": "meetings",
    }
    return render(request, "banks/deciding/meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: BankRequest) -> HttpResponse:
    """Call a meeting."""
    actor, at = require_viewer(request), now()
    check_chair(actor, at)
    form, zone = CallForm(request.POST or None), bank_zone(at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        call = Call(given["key"], given["kind"], given["title"], given["place"], form.starts_at(zone), given["length"])
        meeting = try_action(form, lambda: call_meeting(actor=actor, call=call, now=at))
        if meeting is not None:
            messages.success(request, "The meeting is called. Now announce what is to be decided there.")
            return redirect("meeting", meeting_id=meeting.pk)
    context = {"zone": zone, "here": "meetings"}
    return form_page(request, "banks/deciding/meetings/call.html", context, form=form)


@require_safe
def meeting_page(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """When, where, what is decided; while it is on the place to vote; afterwards what came of it."""
    viewer, meeting = require_viewer(request), meeting_by_id(meeting_id)
    return render(request, "banks/deciding/meetings/meeting.html", _page(meeting, viewer))


def _page(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    at = now()
    is_on = meeting.opened_at is not None and meeting.closed_at is None
    return {
        "meeting": meeting,
        "zone": bank_zone(at),
        "is_on": is_on,
        "agenda": shown.agenda_rows(meeting),
        "announced": shown.announced(meeting, viewer, at),
        "question": shown.question_for(meeting, viewer) if is_on else None,
        "is_here": is_on and viewer.member_id in in_attendance(meeting, at),
        "code_form": CodeForm(),
        "agenda_form": AgendaForm(),
        "leads": leads(viewer, meeting, at),
        "may_open": may_open(viewer, meeting, at),
        "may_accept": meeting.closed_at is not None and meeting.minutes_accepted_at is None and may_accept(viewer, at),
        "may_read_minutes": viewer.sees_people,
        "here": "meetings",
    }


@require_safe
def meeting_calendar(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting for somebody's own calendar."""
    require_viewer(request)
    meeting = meeting_by_id(meeting_id)
    url = request.build_absolute_uri(reverse("meeting", args=[meeting.pk]))
    answer = HttpResponse(
        calendar_file(meeting, bank_name=this_bank().name, url=url), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


@require_POST
def meeting_check_in(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """A member in the room types the code on the secretary's screen."""
    viewer, meeting = require_viewer(request), meeting_by_id(meeting_id)
    form = CodeForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if try_action(form, lambda: check_in(viewer=viewer, meeting_id=meeting_id, code=code, now=now())):
            messages.success(request, "You are in attendance. When a question is put, you can vote on this page.")
            return redirect("meeting", meeting_id=meeting_id)
    return form_page(
        request, "banks/deciding/meetings/meeting.html", _page(meeting, viewer) | {"code_form": form}, form=form
    )


@require_POST
def meeting_agenda(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """One more thing to talk about."""
    viewer, meeting = require_viewer(request), meeting_by_id(meeting_id)
    form = AgendaForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if try_action(form, lambda: add_agenda_item(actor=viewer, meeting_id=meeting_id, now=now(), **given)):
            messages.success(request, "It is on the agenda.")
            return redirect("meeting", meeting_id=meeting_id)
    return form_page(
        request, "banks/deciding/meetings/meeting.html", _page(meeting, viewer) | {"agenda_form": form}, form=form
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_call_off(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting does not take place."""
    actor, meeting = require_viewer(request), meeting_by_id(meeting_id)
    check_may_open(actor, meeting, now())
    if request.method == "POST":
        call_off_meeting(actor=actor, meeting_id=meeting_id, now=now())
        messages.success(request, "The meeting is called off.")
        return redirect("meetings")
    context = {"meeting": meeting, "zone": bank_zone(now()), "here": "meetings"}
    return render(request, "banks/deciding/meetings/call_off.html", context)

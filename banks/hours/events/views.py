"""Events and meetings: the list, the attendance list of a coordinator, one event, undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotAllowed
from banks.hours.events.forms import GatheringForm, attendance_of, name_rows
from banks.hours.events.models import Event
from banks.hours.events.queries import event_by_id, events
from banks.hours.events.services import record_event, undo_event
from banks.hours.exchanges.forms import UndoForm
from banks.people.members.queries import current_members
from banks.people.members.rules import Viewer, may_record_events
from banks.people.picker.fields import people_choices
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer
from banks.policies.clock import now
from banks.policies.kinds.credits import EventPolicy, MeetingPolicy
from banks.policies.queries import all_in_force
from banks.ui.form_pages import form_page, try_action

PLACES = {"minutes": "length"}
EVENTS_ON_A_PAGE = 20


@require_safe
def event_list(request: BankRequest) -> HttpResponse:
    """Gatherings, newest first; coordinators add to them."""
    viewer = require_viewer(request)
    page: Any = Paginator(events(), EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_card(event, viewer) for event in page.object_list]
    add_url = reverse("event-new") if may_record_events(viewer) else ""
    context = {"page": page, "add_url": add_url, "keep": "", "here": "events"}
    return render(request, "banks/hours/events/events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: BankRequest) -> HttpResponse:
    """Who was there? All current members with a box to tick."""
    actor, at = require_viewer(request), now()
    if not may_record_events(actor):
        raise NotAllowed(who="Coordinators")
    sent = request.POST if request.method == "POST" else None
    form, rows = GatheringForm(sent, people=people_choices()), name_rows(current_members(), sent)
    spoilt = any(row.error for row in rows)
    if sent is not None and form.is_valid() and not spoilt:
        attendance = attendance_of(form, rows, sent)
        done = try_action(form, lambda: record_event(actor=actor, attendance=attendance, now=at), places=PLACES)
        if done is not None:
            messages.success(request, "Thank you. It is recorded.")
            return redirect("event", event_id=done[0].pk)
    if spoilt:
        form.add_error(None, "Something beside a name needs your attention; it is marked below.")
    book = all_in_force(at)
    context = {
        "people": rows,
        "early_help": book.value(EventPolicy).helper_credit == "actual",
        "hosts": book.value(MeetingPolicy).host_credit > 0,
        "back_url": reverse("events"),
        "here": "events",
    }
    return form_page(request, "banks/hours/events/attendance.html", context, form=form)


@require_safe
def event_page(request: BankRequest, event_id: UUID) -> HttpResponse:
    """One gathering. Coordinators see every name, members only their own line."""
    viewer = require_viewer(request)
    event = event_by_id(event_id)
    attendances = event.attendances.select_related("member").order_by("member__name")
    if not viewer.is_coordinator:
        attendances = attendances.filter(member=viewer.member_id)
    open_to_undo = viewer.is_coordinator and event.undone_at is None
    context = {
        "event": _facts(event, viewer),
        "recorded_by": event.recorded_by.name if viewer.sees_people else "",
        "supervised_by": event.supervised_by.name if event.supervised_by and viewer.is_coordinator else "",
        "count": event.people,  # type: ignore[attr-defined]  # annotated by the query
        "people": [_line(attendance) for attendance in attendances],
        "total_together_minutes": event.together_minutes or 0,  # type: ignore[attr-defined]
        "total_credited_minutes": event.paid_minutes or 0,  # type: ignore[attr-defined]
        "undo_url": reverse("event-undo", args=[event.pk]) if open_to_undo else "",
        "here": "events",
    }
    return render(request, "banks/hours/events/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def event_undo(request: BankRequest, event_id: UUID) -> HttpResponse:
    """Take the record of a gathering back; its hours return to the bank."""
    actor, event = require_coordinator(request), event_by_id(event_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        undone = try_action(form, lambda: undo_event(actor=actor, event_id=event_id, reason=reason, now=now()))
        if undone is not None:
            messages.success(request, "It is undone. What the bank paid is back on its account.")
            return redirect("event", event_id=event_id)
    context = {
        "event": event,
        "back_url": reverse("event", args=[event.pk]),
        "total_credited_minutes": event.paid_minutes or 0,  # type: ignore[attr-defined]
        "here": "events",
    }
    return form_page(request, "banks/hours/events/undo.html", context, form=form)


def _card(event: Event, viewer: Viewer) -> dict[str, Any]:
    return {
        **_facts(event, viewer),
        "people": event.people,  # type: ignore[attr-defined]
        "url": reverse("event", args=[event.pk]),
        "undone": event.undone_at is not None,
    }


def _facts(event: Event, viewer: Viewer) -> dict[str, Any]:
    """What it was; what somebody wrote about it is for those who see people."""
    return {
        "title": event.title,
        "kind_words": event.get_kind_display(),
        "held_on": event.held_on,
        "minutes": event.minutes,
        "undone_at": event.undone_at,
        "undone_reason": event.undone_reason if viewer.sees_people else "",
    }


def _line(attendance: Any) -> dict[str, Any]:
    names = ("attended_minutes", "early_minutes", "late_minutes", "hosted", "credited_minutes")
    return {"name": attendance.member.name, **{name: getattr(attendance, name) for name in names}}

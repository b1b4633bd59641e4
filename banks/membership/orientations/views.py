"""The desk of orientations: planning, changing, calling off, who came; and an applicant's calendar entry."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotAllowed
from banks.membership.orientations.forms import AttendanceForm, CallOffForm, PlanForm, as_planned, in_words
from banks.membership.orientations.models import Orientation
from banks.membership.orientations.planning import WHO, call_off, change_orientation, mark_attendance, plan_orientation
from banks.membership.orientations.queries import (
    applicants_to_seat,
    may_plan,
    not_oriented_yet,
    orientation_by_id,
    orientations_before,
    orientations_to_come,
    seats_of,
)
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import bank_zone, policy_in_force
from banks.ui.form_pages import form_page, try_action

ROWS_ON_A_PAGE = 20
MOST_LISTED = 300


@require_safe
def orientations(request: BankRequest) -> HttpResponse:
    """Those to come, and those that were."""
    viewer, at = _at_the_desk(request), now()
    context = {
        "to_come": orientations_to_come(at),
        "page": Paginator(orientations_before(at), ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "may_plan": may_plan(viewer, now=at),
        "asked_for": policy_in_force(MembershipPolicy, at).value.orientation != "none",
        "zone": bank_zone(at),
        "here": _here(viewer),
    }
    return render(request, "banks/membership/orientations/orientations.html", context)


@require_safe
def orientation(request: BankRequest, orientation_id: UUID) -> HttpResponse:
    """One orientation: when, where, who means to come, who came."""
    viewer, at = _at_the_desk(request), now()
    found = orientation_by_id(orientation_id)
    context = {
        "orientation": found,
        "seats": seats_of(found.pk),
        "may_plan": may_plan(viewer, now=at),
        "sees_applications": viewer.is_coordinator,
        "has_begun": found.starts_at <= at,
        "zone": bank_zone(at),
        "here": _here(viewer),
    }
    return render(request, "banks/membership/orientations/orientation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def orientation_new(request: BankRequest) -> HttpResponse:
    """Plan one."""
    actor, at = _planning(request), now()
    zone = bank_zone(at)
    initial = {"length": 90, "way": "in_person", "seats": 12, "led_by": actor.member_id}
    form = PlanForm(request.POST or None, initial=initial, may_be_online=_may_be_online())
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        planned = try_action(form, lambda: plan_orientation(actor=actor, key=key, plan=form.plan(zone), now=at))
        if planned is not None:
            messages.success(request, f"Planned for {in_words(planned, zone)}.")
            return redirect("orientation", orientation_id=planned.pk)
    return form_page(request, "banks/membership/orientations/plan.html", {"here": _here(actor)}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def orientation_change(request: BankRequest, orientation_id: UUID) -> HttpResponse:
    """Another day, place, leader; those with a seat are told."""
    actor, at = _planning(request), now()
    found, zone = orientation_by_id(orientation_id), bank_zone(at)
    form = PlanForm(request.POST or None, initial=as_planned(found, zone), may_be_online=_may_be_online())
    if request.method == "POST" and form.is_valid():
        changed = try_action(
            form,
            lambda: change_orientation(actor=actor, orientation_id=orientation_id, plan=form.plan(zone), now=at),
        )
        if changed is not None:
            messages.success(request, "Saved. Those with a seat are told when day or place changed.")
            return redirect("orientation", orientation_id=orientation_id)
    context = {"orientation": found, "taken": len(seats_of(found.pk)), "here": _here(actor)}
    return form_page(request, "banks/membership/orientations/plan.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def orientation_call_off(request: BankRequest, orientation_id: UUID) -> HttpResponse:
    """Asked once more before it is called off."""
    actor, at = _planning(request), now()
    found = orientation_by_id(orientation_id)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        told = try_action(form, lambda: call_off(actor=actor, orientation_id=found.pk, words=words, now=at))
        if told is not None:
            messages.success(request, f"Called off. {told} {'person is' if told == 1 else 'people are'} told.")
            return redirect("orientations")
    context = {"orientation": found, "taken": len(seats_of(found.pk)), "zone": bank_zone(at), "here": _here(actor)}
    return form_page(request, "banks/membership/orientations/call_off.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def orientation_attendance(request: BankRequest, orientation_id: UUID) -> HttpResponse:
    """Who came, with a seat or without."""
    actor, at = _planning(request), now()
    found = orientation_by_id(orientation_id)
    form = _attendance_form(request, found)
    if request.method == "POST" and form.is_valid():
        members = form.cleaned_data.get("members", [])
        came = form.came_in_all()
        count = try_action(
            form,
            lambda: mark_attendance(actor=actor, orientation_id=found.pk, came=came, members=members, now=at),
        )
        if count is not None:
            messages.success(request, f"{count} {'person' if count == 1 else 'people'} came. Thank you!")
            return redirect("orientation", orientation_id=found.pk)
    context = {"orientation": found, "zone": bank_zone(at), "here": _here(actor)}
    return form_page(request, "banks/membership/orientations/attendance.html", context, form=form)


def _attendance_form(request: BankRequest, found: Orientation) -> AttendanceForm:
    seats = list(seats_of(found.pk))
    marked = [str(seat.application_id) for seat in seats if seat.attended]
    form = AttendanceForm(request.POST if request.method == "POST" else None, initial={"came": marked})
    form.offer(
        came=[(str(seat.application_id), seat.application.name) for seat in seats],
        walk_ins=[(str(one.pk), one.name) for one in applicants_to_seat(found.pk)[:MOST_LISTED]],
        members=[(str(one.pk), f"{one.name} · {one.number}") for one in not_oriented_yet()[:MOST_LISTED]],
    )
    return form


def _at_the_desk(request: BankRequest) -> Viewer:
    """Coordinators look; those who look after orientations act."""
    viewer = require_viewer(request)
    if not (viewer.is_coordinator or may_plan(viewer, now=now())):
        raise NotAllowed(who=WHO)
    return viewer


def _planning(request: BankRequest) -> Viewer:
    viewer = require_viewer(request)
    if not may_plan(viewer, now=now()):
        raise NotAllowed(who=WHO)
    return viewer


def _may_be_online() -> bool:
    return policy_in_force(MembershipPolicy, now()).value.orientation != "in_person"


def _here(viewer: Viewer) -> str:
    return "pipeline" if viewer.is_coordinator else "orientations"

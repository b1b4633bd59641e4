"""Circles as members see them: all of them, one, the first people, leaving, tasks that are done, handing over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.circles import services
from banks.deciding.circles.forms import DoneForm, SeatForm
from banks.deciding.circles.handover import pack
from banks.deciding.circles.handover_paper import handover_pdf
from banks.deciding.circles.presenters import Shown
from banks.deciding.proposals.services import may_propose
from banks.papers.download import attachment
from banks.people.picker.fields import people_choices
from banks.people.viewing.requests import BankRequest, require_administrator, require_viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day, now
from banks.policies.queries import bank_zone, policy_in_force
from banks.ui.form_pages import form_page, try_action
from governance.circle_policy import RolePolicy
from governance.circles.queries import has_people
from governance.circles.rules import circle_called, domains_of
from governance.decisions.rules import review_day
from governance.stewardship.queries import mandate_running


@require_safe
def circles(request: BankRequest) -> HttpResponse:
    """All circles: the picture, the list beside it, what is vacant, how the load is spread."""
    shown = Shown(require_viewer(request), now())
    looks_after_all = shown.sits_in_root() or shown.viewer.is_administrator
    context = {
        "drawing": shown.drawing(),
        "circles": shown.all(),
        "hoped_for": shown.hoped_for(),
        "vacancies": shown.vacancies(),
        "looks_after_all": looks_after_all,
        "load": shown.load() if looks_after_all else [],
        "fragility": shown.fragility(),
        "in_care": mandate_running(shown.at),
        "lacking": shown.links_lacking(),
        "dormant": shown.dormant() if looks_after_all else [],
        "here": "circles",
    }
    return render(request, "banks/deciding/circles/circles.html", context)


@require_safe
def circle(request: BankRequest, circle: str) -> HttpResponse:
    """One circle: aim, domains, people, roles with terms, links, decisions, standing tasks."""
    viewer, at = require_viewer(request), now()
    shown = Shown(viewer, at)
    draft = circle_called(shown.circles, circle)
    people = shown.people(circle)
    context = {
        "circle": draft,
        "card": shown.card(draft),
        "domains": domains_of(shown.circles, circle),
        "people": people,
        "me": next((each for each in people if each["is_me"]), None),
        "roles": shown.roles(circle),
        "may_propose": may_propose(viewer),
        "tasks": shown.tasks_of(circle),
        "keeps_tasks": services.holds_role_in(viewer.member_id, circle, shown.stands),
        "links_down": shown.links_down(circle),
        "link_up": shown.link_up(draft),
        "decisions": shown.decided(circle),
        "meetings": shown.meetings(circle),
        "today": shown.on,
        "done_form": DoneForm(auto_id=""),
        "seat_url": reverse("circle-seat", args=[circle])
        if viewer.is_administrator and not draft.aspired and not has_people(circle)
        else "",
        "zone": bank_zone(at),
        "here": "circles",
    }
    return render(request, "banks/deciding/circles/circle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def circle_seat(request: BankRequest, circle: str) -> HttpResponse:
    """An administrator seats the first people."""
    actor, at = require_administrator(request), now()
    draft = circle_called(circle_context_at(at).circles, circle)
    usual = review_day(bank_day(at), policy_in_force(RolePolicy, at).value.default_term)
    form = SeatForm(request.POST or None, people=people_choices(), ends_on=usual, has_parent=draft.parent is not None)
    if request.method == "POST" and form.is_valid():
        seated = try_action(
            form,
            lambda: services.seat_first(actor=actor, circle=circle, people=form.seated(), roles=form.roles(), now=at),
        )
        if seated is not None:
            messages.success(request, f"{draft.name} begins with {seated} people.")
            return redirect("circle", circle=circle)
    context = {"circle": draft, "back_url": reverse("circle", args=[circle]), "here": "circles"}
    return form_page(request, "banks/deciding/circles/seat.html", context, form=form)


@require_POST
def circle_leave(request: BankRequest, circle: str) -> HttpResponse:
    """Leave at once. Nobody has to be asked."""
    actor, at = require_viewer(request), now()
    name = circle_called(circle_context_at(at).circles, circle).name
    services.leave_circle(actor=actor, circle=circle, now=at)
    messages.success(request, f"You have left {name}. Thank you for your time there.")
    return redirect("circles")


@require_POST
def circle_on_leave(request: BankRequest, circle: str) -> HttpResponse:
    """On leave, or back: told of everything and asked for nothing meanwhile."""
    actor, at = require_viewer(request), now()
    circle_called(circle_context_at(at).circles, circle)
    if request.POST.get("back"):
        services.come_back(actor=actor, circle=circle)
        messages.success(request, "Welcome back. From now on you are asked again.")
    else:
        services.go_on_leave(actor=actor, circle=circle, now=at)
        messages.success(request, "You are on leave. You are told of everything and asked for nothing.")
    return redirect("circle", circle=circle)


@require_POST
def role_lay_down(request: BankRequest, role_id: UUID) -> HttpResponse:
    """Give a role back."""
    role = services.lay_role_down(actor=require_viewer(request), role_id=role_id, now=now())
    messages.success(request, f"You have laid down the role: {role}. It is vacant now.")
    return redirect("circles")


@require_POST
def task_done(request: BankRequest, task_id: UUID) -> HttpResponse:
    """A standing task is done."""
    form, at = DoneForm(request.POST), now()
    note = form.cleaned_data["note"] if form.is_valid() else ""
    done = services.note_done(actor=require_viewer(request), task_id=task_id, note=note, now=at)
    messages.success(request, f"Thank you. “{done.task.name}” is noted as done today.")
    return redirect("circle", circle=services.circle_of_task(done.task, at))


@require_safe
def handover(request: BankRequest) -> HttpResponse:
    """The handover pack: all that whoever takes over has to know, as it stands now."""
    viewer, at = require_viewer(request), now()
    context = {"pack": pack(viewer, at), "zone": bank_zone(at), "here": "circles"}
    return render(request, "banks/deciding/circles/handover.html", context)


@require_safe
def handover_paper(request: BankRequest) -> HttpResponse:
    """The same as a PDF, for the box."""
    viewer, at = require_viewer(request), now()
    return attachment(handover_pdf(pack(viewer, at), now=at), f"handover-{bank_day(at)}")

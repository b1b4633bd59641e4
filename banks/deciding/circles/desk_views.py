"""What begins on a circle's page: asking to join it, moving one of its domains (the circle decides), standing tasks."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from banks.deciding.circles.forms import MoveForm, TaskForm
from banks.deciding.circles.services import NewTask, add_task, circle_of_task, end_task
from banks.deciding.proposals.services import propose_act
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.circles_in_force import circle_context_at, circles_version
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action
from governance.circles.rules import circle_called, domains_of, standing_circles


@require_POST
def circle_join(request: BankRequest, circle: str) -> HttpResponse:
    """Ask to join; the circle is asked for its consent (K5). Tapped twice on one day, it is one proposal."""
    actor, at = require_viewer(request), now()
    name = circle_called(circle_context_at(at).circles, circle).name
    effect = {"kind": "admit_to_circle", "circle": circle, "person_id": str(actor.member_id)}
    made = propose_act(
        actor=actor,
        key=uuid5(actor.member_id, f"joins {circle} {bank_day(at)}"),
        title=f"Somebody would like to join {name}",
        reasons="",
        effect=effect,
        now=at,
    )
    messages.success(request, "It is written down. Now the circle is asked.")
    return redirect("proposal", proposal_id=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def domain_move(request: BankRequest, circle: str) -> HttpResponse:
    """Propose that one of the circle's domains goes to another circle (K2)."""
    actor, at = require_viewer(request), now()
    circles = circle_context_at(at).circles
    draft = circle_called(circles, circle)
    names = {each.domain: each.name for each in domains_of(circles, circle)}
    others = [(each.key, each.name) for each in standing_circles(circles) if each.key != circle]
    form = MoveForm(request.POST or None, domains=list(names.items()), circles=others)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        effect = {
            "kind": "move_domain",
            "domain": given["domain"],
            "to_circle": given["to_circle"],
            "instead_of": str(circles_version(at)),
        }
        title = f"{names[given['domain']]}: to {dict(others)[given['to_circle']]}"
        made = try_action(
            form,
            lambda: propose_act(
                actor=actor, key=given["key"], title=title, reasons=given["reasons"], effect=effect, now=at
            ),
        )
        if made is not None:
            messages.success(request, "It is written down. Now the circle over both is asked.")
            return redirect("proposal", proposal_id=made.pk)
    context = {"circle": draft, "back_url": reverse("circle", args=[circle]), "here": "circles"}
    return form_page(request, "banks/deciding/circles/move.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: BankRequest, circle: str) -> HttpResponse:
    """Whoever holds a role here adds a task that comes again (row V-tasks)."""
    actor, at = require_viewer(request), now()
    circles = circle_context_at(at).circles
    draft = circle_called(circles, circle)
    domains = [(each.domain, each.name) for each in domains_of(circles, circle)]
    form = TaskForm(request.POST or None, domains=domains)
    if request.method == "POST" and form.is_valid():
        task = NewTask(**form.cleaned_data)
        made = try_action(form, lambda: add_task(actor=actor, task=task, now=at))
        if made is not None:
            messages.success(request, f"“{made.name}” comes again from now on.")
            return redirect("circle", circle=circle)
    context = {"circle": draft, "back_url": reverse("circle", args=[circle]), "here": "circles"}
    return form_page(request, "banks/deciding/circles/task.html", context, form=form)


@require_POST
def task_end(request: BankRequest, task_id: UUID) -> HttpResponse:
    """A task comes no more."""
    at = now()
    task = end_task(actor=require_viewer(request), task_id=task_id, now=at)
    messages.success(request, f"“{task.name}” comes no more. What was done stays written down.")
    return redirect("circle", circle=circle_of_task(task, at))

"""The pages of a selection: what the role takes, one's own sealed name, the grid of reasons, the name proposed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.rounds import selection_services as services
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.people.picker.fields import as_id
from banks.people.viewing.requests import BankRequest, require_onlooker
from banks.policies.circles_in_force import circle_name
from banks.policies.clock import bank_day, now
from banks.policies.queries import policy_in_force
from banks.ui.form_pages import form_page, try_action
from governance.circle_policy import RolePolicy
from governance.circles.queries import role_by_id
from governance.rounds.models import ConsentRound
from governance.selections.models import Selection
from governance.selections.queries import grid_of, handed_in, own_nomination, people_of, selection_by_id


class BeginForm(forms.Form):
    """The term, and what the role takes."""

    term_months = forms.IntegerField(
        label="For how many months?",
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Say for how many months the role is held."},
    )
    qualifications = forms.CharField(
        label="What does the role take?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def selection_new(request: BankRequest, role_id: UUID) -> HttpResponse:
    """Begin to fill a role."""
    viewer, at = require_onlooker(request), now()
    role = role_by_id(role_id)
    usual = policy_in_force(RolePolicy, at).value.default_term
    form = BeginForm(request.POST or None, initial={"term_months": usual, "qualifications": role.purpose})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = try_action(form, lambda: services.begin(actor=viewer, role_id=role_id, now=at, **given))
        if made is not None:
            return redirect("selection", selection_id=made.pk)
    context = {"role": role, "circle": circle_name(role.circle, at), "here": "decisions"}
    return form_page(request, "banks/deciding/rounds/selection_new.html", context, form=form)


@require_safe
def selection_page(request: BankRequest, selection_id: UUID) -> HttpResponse:
    """Where a selection is."""
    viewer, at = require_onlooker(request), now()
    context = _shown(selection_by_id(selection_id), viewer, at)
    return render(request, "banks/deciding/rounds/selection.html", context)


def _shown(selection: Selection, viewer: Viewer, at: datetime) -> dict[str, Any]:
    people = people_of(selection)
    names = names_shown(people, viewer, on=bank_day(at))
    own, given = own_nomination(selection, viewer.member_id), handed_in(selection)
    grid = [
        {
            "id": named.nominee_id,
            "name": names.get(named.nominee_id, NAMELESS),
            "declined": str(named.nominee_id) in selection.declined,
            "is_me": named.nominee_id == viewer.member_id,
            "reasons": [(names.get(who, NAMELESS), why, changed) for who, why, changed in named.reasons],
        }
        for named in grid_of(selection)
    ]
    asked = ConsentRound.objects.filter(version__proposal=selection.proposal_id).order_by("-opened_at").first()
    return {
        "selection": selection,
        "circle": circle_name(selection.circle, at),
        "choices": sorted((names.get(person, NAMELESS), str(person)) for person in people),
        "waiting": sorted(names.get(person, NAMELESS) for person in people - given),
        "own": names.get(own.nominee_id, "nobody: you pass") if own and own.nominee_id else ("pass" if own else ""),
        "may_name": viewer.member_id in people
        and (
            (selection.stage == "nominate" and own is None)
            or (selection.stage == "change" and (own is None or not own.is_change))
        )
        and selection.ended_at is None,
        "grid": sorted(grid, key=lambda each: str(each["name"])),
        "leads": services.leads_selection(viewer, selection, at) and selection.ended_at is None,
        "asked": asked if selection.proposal_id else None,
        "here": "decisions",
    }


@require_POST
def selection_name(request: BankRequest, selection_id: UUID) -> HttpResponse:
    """Hand in a name and why, or pass."""
    passes = request.POST.get("pass") == "yes"
    services.hand_in(
        actor=require_onlooker(request), selection_id=selection_id, reason=request.POST.get("reason", "")[:2000],
        nominee_id=None if passes else as_id(request.POST.get("nominee")), now=now(),
    )  # fmt: skip
    messages.success(request, "It is handed in. Names are read when everybody has handed theirs in.")
    return redirect("selection", selection_id=selection_id)


@require_POST
def selection_next(request: BankRequest, selection_id: UUID) -> HttpResponse:
    moved = services.go_on(actor=require_onlooker(request), selection_id=selection_id, now=now())
    messages.success(request, f"{moved.get_stage_display()}.")
    return redirect("selection", selection_id=selection_id)


@require_POST
def selection_end(request: BankRequest, selection_id: UUID) -> HttpResponse:
    ended = services.give_up(actor=require_onlooker(request), selection_id=selection_id, now=now())
    messages.success(request, ended.ended_words)
    return redirect("selection", selection_id=selection_id)


@require_POST
def selection_decline(request: BankRequest, selection_id: UUID) -> HttpResponse:
    services.decline(actor=require_onlooker(request), selection_id=selection_id, now=now())
    messages.success(request, "You decline. The circle thanks you for saying so.")
    return redirect("selection", selection_id=selection_id)


@require_POST
def selection_propose(request: BankRequest, selection_id: UUID) -> HttpResponse:
    """The facilitator proposes a name for its reasons."""
    asked = services.propose(
        actor=require_onlooker(request), selection_id=selection_id, reason=request.POST.get("reason", "")[:2000],
        nominee_id=as_id(request.POST.get("nominee")) or UUID(int=0), now=now(),
    )  # fmt: skip
    messages.success(request, "The circle is asked; whoever is proposed is asked last.")
    return redirect("round", round_id=asked.pk)

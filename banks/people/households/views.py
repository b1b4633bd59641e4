"""Households, for coordinators; and who acts for an organisation, for coordinators and those who act."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.people.households.forms import ActingForm, HouseholdForm
from banks.people.households.queries import acting_for, household_by_id, households, organisations
from banks.people.households.services import (
    begin_acting,
    change_household,
    check_sees_organisation,
    end_acting,
    end_household,
    make_household,
)
from banks.people.members.queries import current_members
from banks.people.picker.fields import choices_of
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action


@require_http_methods(["GET", "HEAD", "POST"])
def household_list(request: BankRequest) -> HttpResponse:
    """Every household, and a form for another."""
    actor = require_coordinator(request)
    form = HouseholdForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = try_action(
            form,
            lambda: make_household(actor=actor, name=given["name"], member_ids=given["members"], now=now()),
        )
        if made is not None:
            messages.success(request, f"{made.name}: one household, one letter for all.")
            return redirect("households")
    found = [
        {"name": each.name, "people": list(each.members.all()), "url": reverse("household", args=[each.pk])}
        for each in households()
    ]
    return form_page(
        request, "banks/people/households/households.html", {"households": found, "here": "members"}, form=form
    )


@require_http_methods(["GET", "HEAD", "POST"])
def household(request: BankRequest, household_id: UUID) -> HttpResponse:
    """One household: its name, who lives there, and its end."""
    actor, found = require_coordinator(request), household_by_id(household_id)
    inside = current_members().filter(household=found).values_list("pk", flat=True)
    stands = {"name": found.name, "members": [str(pk) for pk in inside]}
    form = HouseholdForm(request.POST if request.method == "POST" else None, initial=stands)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = try_action(
            form,
            lambda: change_household(
                actor=actor, household_id=found.pk, name=given["name"], member_ids=given["members"]
            ),
        )
        if done is not None:
            messages.success(request, "Saved.")
            return redirect("households")
    context = {"household": found, "end_url": reverse("household-end", args=[found.pk]), "here": "members"}
    return form_page(request, "banks/people/households/household.html", context, form=form)


@require_POST
def household_end(request: BankRequest, household_id: UUID) -> HttpResponse:
    """They live apart now."""
    end_household(actor=require_coordinator(request), household_id=household_id)
    messages.success(request, "The household is no more. Its people stay as they are.")
    return redirect("households")


@require_safe
def organisation_list(request: BankRequest) -> HttpResponse:
    """Organisations that are members, and who acts for each."""
    require_coordinator(request)
    today = bank_day(now())
    found = [
        {
            "name": each.name,
            "town": each.town,
            "people": [acting.person.name for acting in acting_for(each.pk, on=today)],
            "url": reverse("acting-for", args=[each.pk]),
        }
        for each in organisations()
    ]
    context = {"organisations": found, "add_url": reverse("member-new"), "here": "members"}
    return render(request, "banks/people/households/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Who acts for one organisation until when; a form for somebody else."""
    actor, at = require_viewer(request), now()
    found = check_sees_organisation(actor, member_id)
    form = ActingForm(request.POST if request.method == "POST" else None, people=choices_of(actor, on=bank_day(at)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        begun = try_action(
            form,
            lambda: begin_acting(
                actor=actor, organisation_id=found.pk, person_id=given["person"], ends_on=given["ends_on"], now=at
            ),
        )
        if begun is not None:
            messages.success(request, f"{begun.person.name} acts for {found.name} now.")
            return redirect("acting-for", member_id=found.pk)
    context: dict[str, Any] = {
        "organisation": found,
        "acting": [(each, reverse("acting-end", args=[each.pk])) for each in acting_for(found.pk, on=bank_day(at))],
        "statement_url": f"{reverse('statement')}?member={found.pk}",
        "back_url": reverse("organisations") if actor.is_coordinator else reverse("home"),
        "here": "members" if actor.is_coordinator else "home",
    }
    return form_page(request, "banks/people/households/organisation.html", context, form=form)


@require_POST
def acting_end(request: BankRequest, acting_id: UUID) -> HttpResponse:
    """Somebody no longer acts for an organisation."""
    actor = require_viewer(request)
    ended = end_acting(actor=actor, acting_id=acting_id, now=now())
    messages.success(request, f"{ended.person.name} no longer acts for {ended.organisation.name}.")
    if ended.person_id == actor.member_id and not actor.is_coordinator:
        return redirect("home")
    return redirect("acting-for", member_id=ended.organisation_id)

"""The desk: who has been quiet, who rests, ending a membership, taking somebody back, erasing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from banks.membership.leaving.copies import take_copy
from banks.membership.leaving.erasure import erase_member
from banks.membership.leaving.forms import EndForm, EraseForm, RestForm
from banks.membership.leaving.queries import asking_for_erasure, quiet_members, resting_members
from banks.membership.leaving.resting import check_keeps_the_lists, let_rest, wake_for
from banks.membership.leaving.rules import former_name
from banks.membership.leaving.services import end_membership, settlement_of, take_back
from banks.membership.leaving.views import zip_answer
from banks.people.members.queries import member_by_id
from banks.people.viewing.requests import BankRequest, require_administrator, require_coordinator, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action

MOST_SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
def upkeep(request: BankRequest) -> HttpResponse:
    """Who has been quiet for how long, to tick and let rest; who rests; who waits to be erased."""
    actor, at = require_viewer(request), now()
    rules = check_keeps_the_lists(actor, now=at)
    quiet = list(quiet_members(now=at, today=bank_day(at))[:MOST_SHOWN])
    form = RestForm(request.POST if request.method == "POST" else None, quiet=quiet)
    if request.method == "POST" and form.is_valid():
        ticked = form.cleaned_data["members"]
        rested = try_action(form, lambda: let_rest(actor=actor, member_ids=ticked, now=at))
        if rested is not None:
            messages.success(request, _rested_words(len(rested)))
            return redirect("upkeep")
    asking = asking_for_erasure() if actor.is_administrator else []
    context: dict[str, Any] = {
        "rules": rules,
        "quiet": quiet,
        "resting": [(member, reverse("member-wake", args=[member.pk])) for member in resting_members()[:MOST_SHOWN]],
        "asking": [(member, reverse("member-erase", args=[member.pk])) for member in asking],
        "here": "members" if actor.is_coordinator else "upkeep",
    }
    return form_page(request, "banks/membership/leaving/upkeep.html", context, form=form)


@require_POST
def member_wake(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Somebody called: they are back."""
    actor = require_viewer(request)
    member = wake_for(actor=actor, member_id=member_id, now=now())
    messages.success(request, f"{member.name} is back on the lists.")
    return redirect("person", member_id=member.pk) if actor.is_coordinator else redirect("upkeep")


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Somebody leaves, or has died: asked once more before the sign-in closes."""
    actor, member, at = require_coordinator(request), member_by_id(member_id), now()
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        died, asks = form.cleaned_data["how"] == "died", form.cleaned_data["asks_erasure"]
        done = try_action(
            form,
            lambda: end_membership(actor=actor, member_id=member_id, now=at, died=died, asks_erasure=asks),
        )
        if done is not None:
            messages.success(request, _ended_words(done.name, died=died))
            return redirect("members")
    context = {
        "person": member,
        "settlement": settlement_of(member, now=at),
        "back_url": reverse("person", args=[member.pk]),
        "here": "members",
    }
    return form_page(request, "banks/membership/leaving/end.html", context, form=form)


@require_POST
def member_return(request: BankRequest, member_id: UUID) -> HttpResponse:
    """A former member is taken back."""
    member = take_back(actor=require_coordinator(request), member_id=member_id, now=now())
    messages.success(request, f"{member.name} is a member again and can sign in as before.")
    return redirect("person", member_id=member.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def member_erase(request: BankRequest, member_id: UUID) -> HttpResponse:
    """An administrator erases the details of a former member."""
    actor, member = require_administrator(request), member_by_id(member_id)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = try_action(form, lambda: erase_member(actor=actor, member_id=member_id, reason=reason, now=now()))
        if done is not None:
            messages.success(request, f"Erased. What is left is “{done.name}” and the hours in the books.")
            return redirect("person", member_id=member_id)
    context = {
        "person": member,
        "left_as": former_name(member.number),
        "back_url": reverse("person", args=[member.pk]),
        "here": "members",
    }
    return form_page(request, "banks/membership/leaving/erase.html", context, form=form)


@require_POST
def member_data_file(request: BankRequest, member_id: UUID) -> HttpResponse:
    """The copy of their data for a former member, who cannot sign in to fetch it."""
    at = now()
    whole = take_copy(actor=require_administrator(request), member_id=member_id, now=at)
    name = f"data-{member_by_id(member_id).number}-{bank_day(at):%Y-%m-%d}.zip"
    return zip_answer(whole, name)


def _rested_words(count: int) -> str:
    if not count:
        return "Nobody was taken off the lists: whoever was ticked has been active meanwhile."
    return f"{count} {'person rests' if count == 1 else 'people rest'} now and {'is' if count == 1 else 'are'} told."


def _ended_words(name: str, *, died: bool) -> str:
    if died:
        return f"It is noted that {name} has died. Nothing more is sent to them. Please tell those who knew them."
    return f"The membership of {name} has ended. Their hours stay in the books."

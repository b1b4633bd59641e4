"""Pages about one's own membership: resting, coming back, leaving, and a copy of one's data."""

from typing import IO

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.membership.leaving.copies import take_copy
from banks.membership.leaving.forms import LeaveForm
from banks.membership.leaving.resting import check_link, rest_oneself, wake_by_link, wake_oneself
from banks.membership.leaving.rules import MOST_COPIES_A_DAY
from banks.membership.leaving.services import end_membership, settlement_of
from banks.people.members.queries import member_by_id
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action


@require_http_methods(["GET", "HEAD", "POST"])
def rest(request: BankRequest) -> HttpResponse:
    """A member takes a rest: off the lists, everything else stays."""
    actor = require_viewer(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and try_action(form, lambda: rest_oneself(actor=actor, now=now())) is not None:
        messages.success(request, "You are resting now. Come back whenever you like.")
        return redirect("home")
    context = {"back_url": reverse("profile"), "here": "profile"}
    return form_page(request, "banks/membership/leaving/rest.html", context, form=form)


@require_POST
def wake(request: BankRequest) -> HttpResponse:
    """ "I am back", from the card on the home page."""
    if wake_oneself(actor=require_viewer(request), now=now()):
        messages.success(request, "Welcome back! Others find you in the directory again.")
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def wake_link(request: BankRequest, token: str) -> HttpResponse:
    """The link of the letter: one page, one button. Opening it changes nothing, because mail programs open links."""
    if request.method == "POST":
        wake_by_link(token=token, now=now())
        return render(request, "banks/membership/leaving/awake.html", {"here": "home"})
    check_link(token=token, now=now())
    return render(request, "banks/membership/leaving/wake.html", {"here": "home"})


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: BankRequest) -> HttpResponse:
    """A member leaves by themselves; the goodbye is shown at once, for they cannot sign in any more."""
    actor, at = require_viewer(request), now()
    form = LeaveForm(request.POST if request.method == "POST" else None)
    settlement = settlement_of(member_by_id(actor.member_id), now=at)
    if request.method == "POST" and form.is_valid():
        asks = form.cleaned_data["asks_erasure"]
        done = try_action(
            form, lambda: end_membership(actor=actor, member_id=actor.member_id, now=at, asks_erasure=asks)
        )
        if done is not None:
            logout(request)
            return render(request, "banks/membership/leaving/goodbye.html", {"settlement": settlement, "asked": asks})
    context = {"settlement": settlement, "back_url": reverse("profile"), "here": "profile"}
    return form_page(request, "banks/membership/leaving/leave.html", context, form=form)


@require_safe
def my_data(request: BankRequest) -> HttpResponse:
    """What the bank keeps about the one who looks, and the button that gives it to them."""
    require_viewer(request)
    return render(request, "banks/membership/leaving/my_data.html", {"most": MOST_COPIES_A_DAY, "here": "profile"})


@require_POST
def my_data_file(request: BankRequest) -> HttpResponse:
    """The copy itself."""
    viewer, at = require_viewer(request), now()
    whole = take_copy(actor=viewer, member_id=viewer.member_id, now=at)
    name = f"my-data-{viewer.number}-{bank_day(at):%Y-%m-%d}.zip"
    return zip_answer(whole, name)


def zip_answer(whole: IO[bytes], name: str) -> HttpResponse:
    """A zip that the browser saves; some hundred kilobytes after years of membership."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    with whole:
        return HttpResponse(whole.read(), content_type="application/zip", headers=disposition)

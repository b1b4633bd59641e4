"""The caretakers' page, for everybody; naming them; saying yes or no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.proposals.errors import ProposingNotAllowed
from banks.deciding.proposals.queries import frame_for
from banks.deciding.proposals.services import may_propose
from banks.deciding.stewardship import services
from banks.deciding.stewardship.forms import TransferForm
from banks.deciding.stewardship.presenters import mandate_shown, transfers_open
from banks.people.members.queries import recovery_holders
from banks.people.picker.fields import choices_of
from banks.people.viewing.requests import BankRequest, require_onlooker, require_viewer
from banks.policies.clock import bank_day, now
from banks.policies.queries import policy_in_force
from banks.ui.form_pages import form_page, try_action
from governance.policy import StewardshipPolicy

TRANSFER = {"kind": "transfer_stewardship"}


@require_safe
def caretakers(request: BankRequest) -> HttpResponse:
    """Who looks after the bank, who is asked to, and what that means."""
    viewer, at = require_viewer(request), now()
    context = {
        "mandate": mandate_shown(viewer, at),
        "transfers": transfers_open(viewer, at),
        "months": policy_in_force(StewardshipPolicy, at).value.mandate,
        "rule": frame_for(TRANSFER, at).rule.in_words(),
        "propose_url": reverse("caretakers-propose") if may_propose(viewer) and viewer.sees_people else "",
        "here": "circles",
    }
    return render(request, "banks/deciding/stewardship/caretakers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def caretakers_propose(request: BankRequest) -> HttpResponse:
    """Name caretakers; each of them is asked, and then the members vote."""
    viewer, at = require_onlooker(request), now()
    if not may_propose(viewer):
        raise ProposingNotAllowed()
    today = bank_day(at)
    people, holders = choices_of(viewer, on=today), {str(person) for person in recovery_holders(today)}
    form = TransferForm(request.POST or None, people=people, holders=[each for each in people if each[0] in holders])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = try_action(
            form,
            lambda: services.propose_transfer(
                actor=viewer, key=given["key"], caretakers=given["caretakers"], leaving=given.get("leaving", []),
                reasons=given["reasons"], now=at,
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, "It is written down. Everybody you named is asked.")
            return redirect("caretakers")
    context = {
        "months": policy_in_force(StewardshipPolicy, at).value.mandate,
        "rule": frame_for(TRANSFER, at).rule.in_words(),
        "here": "circles",
    }
    return form_page(request, "banks/deciding/stewardship/propose.html", context, form=form)


@require_POST
def caretaker_answer(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """Yes or no, in so many words."""
    accepts = request.POST.get("accepts") == "yes"
    services.answer(actor=require_viewer(request), proposal_id=proposal_id, accepts=accepts, now=now())
    messages.success(request, "Thank you. You have said yes." if accepts else "Thank you. You have said no.")
    return redirect("caretakers")

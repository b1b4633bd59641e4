"""Proposing what is decided about members: gifts of hours, work elsewhere, a membership that ends."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from banks.deciding.proposal_pages.forms import VoteInsteadForm
from banks.deciding.proposal_pages.member_forms import GiftForm, OutsideProposalForm, RemovalForm
from banks.deciding.proposals.errors import ProposingNotAllowed
from banks.deciding.proposals.queries import frame_for
from banks.deciding.proposals.services import may_propose, propose_act, propose_vote
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.picker.fields import choices_of
from banks.people.viewing.requests import BankRequest, require_coordinator, require_onlooker
from banks.policies.clock import bank_day, now
from banks.policies.kinds.credits import ExternalPolicy
from banks.policies.queries import policy_in_force
from banks.ui.form_pages import form_page, try_action
from governance.proposals.queries import latest_version, proposal_by_id
from ledger.policy import FundsPolicy

USUALLY = timedelta(days=180)
PROPOSE = "banks/deciding/proposals/about_member.html"


def _proposer(request: BankRequest) -> Viewer:
    viewer = require_onlooker(request)
    if not may_propose(viewer):
        raise ProposingNotAllowed()
    return viewer


@require_http_methods(["GET", "HEAD", "POST"])
def vote_propose(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """Propose that a circle votes on one question instead of asking for everybody's consent (C11)."""
    viewer, at = _proposer(request), now()
    question = proposal_by_id(proposal_id)
    form = VoteInsteadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = try_action(form, lambda: propose_vote(actor=viewer, proposal_id=proposal_id, now=at, **given))
        if made is not None:
            messages.success(request, "It is written down. The circle is asked whether it wants to vote.")
            return redirect("proposal", proposal_id=made.pk)
    words = {
        "heading": "Let the circle vote on this one",
        "lead": f"“{question.title}”: the circle first consents to voting on it, and to what carries it.",
        "rule": frame_for(latest_version(question).effect, at).rule.in_words(),
        "here": "decisions",
    }
    return form_page(request, PROPOSE, words, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def gift_propose(request: BankRequest) -> HttpResponse:
    """Ask a meeting to let members give hours to somebody who cannot earn them (row L15)."""
    viewer, at = _proposer(request), now()
    today = bank_day(at)
    funds = [(fund.key, fund.name) for fund in policy_in_force(FundsPolicy, at).value.funds]
    initial = {"ends_on": today + USUALLY}
    form = GiftForm(request.POST or None, people=choices_of(viewer, on=today), funds=funds, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        recipient = given.get("recipient")
        effect = {
            "recipient_id": str(recipient) if recipient else None,
            "fund": given.get("fund") or "",
            "minutes_most": given["minutes_most"],
            "ends_on": given["ends_on"].isoformat(),
            "purpose": given["purpose"],
        }
        title = f"Let members give hours: {given['purpose']}"[:150]
        if answer := _proposed(request, form, viewer, title, {"kind": "authorise_donation", **effect}):
            return answer
    words = {
        "heading": "Let members give hours",
        "lead": "For somebody who needs services and cannot earn hours. Whoever gives decides so for themselves.",
        "rule": frame_for({"kind": "authorise_donation"}, at).rule.in_words(),
    }
    return form_page(request, PROPOSE, {**words, "here": "decisions"}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def outside_propose(request: BankRequest) -> HttpResponse:
    """Ask a meeting to credit work at an organisation that is no member (row L20)."""
    viewer, at = _proposer(request), now()
    today, cap = bank_day(at), policy_in_force(ExternalPolicy, at).value.monthly_cap
    initial = {"begins_on": today, "ends_on": today + USUALLY, "minutes_a_month": str(cap or "")}
    form = OutsideProposalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        effect = {
            "organisation": given["organisation"],
            "minutes_a_month": given["minutes_a_month"],
            "begins_on": given["begins_on"].isoformat(),
            "ends_on": given["ends_on"].isoformat(),
        }
        title = f"Credit work at {given['organisation']}"
        if answer := _proposed(request, form, viewer, title, {"kind": "authorise_outside_hours", **effect}):
            return answer
    words = {
        "heading": "Credit work at another organisation",
        "lead": "The bank credits members who help an organisation that is not a member, up to so much a month.",
        "rule": frame_for({"kind": "authorise_outside_hours"}, at).rule.in_words(),
    }
    return form_page(request, PROPOSE, {**words, "here": "decisions"}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def removal_propose(request: BankRequest, member_id: UUID) -> HttpResponse:
    """A coordinator brings up that somebody has to leave; the rule of the bank says who decides."""
    viewer, at = require_coordinator(request), now()
    member = member_by_id(member_id)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        effect = {"kind": "remove_member", "member_id": str(member.pk), "reason": form.cleaned_data["reason"]}
        if answer := _proposed(request, form, viewer, "A membership that has to end", effect):
            return answer
    words = {
        "heading": f"Propose that {member.name} leaves",
        "lead": "They are told, speak for themselves, and have no vote on it. Nobody's name stands in the notice.",
        "rule": frame_for({"kind": "remove_member"}, at).rule.in_words(),
    }
    return form_page(request, PROPOSE, {**words, "here": "members"}, form=form)


def _proposed(
    request: BankRequest, form: Form, viewer: Viewer, title: str, effect: Mapping[str, Any]
) -> HttpResponse | None:
    """The proposal written down and its page, or nothing with the refusal on the form."""
    given = form.cleaned_data
    made = try_action(
        form,
        lambda: propose_act(
            actor=viewer, key=given["key"], title=title, reasons=given["reasons"], effect=effect, now=now()
        ),
    )
    if made is None:
        return None
    messages.success(request, "Your proposal is written down.")
    return redirect("proposal", proposal_id=made.pk)

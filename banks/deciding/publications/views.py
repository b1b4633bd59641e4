"""Pages of published decisions: publish what is proposed, say a word, take back before its day."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from banks.deciding.effects import PolicyBody, changes_of
from banks.deciding.proposals.queries import frame_for
from banks.deciding.publications.forms import TakeBackForm, WordForm
from banks.deciding.publications.services import publish, say, take_back
from banks.deciding.replay.queries import replay_url
from banks.people.members.queries import current_members
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action
from governance.acts.registry import parsed
from governance.decisions.rules import due_at
from governance.proposals.queries import latest_version, proposal_by_id
from governance.publications.queries import publication_of


@require_http_methods(["GET", "HEAD", "POST"])
def publication_new(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """A coordinator looks once more at what is decided, from when, and who is told; then publishes it."""
    viewer, at = require_coordinator(request), now()
    proposal = proposal_by_id(proposal_id)
    version = latest_version(proposal)
    frame, (act, body) = frame_for(version.effect, at), parsed(version.effect)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = try_action(form, lambda: publish(actor=viewer, proposal_id=proposal.pk, now=at))
        if done is not None:
            messages.success(request, f"The decision is published; {done.tally['told']} members are told.")
            return redirect("proposal", proposal_id=proposal.pk)
    context = {
        "proposal": proposal,
        "version": version,
        "changes": changes_of(body) if isinstance(body, PolicyBody) else (),
        "replay_url": replay_url(proposal.pk, body),
        "words": act.in_words(body),
        "rule": frame.rule.in_words(),
        "due_at": due_at(at, frame.delay_days),
        "days": frame.delay_days,
        "told": current_members().count(),
        "zone": bank_zone(at),
        "here": "decisions",
    }
    return form_page(request, "banks/deciding/publications/publish.html", context, form=form)


@require_POST
def publication_word(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """A member says a word, or asks to look at it again."""
    viewer, at = require_viewer(request), now()
    publication = publication_of(proposal_id)
    form = WordForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        said = try_action(form, lambda: say(actor=viewer, proposal_id=proposal_id, now=at, **given))
        if said is not None:
            messages.success(request, "Thank you. Your word stands beside the decision.")
            return redirect("proposal", proposal_id=proposal_id)
    context = {"proposal": publication.version.proposal, "here": "decisions"}
    return form_page(request, "banks/deciding/publications/word.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def publication_take_back(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """A coordinator takes it back, and says why."""
    viewer, at = require_coordinator(request), now()
    publication = publication_of(proposal_id)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = try_action(form, lambda: take_back(actor=viewer, proposal_id=proposal_id, reason=reason, now=at))
        if done is not None:
            messages.success(request, "The decision is taken back; everybody is told.")
            return redirect("proposal", proposal_id=proposal_id)
    context = {
        "proposal": publication.version.proposal, "decision": publication.decision, "zone": bank_zone(at),
        "here": "decisions",
    }  # fmt: skip
    return form_page(request, "banks/deciding/publications/take_back.html", context, form=form)

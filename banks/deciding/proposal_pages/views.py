"""What is proposed and what was decided: the list, one page for each, an agreement in words, the notice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.effects import PolicyBody, changes_of, values_of
from banks.deciding.effects.questions import STAYS_WITH_CONSENT
from banks.deciding.meetings.electorate import chair
from banks.deciding.proposal_pages.forms import AdmissionForm, AgreementForm, AnnounceForm
from banks.deciding.proposals.deciding_circle import circle_for
from banks.deciding.proposals.errors import ProposingNotAllowed
from banks.deciding.proposals.queries import (
    frame_for,
    frame_of,
    open_proposals,
    proposal_for_application,
    rules_are_decided,
)
from banks.deciding.proposals.record import record_of
from banks.deciding.proposals.services import announce, may_propose, propose_admission, propose_agreement, take_back
from banks.deciding.publications.presenters import publications_shown, publish_url, reviews_wanted
from banks.deciding.replay.queries import replay_of, replay_url
from banks.deciding.rounds.presenters import rounds_recorded
from banks.deciding.rounds.queries import is_in_circle, may_start
from banks.errors import NotFound
from banks.membership.applications.queries import application_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer
from banks.policies.circles_in_force import circle_name
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action
from governance.acts.registry import parsed
from governance.decision_rule import DecisionRule
from governance.decisions.queries import decisions as all_decisions
from governance.effects.queries import effects_failed, effects_waiting
from governance.meetings.queries import meetings_to_come
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version, proposal_by_id, state_of_proposal
from governance.proposals.rules import BEING_DECIDED, OPEN, State
from governance.rounds.queries import open_rounds

DECISIONS_SHOWN = 100
NOT_YET = OPEN | {State.CARRIED}
STATE_WORDS = {
    State.DRAFT: "Written down; not announced yet",
    State.NOTICED: "Announced for a meeting",
    State.PUT: "Being voted on now",
    State.ASKED: "A circle is being asked for its consent",
    State.LAPSED: "Lapsed: not everybody of the circle answered",
    State.CANCELLED: "Taken back before its day",
    State.NO_QUORUM: "Could not be put: too few were there",
    State.CARRIED: "Carried; its day is still to come",
    State.DONE: "Carried and in effect",
    State.FAILED: "Carried, and could not be carried out",
    State.LOST: "Lost",
    State.WITHDRAWN: "Taken back",
}
PUBLISHED_WORDS = {
    State.DRAFT: "Written down; a coordinator decides",
    State.CARRIED: "Published; its day is still to come",
    State.DONE: "Published and in effect",
    State.FAILED: "Published, and could not be carried out",
}


def _state_words(state: State, method: str) -> str:
    """Where a proposal stands, in the words of the way it is decided."""
    return PUBLISHED_WORDS.get(state, STATE_WORDS[state]) if method == "coordinator" else STATE_WORDS[state]


@require_safe
def decisions(request: BankRequest) -> HttpResponse:
    """Open proposals, what waits for its day, and the log of decisions."""
    viewer, at = require_viewer(request), now()
    context = {
        "open": [
            {"title": row.title, "words": STATE_WORDS[state], "url": reverse("proposal", args=[row.pk])}
            for row, state in open_proposals()
        ],
        "waiting": list(effects_waiting()),
        "failed": list(effects_failed()[:5]),
        "decisions": list(all_decisions()[:DECISIONS_SHOWN]),
        "reviews": reviews_wanted(viewer, at=at),
        "propose_url": reverse("agreement-new") if may_propose(viewer) else "",
        "rounds_url": reverse("rounds") if viewer.sees_people and open_rounds().exists() else "",
        "rules_url": reverse("policy-list") if may_propose(viewer) and rules_are_decided(at) else "",
        "zone": bank_zone(at),
        "here": "decisions",
    }
    return render(request, "banks/deciding/proposals/decisions.html", context)


@require_safe
def proposal(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal with everything for the record."""
    viewer, at = require_viewer(request), now()
    row = proposal_by_id(proposal_id)
    state, version, zone = state_of_proposal(row), latest_version(row), bank_zone(at)
    _, body = parsed(version.effect)
    frame = frame_of(row, at)
    context = {
        "proposal": row,
        "record": record_of(row, viewer, at=at, zone=zone),
        "version": version,
        "changes": changes_of(body) if isinstance(body, PolicyBody) else (),
        "text": getattr(body, "text", ""),
        "state_words": _state_words(state, frame.rule.method),
        "is_open": state in OPEN,
        "replay_url": replay_url(row.pk, body) if state in NOT_YET else None,
        "rule": frame.rule.in_words(),
        "by_vote": frame.rule.method == "meeting_vote",
        "by_publication": frame.rule.method == "coordinator",
        "published": publications_shown(row.pk, viewer, at=at),
        "publish_url": publish_url(row.pk, frame.rule, state, viewer),
        "notice_days": frame.notice_days,
        "is_transfer": row.decision_class == "stewardship" and state in OPEN,
        **_by_consent(row, viewer, state, frame.rule, at),
        "announce_url": reverse("proposal-announce", args=[row.pk]) if _may_announce(request, row, state) else "",
        "withdraw_url": _withdraw_url(request, row, state),
        "zone": zone,
        "here": "decisions",
    }
    return render(request, "banks/deciding/proposals/proposal.html", context)


@require_safe
def proposal_replay(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """The bank's last year counted again under a proposed rule: into the proposal's page, or as a page of its own."""
    viewer, at = require_viewer(request), now()
    row = proposal_by_id(proposal_id)
    _, body = parsed(latest_version(row).effect)
    if not isinstance(body, PolicyBody):
        raise NotFound(proposal=proposal_id)
    replay = replay_of(*values_of(body), at=at, own=viewer.account_id)
    name = "_replay" if request.headers.get("HX-Request") else "replay"
    return render(
        request, f"banks/deciding/replay/{name}.html", {"proposal": row, "replay": replay, "here": "decisions"}
    )


def _by_consent(row: Proposal, viewer: Viewer, state: State, rule: DecisionRule, at: datetime) -> dict[str, Any]:
    """Rounds about it, and the way to ask the circle whose domain it is."""
    found = {"rounds": rounds_recorded(row, viewer, at, bank_zone(at)), "ask_url": ""}
    if rule.method == "consent" and viewer.sees_people and state in OPEN - BEING_DECIDED:
        circle = circle_for(latest_version(row).effect, at)
        found["circle"] = circle_name(circle, at) if circle else ""
        open_to_vote = is_in_circle(viewer, circle, at) and latest_version(row).effect["kind"] not in STAYS_WITH_CONSENT
        found["vote_url"] = reverse("vote-propose", args=[row.pk]) if open_to_vote else ""
        found["ask_url"] = reverse("round-ask", args=[row.pk]) if may_start(viewer, row, state, circle, at) else ""
    return found


@require_safe
def proposal_record(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """The record as a file."""
    viewer = require_viewer(request)
    row = proposal_by_id(proposal_id)
    record = record_of(row, viewer, at=now(), zone=bank_zone(now()))
    record["rounds"] = rounds_recorded(row, viewer, now(), bank_zone(now()))
    answer = JsonResponse(record, json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="decision-{row.pk}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: BankRequest) -> HttpResponse:
    """Propose words to agree on."""
    viewer, at = require_viewer(request), now()
    if not may_propose(viewer):
        raise ProposingNotAllowed()
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = try_action(form, lambda: propose_agreement(actor=viewer, now=at, **given))
        if made is not None:
            messages.success(request, "Your proposal is written down.")
            return redirect("proposal", proposal_id=made.pk)
    return form_page(request, "banks/deciding/proposals/agreement.html", {"here": "decisions"}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def admission_new(request: BankRequest, application_id: UUID) -> HttpResponse:
    """A coordinator brings an applicant from beyond the area before a meeting."""
    viewer, at = require_coordinator(request), now()
    application = application_by_id(application_id)
    known = proposal_for_application(application.pk)
    if known is not None:
        return redirect("proposal", proposal_id=known.pk)
    form = AdmissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = try_action(
            form,
            lambda: propose_admission(
                actor=viewer,
                application_id=application.pk,
                title=f"A membership request from {application.distance_miles} miles away",
                now=at,
                **given,
            ),
        )
        if made is not None:
            messages.success(request, "The request is written down. Choose the meeting that decides it.")
            return redirect("proposal", proposal_id=made.pk)
    frame = frame_for({"kind": "admit_beyond_area"}, at)
    context = {"application": application, "rule": frame.rule.in_words(), "here": "applications"}
    return form_page(request, "banks/deciding/proposals/admission.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_announce(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """Choose the meeting; everybody is told."""
    viewer, at = require_viewer(request), now()
    row = proposal_by_id(proposal_id)
    zone, frame = bank_zone(at), frame_of(row, at)
    to_come = [meeting for meeting in meetings_to_come(at) if meeting.opened_at is None and meeting.starts_at > at]
    choices = [
        (str(meeting.pk), f"{meeting.title}, {meeting.starts_at.astimezone(zone):%d %B %Y, %H:%M}, {meeting.place}")
        for meeting in to_come
    ]
    form = AnnounceForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        meeting_id = form.cleaned_data["meeting"]
        sent = try_action(form, lambda: announce(actor=viewer, proposal_id=row.pk, meeting_id=meeting_id, now=at))
        if sent is not None:
            messages.success(request, f"{len(sent.recipients)} members are told.")
            return redirect("proposal", proposal_id=row.pk)
    context: dict[str, Any] = {
        "proposal": row,
        "rule": frame.rule.in_words(),
        "days": frame.notice_days,
        "has_meetings": bool(choices),
        "call_url": reverse("meeting-new") if chair(viewer, at) else "",
        "back_url": reverse("proposal", args=[row.pk]),
        "here": "decisions",
    }
    return form_page(request, "banks/deciding/proposals/announce.html", context, form=form)


@require_POST
def proposal_withdraw(request: BankRequest, proposal_id: UUID) -> HttpResponse:
    """Its author takes it back."""
    row = take_back(actor=require_viewer(request), proposal_id=proposal_id, now=now())
    messages.success(request, f"“{row.title}” is taken back.")
    return redirect("proposal", proposal_id=row.pk)


def _may_announce(request: BankRequest, row: Proposal, state: State) -> bool:
    viewer = require_viewer(request)
    allowed = chair(viewer, now()) or viewer.member_id == row.author_id
    return allowed and state in OPEN - BEING_DECIDED


def _withdraw_url(request: BankRequest, row: Proposal, state: State) -> str:
    own = require_viewer(request).member_id == row.author_id
    return reverse("proposal-withdraw", args=[row.pk]) if own and state in OPEN - BEING_DECIDED else ""

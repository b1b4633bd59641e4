"""Questions and votes: put one, vote, watch the count, close, put again, and the result for every member."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.meetings import presenters as shown
from banks.deciding.meetings import services
from banks.deciding.meetings.forms import HandsForm, PutForm, VoteForm
from banks.deciding.meetings.live_views import NOTHING_NEW, leading
from banks.deciding.meetings.queries import last_notices, leads
from banks.errors import NotFound
from banks.people.members.rules import Viewer
from banks.people.picker.fields import Choice, as_id
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action
from governance.acts.registry import effect_in_words
from governance.ballots.models import Ballot
from governance.ballots.queries import ballot_by_id, roll_of
from governance.decision_rule import DecisionRule
from governance.decisions.queries import decisions_of_meeting
from governance.meetings.models import Meeting, Presence
from governance.meetings.queries import in_attendance, meeting_by_id


@require_safe
def meeting_question(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """The open question on a member's own phone, asked for every few seconds; nothing when nothing is new."""
    viewer, meeting = require_viewer(request), meeting_by_id(meeting_id)
    question = shown.question_for(meeting, viewer)
    if request.GET.get("seen") == question["token"]:
        return HttpResponse(status=NOTHING_NEW)
    context = {"meeting": meeting, "question": question, "is_on": meeting.closed_at is None}
    return render(request, "banks/deciding/meetings/_question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_put(request: BankRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Put a question that was announced: how the vote is taken, who steps aside."""
    actor, meeting = leading(request, meeting_id)
    notice = next((each for each in last_notices(meeting_id) if each.pk == notice_id), None)
    if notice is None:
        raise NotFound(notice=notice_id)
    form = PutForm(request.POST or None, people=_voting(meeting))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        aside = {person for text in given["aside"] if (person := as_id(text))}
        ballot = try_action(
            form,
            lambda: services.put(
                actor=actor, meeting_id=meeting_id, notice_id=notice_id, recused=aside, record=given["record"],
                now=now(),
            ),
        )  # fmt: skip
        if ballot is not None:
            return redirect("vote", ballot_id=ballot.pk)
    private = notice.version.proposal.decision_class in shown.ABOUT_SOMEBODY
    context = {
        "meeting": meeting,
        "proposal": notice.version.proposal,
        "words": "" if private else effect_in_words(notice.version.effect),
        "rule": DecisionRule.model_validate(notice.rule).in_words(),
        "there": shown.there_now(meeting, now()),
        "here": "meetings",
    }
    return form_page(request, "banks/deciding/meetings/put.html", context, form=form)


def _voting(meeting: Meeting) -> list[Choice]:
    there = in_attendance(meeting, now())
    voting = {person for person, capacity in there.items() if capacity == Presence.Capacity.VOTING}
    return _choices(voting)


def _choices(ids: set[UUID]) -> list[Choice]:
    return sorted(((str(pk), name) for pk, name in shown.names_of(ids).items()), key=lambda choice: choice[1].lower())


@require_safe
def vote_page(request: BankRequest, ballot_id: UUID) -> HttpResponse:
    """One question: while it is open the count and the way to close it; afterwards the result."""
    viewer, ballot = require_viewer(request), ballot_by_id(ballot_id)
    return _vote_page(request, viewer, ballot)


def _vote_page(request: BankRequest, viewer: Viewer, ballot: Ballot, form: HandsForm | None = None) -> HttpResponse:
    meeting = ballot.announcement.meeting
    context: dict[str, Any] = {"ballot": ballot, "meeting": meeting, "zone": bank_zone(now()), "here": "meetings"}
    decision = decisions_of_meeting(meeting.pk).filter(ballot=ballot).first()
    if decision is not None:
        context |= shown.result_of(ballot, decision, viewer, now())
        return render(request, "banks/deciding/meetings/result.html", context)
    if ballot.void_at is not None:
        return render(request, "banks/deciding/meetings/void.html", context)
    form = form or hands_form(ballot, viewer)
    context |= {
        "question": shown.question_for(meeting, viewer),
        "leads": leads(viewer, meeting, now()),
        "count": shown.count_so_far(ballot, viewer, now()),
    }
    return form_page(request, "banks/deciding/meetings/vote.html", context, form=form)


def hands_form(ballot: Ballot, viewer: Viewer, sent: Any = None) -> HandsForm:
    """Who confirms is somebody else on the roll."""
    return HandsForm(sent, people=_choices(set(roll_of(ballot)) - {viewer.member_id}))


@require_safe
def vote_count(request: BankRequest, ballot_id: UUID) -> HttpResponse:
    """How many have voted, asked for every few seconds; nothing when nothing is new."""
    viewer, ballot = require_viewer(request), ballot_by_id(ballot_id)
    count = shown.count_so_far(ballot, viewer, now())
    if request.GET.get("seen") == count["token"]:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "banks/deciding/meetings/_count.html", {"count": count, "ballot": ballot})


@require_POST
def vote_cast(request: BankRequest, ballot_id: UUID) -> HttpResponse:
    """Yes, no or abstain."""
    viewer, ballot = require_viewer(request), ballot_by_id(ballot_id)
    form = VoteForm(request.POST)
    if form.is_valid():
        services.vote(viewer=viewer, ballot_id=ballot_id, choice=form.cleaned_data["choice"], now=now())
        messages.success(request, "Your vote is in.")
    else:
        messages.error(request, "Please tap Yes, No or Abstain.")
    return redirect("meeting", meeting_id=ballot.announcement.meeting_id)


@require_POST
def vote_close(request: BankRequest, ballot_id: UUID) -> HttpResponse:
    """Close the vote; hands are entered here."""
    viewer, ballot = require_viewer(request), ballot_by_id(ballot_id)
    leading(request, ballot.announcement.meeting_id)
    if ballot.record == Ballot.Record.NAMED:
        services.close_ballot(actor=viewer, ballot_id=ballot_id, now=now())
        return redirect("vote", ballot_id=ballot_id)
    form = hands_form(ballot, viewer, request.POST)
    if form.is_valid():
        decision = try_action(
            form,
            lambda: services.close_ballot(
                actor=viewer, ballot_id=ballot_id, hands=form.count, attested_by_id=form.cleaned_data["attested_by"],
                now=now(),
            ),
        )  # fmt: skip
        if decision is not None:
            return redirect("vote", ballot_id=ballot_id)
    return _vote_page(request, viewer, ballot_by_id(ballot_id), form)


@require_POST
def vote_again(request: BankRequest, ballot_id: UUID) -> HttpResponse:
    """Put the question again, before a result stands."""
    viewer, ballot = require_viewer(request), ballot_by_id(ballot_id)
    services.put_again(actor=viewer, ballot_id=ballot_id, now=now())
    messages.info(request, "That vote does not count. Put the question again when everybody is ready.")
    return redirect("meeting-put", meeting_id=ballot.announcement.meeting_id, notice_id=ballot.announcement_id)

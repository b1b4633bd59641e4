"""The live page of whoever presides and whoever writes: open, who is here, guests, close, minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.deciding.meetings import presenters as shown
from banks.deciding.meetings import services
from banks.deciding.meetings.electorate import check_may_open
from banks.deciding.meetings.forms import MinutesForm, OpenForm
from banks.deciding.meetings.minutes import draft_minutes
from banks.deciding.meetings.queries import MOST_GUESTS, leads, most_guests
from banks.errors import NotAllowed
from banks.hours.events.forms import NameRow, name_rows
from banks.people.members.models import Member
from banks.people.members.queries import current_members
from banks.people.members.rules import Viewer
from banks.people.picker.fields import Choice, as_id
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import bank_day, now
from banks.policies.kinds.credits import MeetingPolicy
from banks.policies.queries import bank_zone, policy_in_force
from banks.ui.form_pages import form_page, try_action
from governance.ballots.queries import open_ballots_of
from governance.decisions.queries import decisions_of_meeting
from governance.meetings.models import Meeting, Presence
from governance.meetings.queries import attended, meeting_by_id

NOTHING_NEW = 204


def leading(request: BankRequest, meeting_id: UUID) -> tuple[Viewer, Meeting]:
    """Who looks, and the meeting they lead; everybody else is refused."""
    viewer, meeting = require_viewer(request), meeting_by_id(meeting_id)
    if not leads(viewer, meeting, now()):
        raise NotAllowed(who="The chair, and whoever presides or writes at this meeting,")
    return viewer, meeting


def people() -> list[Choice]:
    """Members who are people, to choose from."""
    found = current_members().filter(kind=Member.Kind.PERSON).values_list("pk", "name", "number")
    return [(str(pk), f"{name} · {number}") for pk, name, number in found]


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_open(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """Begin: who presides, who writes."""
    actor, meeting = require_viewer(request), meeting_by_id(meeting_id)
    check_may_open(actor, meeting, now())
    form = OpenForm(request.POST or None, people=people(), initial={"facilitator": actor.member_id})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        opened = try_action(
            form,
            lambda: services.open_meeting(
                actor=actor, meeting_id=meeting_id, facilitator_id=given["facilitator"],
                secretary_id=given["secretary"], now=now(),
            ),
        )  # fmt: skip
        if opened is not None:
            messages.success(request, "The meeting is on. Tick off who is here.")
            return redirect("meeting-live", meeting_id=meeting_id)
    context = {"meeting": meeting, "zone": bank_zone(now()), "here": "meetings"}
    return form_page(request, "banks/deciding/meetings/open.html", context, form=form)


@require_safe
def meeting_live(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """The page to keep open during the meeting."""
    viewer, meeting = leading(request, meeting_id)
    if meeting.opened_at is None or meeting.closed_at is not None:
        return redirect("meeting", meeting_id=meeting_id)
    at = now()
    names = shown.names_of({each for each in (meeting.facilitator_id, meeting.secretary_id) if each})
    context = {
        "meeting": meeting,
        "zone": bank_zone(at),
        "code": services.code_of(meeting),
        "people": shown.person_rows(meeting, at),
        "announced": shown.announced(meeting, viewer, at),
        "facilitator": names.get(meeting.facilitator_id or UUID(int=0), ""),
        "secretary": names.get(meeting.secretary_id or UUID(int=0), ""),
        "here": "meetings",
        **_pulse(meeting, viewer),
    }
    return render(request, "banks/deciding/meetings/live.html", context)


@require_safe
def meeting_pulse(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """What changes by itself on the live page; nothing at all when nothing has."""
    viewer, meeting = leading(request, meeting_id)
    pulse = _pulse(meeting, viewer)
    if request.GET.get("seen") == pulse["token"]:
        return HttpResponse(status=NOTHING_NEW)
    context = {"meeting": meeting, "here": "meetings", **pulse}
    return render(request, "banks/deciding/meetings/_pulse.html", context)


def _pulse(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    there, ballot = shown.there_now(meeting, now()), open_ballots_of(meeting.pk).first()
    count = shown.count_so_far(ballot, viewer, now()) if ballot else None
    parts = (there.voting, there.nonvoting, there.guests, ballot.pk if ballot else "", count["token"] if count else "")
    return {"there": there, "count": count, "token": "-".join(str(part) for part in parts)}


@require_POST
def meeting_here(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """One name: arrived or gone. A page with scripts gets the name's row back, others the page."""
    viewer, meeting = leading(request, meeting_id)
    person_id = as_id(request.POST.get("person")) or UUID(int=0)
    act = services.note_leaving if request.POST.get("act") == Presence.Act.LEFT else services.note_arrival
    act(actor=viewer, meeting_id=meeting_id, person_id=person_id, now=now())
    if not getattr(request, "htmx", False):
        return redirect(reverse("meeting-live", args=[meeting_id]) + f"#person-{person_id}")
    rows = shown.person_rows(meeting, now(), only=person_id)
    context = {"meeting": meeting, "person": rows[0], "zone": bank_zone(now()), **_pulse(meeting, viewer)}
    return render(request, "banks/deciding/meetings/_person_and_pulse.html", context)


@require_POST
def meeting_guests(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """So many guests are there."""
    viewer, _ = leading(request, meeting_id)
    text = request.POST.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_GUESTS)) else -1
    services.count_guests(actor=viewer, meeting_id=meeting_id, number=number, now=now())
    return redirect("meeting-live", meeting_id=meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_close(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """The end: the minutes, begun by the house."""
    viewer, meeting = leading(request, meeting_id)
    if meeting.closed_at is not None:
        return redirect("meeting", meeting_id=meeting_id)
    form = MinutesForm(request.POST or None, initial={"text": _draft(meeting)})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        closed = try_action(
            form,
            lambda: services.close_meeting(actor=viewer, meeting_id=meeting_id, minutes_text=text, now=now()),
        )
        if closed is not None:
            messages.success(request, "The meeting is closed. Its minutes wait to be accepted.")
            return redirect("meeting", meeting_id=meeting_id)
    context = {"meeting": meeting, "here": "meetings", "still_open": open_ballots_of(meeting_id).first()}
    return form_page(request, "banks/deciding/meetings/close.html", context, form=form)


def _draft(meeting: Meeting) -> str:
    at = now()
    names = shown.names_of(attended(meeting))
    return draft_minutes(
        meeting,
        begun=(meeting.opened_at or at).astimezone(bank_zone(at)),
        facilitator=names.get(meeting.facilitator_id or UUID(int=0), "nobody"),
        secretary=names.get(meeting.secretary_id or UUID(int=0), "nobody"),
        names=sorted(names.values()),
        guests=most_guests(meeting),
        decisions=list(decisions_of_meeting(meeting.pk)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_minutes(request: BankRequest, meeting_id: UUID) -> HttpResponse:
    """Read the minutes, say who was there and who hosted, and accept both."""
    actor, meeting, at = require_viewer(request), meeting_by_id(meeting_id), now()
    if not services.may_accept(actor, at):
        raise NotAllowed(who="The chair, and whoever leads a meeting that is on,")
    if meeting.closed_at is None or meeting.minutes_accepted_at is not None:
        return redirect("meeting", meeting_id=meeting_id)
    sent = request.POST if request.method == "POST" else None
    form, rows = MinutesForm(sent, initial={"text": meeting.minutes_text}), _attendance(meeting, request)
    spoilt = any(row.error for row in rows)
    if sent is not None and form.is_valid() and not spoilt:
        accepted = try_action(
            form,
            lambda: services.accept_minutes(
                actor=actor, meeting_id=meeting_id, minutes_text=form.cleaned_data["text"],
                attended={row.id for row in rows if row.here}, hosted={row.id for row in rows if row.hosted}, now=now(),
            ),
        )  # fmt: skip
        if accepted is not None:
            messages.success(request, "The minutes are accepted, and attendance is recorded as our guidelines say.")
            return redirect("meeting", meeting_id=meeting_id)
    if spoilt:
        form.add_error(None, "Something beside a name needs your attention; it is marked below.")
    credit = policy_in_force(MeetingPolicy, bank_day(meeting.opened_at or meeting.starts_at)).value
    context = {"meeting": meeting, "people": rows, "hosts": True, "credit": credit, "here": "meetings"}
    return form_page(request, "banks/deciding/meetings/minutes.html", context, form=form)


def _attendance(meeting: Meeting, request: BankRequest) -> list[NameRow]:
    """Everybody who could have been there, ticked as the log of the meeting has them or as they were sent."""
    was_there = attended(meeting)
    members = current_members().filter(kind=Member.Kind.PERSON) | Member.objects.filter(pk__in=was_there)
    if request.method == "POST":
        return name_rows(members, request.POST)
    rows = name_rows(members)
    for row in rows:
        row.here = row.id in was_there
    return rows

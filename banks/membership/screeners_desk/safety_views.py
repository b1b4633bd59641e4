"""Safety reports: written and read by those who hold that power, sealed, with a reason for every reading."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from banks.errors import NotAllowed, NotFound
from banks.membership.screeners_desk.forms import MemberForm, NoteForm
from banks.membership.screeners_desk.views import opening
from banks.membership.screening.models import SealedNote
from banks.membership.screening.queries import check_not_about_oneself, notes_about, readings_about
from banks.membership.screening.services import HOLDERS, write_note
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action

HERE = {"here": "safety"}


def _holder(request: BankRequest) -> Viewer:
    """To everybody else these pages do not exist, administrators included."""
    found = require_viewer(request)
    if not found.holds("safety"):
        raise NotFound(page=request.path)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: BankRequest) -> HttpResponse:
    """About whom?"""
    if not require_viewer(request).holds("safety"):
        raise NotAllowed(who=HOLDERS["safety"])
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("safety-member", member_id=form.cleaned_data["member"])
    return form_page(request, "banks/membership/screening/safety.html", HERE, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def safety_member(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Reports about one member: that they exist, and one more."""
    actor, person = _holder(request), member_by_id(member_id)
    check_not_about_oneself(actor, person.pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, text = SealedNote.Kind.INCIDENT, form.cleaned_data["text"]
        done = try_action(form, lambda: write_note(writer=actor, kind=kind, subject_id=person.pk, text=text, now=now()))
        if done is not None:
            messages.success(request, "Written down and sealed.")
            return redirect("safety-member", member_id=person.pk)
    context = {
        "person": person,
        "notes": notes_about(person.pk, kinds=[SealedNote.Kind.INCIDENT]),
        "readings": readings_about(person.pk),
        "zone": bank_zone(now()),
        **HERE,
    }
    return form_page(request, "banks/membership/screening/safety_member.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def safety_note(request: BankRequest, note_id: UUID) -> HttpResponse:
    """Open one report: first the reason, then the words."""
    return opening(request, _holder(request), note_id, home=reverse("safety"), here="safety")

"""The screeners' desk: open cases, references, sealed notes with a reason for each reading, and two opinions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotAllowed, NotFound
from banks.membership.admission.queries import application_for_desk, lines_of, open_applications
from banks.membership.admission.rules import how_long
from banks.membership.admission.services import judge_applicant
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want
from banks.membership.screeners_desk.forms import MemberForm, NoteForm, OpinionForm, ReasonForm, ReferenceForm
from banks.membership.screening.deciding import choices_for, judge_member, open_case
from banks.membership.screening.models import ScreeningCase, SealedNote
from banks.membership.screening.queries import (
    case_of_application,
    check_not_about_oneself,
    check_note_exists,
    decided_cases_of_member,
    notes_about,
    open_case_of_member,
    open_member_cases,
    readings_about,
    reference_with,
    references_of,
)
from banks.membership.screening.references import record_reference
from banks.membership.screening.services import Opened, read_note, reference_from, write_note
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action

HERE = {"here": "screening"}
SCREENERS_NOTES = (SealedNote.Kind.SCREENING, SealedNote.Kind.REFERENCE)
SCREENED_HERE = (Want.REFERENCE_CHECKS, Want.SCREENING)


def screener(request: BankRequest) -> Viewer:
    """Somebody who holds the power. To everybody else these pages do not exist, administrators included."""
    found = require_viewer(request)
    if not found.holds("screening"):
        raise NotFound(page=request.path)
    return found


@require_safe
def desk(request: BankRequest) -> HttpResponse:
    """Whose references are to be asked, and on whom two opinions are needed."""
    viewer = require_viewer(request)
    if not viewer.holds("screening"):
        raise NotAllowed(who="Screeners")
    at = now()
    lines = lines_of(open_applications().exclude(sent_at=None).filter(kind="person"), now=at)
    cases = ScreeningCase.objects.filter(decided_at=None).exclude(application=None)
    begun = dict(cases.values_list("application_id", "first_by_id"))
    rows = [
        {
            "name": line.application.name,
            "town": line.application.town,
            "url": reverse("screening-applicant", args=[line.application.pk]),
            "how_long": how_long(line.application.sent_at or at, at),
            "asks_references": any(wait.what is Want.REFERENCE_CHECKS for wait in line.waits),
            "opinions": _opinions(begun.get(line.application.pk), viewer),
        }
        for line in sorted(lines, key=lambda line: line.application.sent_at or at)
        if any(wait.what in SCREENED_HERE for wait in line.waits)
    ]
    members = [
        {
            "name": case.member.name if case.member else "",
            "url": reverse("screening-member", args=[case.member_id]),
            "how_long": how_long(case.opened_at, at),
            "opinions": _opinions(case.first_by_id, viewer),
        }
        for case in open_member_cases()
    ]
    context = {"rows": rows, "members": members, **HERE}
    return render(request, "banks/membership/screening/desk.html", context)


def _opinions(first_by: UUID | None, viewer: Viewer) -> str:
    """How far the two opinions are; never what the first one said."""
    if first_by is None:
        return "no opinion yet"
    return "yours is given, a second is needed" if first_by == viewer.member_id else "one opinion given, yours is next"


@require_http_methods(["GET", "HEAD", "POST"])
def applicant(request: BankRequest, application_id: UUID) -> HttpResponse:
    """References, notes and the opinion on one applicant."""
    actor, at, application = screener(request), now(), application_for_desk(application_id)
    check_not_about_oneself(actor, application.pk)
    form = _opinion_form(request, is_member=False)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        decided = try_action(
            form, lambda: judge_applicant(screener=actor, application_id=application.pk, outcome=outcome, now=at)
        )
        if decided is not None:
            messages.success(request, _thanks(is_decided=decided.is_decided))
            return redirect("screening")
    case = case_of_application(application.pk)
    context = {
        "person": application,
        "case": case,
        "may_judge": _may_judge(case, actor) and application.ended_at is None and _is_asked(application),
        "references": references_of(application.pk),
        "note_url": reverse("screening-note-applicant", args=[application.pk]),
        "is_open": application.ended_at is None,
        **_learnt(application.pk),
    }
    return form_page(request, "banks/membership/screening/applicant.html", context, form=form)


def _is_asked(application: Application) -> bool:
    waits = lines_of([application], now=now())[0].waits
    return Want.SCREENING in {wait.what for wait in waits}


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: BankRequest, member_id: UUID) -> HttpResponse:
    """A member who is looked at (again)."""
    actor, at, person = screener(request), now(), member_by_id(member_id)
    check_not_about_oneself(actor, person.pk)
    form = _opinion_form(request, is_member=True)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        decided = try_action(form, lambda: judge_member(screener=actor, member_id=person.pk, outcome=outcome, now=at))
        if decided is not None:
            messages.success(request, _thanks(is_decided=decided.is_decided))
            return redirect("screening")
    case = open_case_of_member(person.pk)
    context = {
        "person": person,
        "case": case,
        "may_judge": case is not None and _may_judge(case, actor),
        "before": decided_cases_of_member(person.pk),
        "note_url": reverse("screening-note-member", args=[person.pk]),
        "is_open": True,
        **_learnt(person.pk),
    }
    return form_page(request, "banks/membership/screening/member.html", context, form=form)


def _opinion_form(request: BankRequest, *, is_member: bool) -> OpinionForm:
    return OpinionForm(request.POST or None, outcomes=choices_for(now=now(), is_member=is_member))


def _may_judge(case: ScreeningCase | None, actor: Viewer) -> bool:
    return case is None or (case.decided_at is None and case.first_by_id != actor.member_id)


def _thanks(*, is_decided: bool) -> str:
    return (
        "Decided. Thank you." if is_decided else "Written down. A second screener gives theirs, without seeing yours."
    )


def _learnt(subject_id: UUID) -> dict[str, Any]:
    return {
        "notes": notes_about(subject_id, kinds=SCREENERS_NOTES),
        "readings": readings_about(subject_id),
        "zone": bank_zone(now()),
        **HERE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def choose_member(request: BankRequest) -> HttpResponse:
    """Open a case for a member: before the year is over, or for the first time."""
    actor, form = screener(request), MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member_id = form.cleaned_data["member"]
        case = try_action(form, lambda: open_case(screener=actor, member_id=member_id, now=now()))
        if case is not None:
            return redirect("screening-member", member_id=member_id)
    return form_page(request, "banks/membership/screening/choose.html", HERE, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: BankRequest, reference_id: UUID) -> HttpResponse:
    """Write down what came of asking one reference."""
    actor, check = screener(request), reference_with(reference_id)
    form = ReferenceForm(request.POST or None)

    def act() -> object:
        given = form.cleaned_data
        return record_reference(screener=actor, reference_id=check.pk, now=now(), **given)

    back = reverse("screening-applicant", args=[check.application_id])
    return _written(request, form, act, back, {"heading": "What came of asking?", "name": check.application.name})


@require_http_methods(["GET", "HEAD", "POST"])
def note_about_applicant(request: BankRequest, application_id: UUID) -> HttpResponse:
    """Add a sealed note about an applicant."""
    actor, application = screener(request), application_for_desk(application_id)
    back = reverse("screening-applicant", args=[application.pk])
    return _note(request, actor, application.pk, application.name, back)


@require_http_methods(["GET", "HEAD", "POST"])
def note_about_member(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Add a sealed note about a member."""
    actor, person = screener(request), member_by_id(member_id)
    return _note(request, actor, person.pk, person.name, reverse("screening-member", args=[person.pk]))


def _note(request: BankRequest, actor: Viewer, subject_id: UUID, name: str, back: str) -> HttpResponse:
    form = NoteForm(request.POST or None)

    def act() -> object:
        kind, text = SealedNote.Kind.SCREENING, form.cleaned_data["text"]
        return write_note(writer=actor, kind=kind, subject_id=subject_id, text=text, now=now())

    return _written(request, form, act, back, {"heading": "What did you learn?", "name": name})


def _written(
    request: BankRequest, form: forms.Form, act: Callable[[], object], back: str, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and try_action(form, act) is not None:
        messages.success(request, "Written down and sealed.")
        return redirect(back)
    return form_page(request, "banks/membership/screening/write.html", {**context, "back_url": back, **HERE}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: BankRequest, note_id: UUID) -> HttpResponse:
    """Open one sealed note: first the reason, then the words, on the answer itself and nowhere else."""
    return opening(request, screener(request), note_id, home=reverse("screening"), here="screening")


def opening(request: BankRequest, reader: Viewer, note_id: UUID, *, home: str, here: str) -> HttpResponse:
    """Ask for the reason; show the note once it is written down."""
    check_note_exists(note_id)
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"home": home, "here": here, "zone": bank_zone(now())}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        opened = try_action(form, lambda: read_note(reader=reader, note_id=note_id, reason=reason, now=now()))
        if opened is not None:
            return render(request, "banks/membership/screening/opened.html", {**context, **_shown(opened)})
    return form_page(request, "banks/membership/screening/open.html", context, form=form)


def _shown(opened: Opened) -> dict[str, Any]:
    """The words; a reference that an applicant named has a name, a way to reach them and a relation."""
    if opened.kind == SealedNote.Kind.REFERENCE and opened.written_by_id is None:
        return {"named": reference_from(opened), "opened": opened}
    return {"opened": opened}

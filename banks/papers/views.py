"""Papers to download: each an attachment that nothing on the way keeps."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banks.errors import NotFound
from banks.hours.statement.rules import whose_statement
from banks.membership.waivers.models import WaiverSignature
from banks.membership.waivers.queries import signature_by_id, waiver_in_use, waiver_numbered, waiver_to_sign
from banks.membership.waivers.rules import Waiver
from banks.papers.directory_paper import directory_pdf, listings_pdf
from banks.papers.download import attachment
from banks.papers.forms import DirectoryForm, PeriodForm
from banks.papers.posting_pack import posting_pack_pdf
from banks.papers.queries import as_reader, letters_count
from banks.papers.statement_paper import statement_pdf
from banks.papers.waiver_paper import blank_waiver_pdf, signed_waiver_pdf
from banks.people.members.capabilities import Capability
from banks.people.members.queries import member_by_id
from banks.people.members.rules import check_sees_people
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page


@require_safe
def papers(request: BankRequest) -> HttpResponse:
    """Everything there is on paper, in one place."""
    viewer, at = require_viewer(request), now()
    today = bank_day(at)
    context: dict[str, Any] = {
        "statement_form": PeriodForm(today=today, auto_id="statement_%s"),
        "waiver": waiver_in_use(at),
        "sees_people": viewer.sees_people,
        "sees_listings": viewer.can(Capability.SEE_LISTINGS) or viewer.is_coordinator,
        "here": "papers",
    }
    if viewer.sees_people:
        context["directory_form"] = DirectoryForm(is_coordinator=viewer.is_coordinator, auto_id="directory_%s")
    if viewer.is_coordinator:
        context |= {"letters": letters_count(), "pack_form": PeriodForm(today=today, auto_id="pack_%s")}
    return render(request, "banks/papers/papers.html", context)


@require_safe
def statement(request: BankRequest) -> HttpResponse:
    """One's own statement; coordinators make anybody's with ?member=."""
    viewer, at = require_viewer(request), now()
    form = PeriodForm(request.GET or None, today=bank_day(at))
    usable = form.is_valid()  # whose it is, is known also where a day was mistyped
    asked: UUID | None = form.cleaned_data.get("member") if form.is_bound else None
    member = member_by_id(whose_statement(viewer, asked))
    if not usable:
        form.initial.setdefault("member", member.pk)
        context = {"person": member, "own": member.pk == viewer.member_id, "here": "papers"}
        return form_page(request, "banks/papers/statement.html", context, form=form)
    made = statement_pdf(member, viewer=viewer, period=form.period(), now=at)
    return attachment(made, f"statement-{member.number}-{form.period().last:%Y-%m-%d}")


@require_safe
def directory(request: BankRequest) -> HttpResponse:
    """The directory as members may see it, or, for coordinators who ask, with everything they see."""
    viewer = require_viewer(request)
    check_sees_people(viewer)
    form = DirectoryForm(request.GET or None, is_coordinator=viewer.is_coordinator)
    if not form.is_valid():
        return form_page(request, "banks/papers/directory.html", {"here": "papers"}, form=form)
    for_desk = bool(form.cleaned_data.get("for_desk"))
    reader = viewer if for_desk else as_reader(viewer)
    made = directory_pdf(viewer=reader, order=form.cleaned_data["order"], is_for_desk=for_desk, now=now())
    return attachment(made, "directory-for-coordinators" if for_desk else "directory")


@require_safe
def listings(request: BankRequest) -> HttpResponse:
    viewer = require_viewer(request)
    if not (viewer.can(Capability.SEE_LISTINGS) or viewer.is_coordinator):
        raise NotFound()
    return attachment(listings_pdf(viewer=as_reader(viewer), now=now()), "offers-and-requests")


@require_safe
def posting_pack(request: BankRequest) -> HttpResponse:
    """Letters for all members without mail."""
    require_coordinator(request)
    at = now()
    form = PeriodForm(request.GET or None, today=bank_day(at))
    if not form.is_valid():
        return form_page(request, "banks/papers/pack.html", {"letters": letters_count(), "here": "papers"}, form=form)
    return attachment(posting_pack_pdf(period=form.period(), now=at), f"letters-{bank_day(at):%Y-%m-%d}")


@require_safe
def waiver_pdf(request: BankRequest) -> HttpResponse:
    """The waiver in use with lines to sign, open to visitors."""
    return _blank(waiver_to_sign(now()))


@require_safe
def waiver_version_pdf(request: BankRequest, number: int) -> HttpResponse:
    return _blank(waiver_numbered(number, now=now()))


@require_safe
def waiver_signed_pdf(request: BankRequest, signature_id: UUID) -> HttpResponse:
    """A signed copy: for whom it was signed, and coordinators."""
    viewer, signature = require_viewer(request), signature_by_id(signature_id)
    if not viewer.is_coordinator and viewer.member_id != _member_of(signature):
        raise NotFound(signature=signature_id)
    return attachment(signed_waiver_pdf(signature, now=now()), f"waiver-{signature.version}-signed")


def _blank(waiver: Waiver) -> HttpResponse:
    return attachment(blank_waiver_pdf(waiver, now=now()), f"waiver-{waiver.version}")


def _member_of(signature: WaiverSignature) -> UUID | None:
    """Whose signature it is; an applicant who became a member has theirs."""
    return signature.application.member_id if signature.application else signature.member_id

"""The waiver's pages: its words for everybody, signing for members, papers for coordinators."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from banks.membership.waivers.errors import WordsChanged
from banks.membership.waivers.forms import PaperForm, SignForm
from banks.membership.waivers.queries import (
    signatures_of,
    waiver_due,
    waiver_in_use,
    waiver_numbered,
    waiver_to_sign,
    waivers_so_far,
    words_signed,
)
from banks.membership.waivers.rules import Waiver, what_changed
from banks.membership.waivers.services import PAPER, SCREEN, sign_waiver
from banks.people.members.models import Member
from banks.people.members.queries import member_by_id
from banks.people.viewing.requests import BankRequest, require_coordinator, require_viewer, viewer_or_none
from banks.policies.clock import bank_day, now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import REFUSED_STATUS, form_page, try_action


@require_safe
def waiver(request: BankRequest) -> HttpResponse:
    """The words in use, open to visitors; members see what they signed."""
    viewer, at = viewer_or_none(request), now()
    in_use = waiver_in_use(at)
    context: dict[str, Any] = {
        "waiver": in_use,
        "older": [each for each in waivers_so_far(at) if in_use is None or each.text != in_use.text],
        "zone": bank_zone(at),
        "here": "guidelines",
    }
    if viewer is not None:
        member = member_by_id(viewer.member_id)
        context |= {"signatures": signatures_of(member=member), "due": _due(member, at)}
    return render(request, "banks/membership/waivers/waiver.html", context)


@require_safe
def waiver_version(request: BankRequest, number: int) -> HttpResponse:
    """Older words, for the signatures under them."""
    at = now()
    found, in_use = waiver_numbered(number, now=at), waiver_in_use(at)
    context = {
        "waiver": found,
        "is_older": in_use is None or found.text != in_use.text,
        "zone": bank_zone(at),
        "here": "guidelines",
    }
    return render(request, "banks/membership/waivers/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver_sign(request: BankRequest) -> HttpResponse:
    """Read, tick, type a name. Words that changed meanwhile come back to be read, and the name stays."""
    at, member = now(), member_by_id(require_viewer(request).member_id)
    words = waiver_to_sign(at)
    form = SignForm(request.POST or None, member=member, waiver=words)
    context = {"waiver": words, "person": member, **_before(member, words), "zone": bank_zone(at), "here": "guidelines"}
    if request.method == "POST" and form.is_valid():
        done = try_action(form, lambda: sign_waiver(member=member, method=SCREEN, now=at, **form.signed()))
        if done is not None:
            messages.success(request, f"Thank you. Version {done.version} of the waiver is signed.")
            return redirect("waiver")
        if form.cleaned_data["words_sha256"] != words.sha256:
            context["changed"] = WordsChanged.words
            context["form"] = SignForm(
                member=member, waiver=words, initial={"signer_name": request.POST["signer_name"]}
            )
            return render(request, "banks/membership/waivers/sign.html", context, status=REFUSED_STATUS)
    return form_page(request, "banks/membership/waivers/sign.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver_of(request: BankRequest, member_id: UUID) -> HttpResponse:
    """What somebody signed; a coordinator records a paper they hold."""
    actor, at, member = require_coordinator(request), now(), member_by_id(member_id)
    known = waivers_so_far(at)
    form = PaperForm(request.POST or None, member=member, waivers=known, today=bank_day(at))
    if request.method == "POST" and form.is_valid():
        done = try_action(
            form,
            lambda: sign_waiver(
                member=member, method=PAPER, recorded_by=member_by_id(actor.member_id), now=at, **form.signed()
            ),
        )
        if done is not None:
            messages.success(request, f"Recorded: {done.signer_name} signed version {done.version} on paper.")
            return redirect("waiver-of", member_id=member.pk)
    context = {
        "person": member,
        "waiver": waiver_in_use(at),
        "due": _due(member, at),
        "signatures": signatures_of(member=member),
        "zone": bank_zone(at),
        "here": "members",
    }
    return form_page(request, "banks/membership/waivers/of_member.html", context, form=form)


def _before(member: Member, words: Waiver) -> dict[str, Any]:
    """What was signed before, where it was other words, and what changed in them."""
    last = signatures_of(member=member).first()
    if last is None or last.text_sha256 == words.sha256:
        return {"last": None}
    signed = words_signed(last)
    return {"last": last, "signed": signed, "changes": what_changed(signed.text, words.text)}


def _due(member: Member, at: datetime) -> Waiver | None:
    return waiver_due(member.waiver_version, is_organisation=member.kind == Member.Kind.ORGANISATION, now=at)

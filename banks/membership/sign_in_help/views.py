"""Pages of whoever helps members to sign in: making a code, handing it over, and the record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotAllowed
from banks.membership.sign_in_help.forms import HelpForm
from banks.membership.sign_in_help.queries import handed_over, helping_role
from banks.membership.sign_in_help.rules import HELPERS, may_help
from banks.membership.sign_in_help.services import check_may_help, make_code
from banks.people.members.models import Member
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone
from banks.ui.form_pages import form_page, try_action


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def help_person(request: BankRequest, member_id: UUID) -> HttpResponse:
    """How was the person recognised, how is the code handed over? Then the code, once."""
    actor, member, at = require_viewer(request), member_by_id(member_id), now()
    check_may_help(actor=actor, member=member, now=at)
    form = HelpForm(request.POST or None, actor=actor, member=member)
    if request.method == "POST" and form.is_valid():
        code = try_action(form, lambda: _made(actor, member, form))
        if code is not None:
            return _shown_once(request, member, code, how=form.cleaned_data["how"])
    context = {
        "person": member,
        "record": handed_over(to=member.pk),
        "zone": bank_zone(at),
        "back_url": reverse("person", args=[member.pk]),
        "here": "members",
    }
    return form_page(request, "banks/membership/sign_in_help/help.html", context, form=form)


@require_safe
def record(request: BankRequest) -> HttpResponse:
    """Who helped whom in, when, and how they were recognised."""
    at = now()
    if not may_help(require_viewer(request), owner=helping_role(at)):
        raise NotAllowed(who=HELPERS)
    context = {"record": handed_over(), "zone": bank_zone(at), "here": "members"}
    return render(request, "banks/membership/sign_in_help/record.html", context)


def _made(actor: Viewer, member: Member, form: HelpForm) -> str:
    given = form.cleaned_data
    return make_code(
        actor=actor,
        member=member,
        recognised=given["recognised"],
        how=given["how"],
        frees_second_step=given.get("frees_second_step", False),
        now=now(),
    )


def _shown_once(request: BankRequest, member: Member, code: str, *, how: str) -> HttpResponse:
    """The code itself: to read out, or the sheet to print. No address leads back here."""
    context = {
        "person": member,
        "code": code,
        "page": f"{request.get_host()}{reverse('sign-in-with-our-code')}",
        "back_url": reverse("person", args=[member.pk]),
        "here": "members",
    }
    return render(request, f"banks/membership/sign_in_help/code_{how}.html", context)

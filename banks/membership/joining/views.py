"""A coordinator adds a member; what the bank's rules ask for and give is said beforehand."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from banks.membership.joining.by_hand import take_in_by_hand
from banks.membership.joining.forms import JoinForm
from banks.membership.waivers.queries import waivers_so_far
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_coordinator
from banks.policies.clock import bank_day, now
from banks.policies.guidelines import lines_of
from banks.policies.kinds import MembershipPolicy
from banks.policies.kinds.credits import BonusPolicy
from banks.policies.queries import all_in_force
from banks.ui.form_pages import form_page, try_action
from ledger.policy import HoursPolicy

# What the waiver's own refusals blame, as this form calls it.
PLACES = {"signed_on": "waiver_signed_on", "signer_name": "guardian_name", "is_of_age": "guardian_is_of_age"}


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: BankRequest) -> HttpResponse:
    """Name, how to reach them, who brought them in; sending twice makes one member."""
    actor, at = require_coordinator(request), now()
    book = all_in_force(at)
    rules = book.value(MembershipPolicy)
    waivers = waivers_so_far(at) if rules.waiver_required else []
    form = JoinForm(request.POST or None, rules=rules, waivers=waivers, initial={"joined_on": bank_day(at)})
    if request.method == "POST" and form.is_valid():
        member = try_action(form, lambda: _taken_in(actor, form, at), places=PLACES)
        if member is not None:
            messages.success(request, f"Welcome, {member.name}! The member number is {member.number}.")
            return redirect("person", member_id=member.pk)
    lines = lines_of(book.value(BonusPolicy), book.value(HoursPolicy))
    credited = [line.sentence for line in lines if line.facts.field in ("signup", "referral")]
    worth_saying = book.value(BonusPolicy).signup or book.value(BonusPolicy).referral
    context = {
        "credits": credited if worth_saying else [],
        "screening": rules.screening,
        "waiver": rules.waiver_required,
        "here": "members",
    }
    return form_page(request, "banks/front/member_pages/add.html", context, form=form)


def _taken_in(actor: Viewer, form: JoinForm, at: datetime) -> Member:
    return take_in_by_hand(actor=actor, new=form.new_member(), by_hand=form.by_hand(), now=at)

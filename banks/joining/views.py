"""A coordinator adds a member; what the bank's rules give on joining is said beforehand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from banks.clock import bank_day, now
from banks.joining.forms import JoinForm
from banks.joining.services import enrol_member
from banks.policies.guidelines import lines_of
from banks.policies.kinds.credits import BonusPolicy
from banks.policies.queries import all_in_force
from banks.web.form_pages import carried_out, form_page
from banks.web.viewing import coordinator
from ledger.policy import HoursPolicy


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """Name, how to reach them, who brought them in; sending twice makes one member."""
    actor, at = coordinator(request), now()
    form = JoinForm(request.POST or None, initial={"joined_on": bank_day(at)})
    if request.method == "POST" and form.is_valid():
        member = carried_out(form, lambda: enrol_member(actor=actor, new=form.new_member(), now=at))
        if member is not None:
            messages.success(request, f"Welcome, {member.name}! The member number is {member.number}.")
            return redirect("person", member_id=member.pk)
    book = all_in_force(at)
    lines = lines_of(book.value(BonusPolicy), book.value(HoursPolicy))
    credited = [line.sentence for line in lines if line.facts.field in ("signup", "referral")]
    worth_saying = book.value(BonusPolicy).signup or book.value(BonusPolicy).referral
    context = {"credits": credited if worth_saying else [], "here": "members"}
    return form_page(request, "banks/members/add.html", context, form=form)

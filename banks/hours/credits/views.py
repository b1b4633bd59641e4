"""Leadership hours, paid by the bank."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from banks.hours.credits.errors import LeadershipThroughOffice
from banks.hours.credits.forms import LeadershipForm
from banks.hours.credits.models import Credit
from banks.hours.credits.services import credit_leadership
from banks.people.members.rules import Viewer, may_record_for_others
from banks.people.viewing.requests import BankRequest, require_onlooker
from banks.policies.clock import now
from banks.policies.guidelines import lines_of
from banks.policies.kinds.credits import LeadershipPolicy
from banks.policies.queries import all_in_force
from banks.ui.form_pages import form_page, try_action
from ledger.policy import HoursPolicy

PLACES = {"minutes": "length"}


@require_http_methods(["GET", "HEAD", "POST"])
def leadership(request: BankRequest) -> HttpResponse:
    """Hours served in a role: by a coordinator for anybody, by members where the rules say so."""
    actor, at = require_onlooker(request), now()
    book = all_in_force(at)
    policy = book.value(LeadershipPolicy)
    for_others = may_record_for_others(actor)
    if not for_others and policy.report_via != "member":
        raise LeadershipThroughOffice()
    form = LeadershipForm(request.POST or None, policy=policy, for_others=for_others)
    if request.method == "POST" and form.is_valid():
        done = try_action(form, lambda: _credit(actor, form), places=PLACES)
        if done is not None:
            messages.success(request, f"Thank you. The bank has given these hours to {done.member.name}.")
            return redirect("home")
    lines = lines_of(policy, book.value(HoursPolicy))
    context = {"rules": [line.sentence for line in lines if line.matters], "here": "record"}
    return form_page(request, "banks/hours/credits/leadership.html", context, form=form)


def _credit(actor: Viewer, form: LeadershipForm) -> Credit:
    given = form.cleaned_data
    member_id: UUID = given.get("member") or actor.member_id
    return credit_leadership(
        actor=actor,
        key=given["key"],
        member_id=member_id,
        role=given["role"],
        minutes=given["length"],
        service_date=given["service_date"],
        now=now(),
    )

"""What a coordinator hands over on paper, because the member has no mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from banks.notices.queries import could_not_be_sent, paper_waiting
from banks.notices.services import hand_over
from banks.people.households.queries import letters
from banks.people.picker.fields import as_id
from banks.people.viewing.requests import BankRequest, require_coordinator
from banks.policies.clock import now
from banks.policies.queries import bank_zone

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: BankRequest) -> HttpResponse:
    """Notices waiting on paper, to print; those ticked are marked as handed over."""
    require_coordinator(request)
    if request.method == "POST":
        ids = [found for text in request.POST.getlist("notice") if (found := as_id(text)) is not None]
        count = hand_over(notice_ids=ids, now=now())
        messages.success(request, f"{count} handed over." if count else "Nothing was ticked.")
        return redirect("paper")
    waiting = list(paper_waiting()[:MOST_SHOWN])
    context = {
        "letters": letters(waiting, to=lambda notice: notice.member or notice.application),
        "shown": len(waiting),
        "count": paper_waiting().count(),
        "failed": could_not_be_sent()[:MOST_SHOWN],
        "zone": bank_zone(now()),
        "here": "paper",
    }
    return render(request, "banks/notices/paper.html", context)

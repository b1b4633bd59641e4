"""The operators' pages, on the platform's own host."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hosting.console.desk import acts_on, bank_row, bank_rows, facts_of, job_rows
from hosting.console.forms import OpenBankForm
from tenants.errors import TenantError
from tenants.models import Bank
from tenants.provisioning import advance
from tenants.services import Founder, close_bank, open_bank, reopen_bank, suspend_bank

View = Callable[..., HttpResponse]
ACTIONS: dict[str, Callable[[Bank], Any]] = {
    "suspend": suspend_bank,
    "reopen": reopen_bank,
    "close": close_bank,
    "resume": advance,
}


def for_operators(view: View) -> View:
    """Only people who run the platform; a member's login lives in a bank and never gets here."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_operator", False):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@for_operators
def banks(request: HttpRequest) -> HttpResponse:
    """Every bank: its state, its last proof."""
    rows = bank_rows()
    open_ones = sum(row.state == "open" for row in rows)
    faults = sum(bool(row.proof and row.proof.findings) for row in rows)
    figures = [("Banks", len(rows)), ("Open", open_ones), ("With findings", faults)]
    context = {"banks": rows, "figures": figures, "open_url": reverse("console-open")}
    return render(request, "console/banks.html", context)


@require_http_methods(["GET", "POST"])
@for_operators
def bank(request: HttpRequest, bank_id: UUID) -> HttpResponse:
    """One bank, and what can be done with it."""
    shown = get_object_or_404(Bank.objects.select_related("proof"), pk=bank_id)
    if request.method == "POST" and (act := ACTIONS.get(request.POST.get("act", ""))):
        act(shown)
        return redirect("console-bank", bank_id=bank_id)
    context = {
        "shown": bank_row(shown),
        "facts": facts_of(shown),
        "proof": getattr(shown, "proof", None),
        "jobs": job_rows(shown),
        "acts": acts_on(shown),
        "back_url": reverse("console"),
    }
    return render(request, "console/bank.html", context)


@require_http_methods(["GET", "POST"])
@for_operators
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a bank from a charter, with its first member."""
    form = OpenBankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = open_bank(
                name=given["name"],
                slug=given["slug"],
                charter=given["charter"],
                founder=Founder(name=given["founder"], email=given["founder_email"]),
            )
        except TenantError as refused:
            form.add_error("slug", refused.sentence)
        else:
            return redirect("console-bank", bank_id=made.pk)
    status = 422 if form.errors else 200
    return render(request, "console/open.html", {"form": form, "back_url": reverse("console")}, status=status)


@require_safe
@for_operators
def jobs(request: HttpRequest) -> HttpResponse:
    """What the worker did last, in every bank."""
    rows = job_rows()
    figures = [("Jobs", len(rows)), ("Not well", sum(not row.ok for row in rows))]
    return render(request, "console/jobs.html", {"jobs": rows, "figures": figures})

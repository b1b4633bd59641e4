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
    """Refuse people who do not run the platform."""

    # Members' logins are in their banks' schemas; this guards against a login in the public schema that is no operator.
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_operator", False):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@for_operators
def banks(request: HttpRequest) -> HttpResponse:
    """All banks with their states and last proofs."""
    rows = bank_rows()
    open_count = sum(row.state == "open" for row in rows)
    faulty_count = sum(bool(row.proof and row.proof.findings) for row in rows)
    figures = [("Banks", len(rows)), ("Open", open_count), ("With findings", faulty_count)]
    context = {"banks": rows, "figures": figures, "open_url": reverse("console-open")}
    return render(request, "console/banks.html", context)


@require_http_methods(["GET", "POST"])
@for_operators
def bank(request: HttpRequest, bank_id: UUID) -> HttpResponse:
    """One bank, with the acts an operator may do with it."""
    row = get_object_or_404(Bank.objects.select_related("proof"), pk=bank_id)
    if request.method == "POST" and (act := ACTIONS.get(request.POST.get("act", ""))):
        act(row)
        return redirect("console-bank", bank_id=bank_id)
    context = {
        "bank_row": bank_row(row),
        "facts": facts_of(row),
        "proof": getattr(row, "proof", None),
        "jobs": job_rows(row),
        "acts": acts_on(row),
        "back_url": reverse("console"),
    }
    return render(request, "console/bank.html", context)


@require_http_methods(["GET", "POST"])
@for_operators
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a bank from a charter, with its first member."""
    form = OpenBankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opened_bank = open_bank(
                name=data["name"],
                slug=data["slug"],
                charter=data["charter"],
                founder=Founder(name=data["founder"], email=data["founder_email"]),
            )
        except TenantError as refusal:
            form.add_error("slug", refusal.sentence)
        else:
            return redirect("console-bank", bank_id=opened_bank.pk)
    status = 422 if form.errors else 200
    return render(request, "console/open.html", {"form": form, "back_url": reverse("console")}, status=status)


@require_safe
@for_operators
def jobs(request: HttpRequest) -> HttpResponse:
    """The last run of each job, in every bank."""
    rows = job_rows()
    figures = [("Jobs", len(rows)), ("Not well", sum(not row.ok for row in rows))]
    return render(request, "console/jobs.html", {"jobs": rows, "figures": figures})

"""What every page with a form does: carry out what it asks, and show refusals where they belong.

Guarantees: a refusal becomes a sentence beside the field it names, what was typed stays, and the page
answers 422. What may not be seen or done at all is not the form's affair and goes on to the middleware.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banks.errors import BankError, NotAllowed, NotAMember, NotFound
from governance.errors import GovernanceError
from ledger.errors import LedgerError

Result = TypeVar("Result")
REFUSED_STATUS = 422
BEYOND_THE_FORM = (NotAllowed, NotAMember, NotFound)
REFUSALS = (BankError, LedgerError, GovernanceError)
Refusal = BankError | LedgerError | GovernanceError
REFUSALS = (BankError, LedgerError, GovernanceError)


def try_action(
    form: forms.BaseForm, act: Callable[[], Result], *, places: Mapping[str, str] | None = None
) -> Result | None:
    """What `act` gives, or None with the refusal added to the form.

    `places` maps the names services use for what is to blame to this form's own field names.
    """
    try:
        return act()
    except BEYOND_THE_FORM:
        raise
    except REFUSALS as refused:
        add_refusal(form, refused, places=places)
        return None


def add_refusal(form: forms.BaseForm, refused: Refusal, *, places: Mapping[str, str] | None = None) -> None:
    """The refusal's sentence beside the field it names, or above the form when the form has no such field."""
    blamed = str(getattr(refused, "field", None) or "")
    name = (places or {}).get(blamed, blamed)
    field = form.fields.get(name)
    shown = field is not None and not field.widget.is_hidden
    form.add_error(name if shown else None, refused.sentence)


def form_page(request: HttpRequest, template: str, context: dict[str, Any], *, form: forms.BaseForm) -> HttpResponse:
    """The page with its form; 422 when something in it was refused."""
    status = REFUSED_STATUS if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)

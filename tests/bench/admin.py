"""Django's own admin over a few of our tables, as a tutorial would register them: what a plain Django page costs.

Its pages run through Django's own middleware only, with the bank already chosen, and pay for none of ours.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse

from banks.front.context import bank_page

ROWS = 50
COLUMNS = 6
TABLES = ("member", "listing", "exchange", "event")
PLAIN_MIDDLEWARE = [
    "tests.bench.admin.InBank",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


class OpenSite(AdminSite):
    """An admin site that lets the bench in."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class Rows(ModelAdmin):
    """Fifty rows of six columns, which the bench may look at."""

    list_per_page = ROWS

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.model._meta.concrete_fields[:COLUMNS]]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True


site = OpenSite()
for _name in TABLES:
    site.register(apps.get_model("banks", _name), Rows)


class InBank:
    """In place of all our middleware: the bank that the host names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from tenants.context import in_bank
        from tenants.models import Bank

        with in_bank(_bank_called(Bank, request.get_host().partition(".")[0])):
            return self.get_response(request)


_known: dict[str, Any] = {}


def _bank_called(model: Any, slug: str) -> Any:
    if slug not in _known:
        _known[slug] = model.objects.get(slug=slug)
    return _known[slug]


def bank_page_of_ours(request: HttpRequest) -> dict[str, Any]:
    """What all our pages share; the admin's pages need nothing of it."""
    return {} if request.path.startswith("/bench/admin/") else dict(bank_page(request))

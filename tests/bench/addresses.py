"""The addresses of a bank's host, with Django's admin and an empty page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hosting.urls_bank import urlpatterns as of_a_bank
from tests.bench.admin import site

EMPTY, ADMIN = "/bench/empty/", "/bench/admin/"


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, through every middleware."""
    return HttpResponse("")


urlpatterns = [
    path(EMPTY.removeprefix("/"), empty, name="bench-empty"),
    path(ADMIN.removeprefix("/"), site.urls),
    *of_a_bank,
]
handler404 = "hosting.handlers.not_found"
handler500 = "hosting.handlers.server_error"

"""The last pages: nothing here, and something broke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or the session: one of them may be what broke."""
    return HttpResponse(render_to_string("500.html", {}), status=500)

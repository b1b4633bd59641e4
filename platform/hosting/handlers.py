"""The error pages for 404 and 500."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page after an unexpected exception."""
    # Rendered without a request: the database or the session may be what failed.
    return HttpResponse(render_to_string("500.html", {}), status=500)

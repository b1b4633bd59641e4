"""Where a bank requires a second step of those who hold powers: whoever let the time pass sets it up first.

Guarantees: every page leads to the page of one's ways to sign in, until there is a second step; signing out and that
page itself stay open. Refuses nothing to members without a power. The API answers for itself
(banks.membership.sign_in_help.permissions), because a program's token is read by DRF only. Named in settings, after
the sign-in.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from banks.membership.sign_in_help.queries import missing_step
from banks.people.viewing.requests import viewer_or_none
from banks.policies.clock import now

OPEN_PATHS = ("/sign-in/", "/api/")
OPEN_VIEWS = frozenset({"manifest", "guidelines"})
WORDS = "You hold a power here, and our rules ask for a second step. Add a passkey or an app, then all opens again."


class SecondStepForPowers:
    """Middleware; asks one question more for members who hold a power, and none for others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if request.path.startswith(OPEN_PATHS):
            return None
        viewer = viewer_or_none(request)
        if viewer is None:
            return None
        missing = missing_step(viewer, request.user, now())
        if missing is None or not missing.is_over:
            return None
        match = request.resolver_match or resolve(request.path_info)
        if match.url_name in OPEN_VIEWS:
            return None
        messages.warning(request, WORDS)
        return redirect("mfa_index")

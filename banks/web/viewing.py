"""Who looks at a page: the member behind the sign-in, asked once per request."""

from django.http import HttpRequest

from banks.clock import bank_day, now
from banks.errors import NotAllowed, NotAMember
from banks.members.queries import viewer_of_user
from banks.members.rules import Viewer


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """The member who looks, or None for a visitor or a login without a current membership."""
    if not hasattr(request, "_viewer"):
        found = None
        if getattr(request, "bank", None) is not None and request.user.is_authenticated:
            found = viewer_of_user(request.user.pk, on=bank_day(now()))
        request._viewer = found  # type: ignore[attr-defined]
    return request._viewer  # type: ignore[attr-defined]


def viewer(request: HttpRequest) -> Viewer:
    """The member who looks; refused when there is none."""
    found = viewer_or_none(request)
    if found is None:
        raise NotAMember()
    return found


def coordinator(request: HttpRequest) -> Viewer:
    found = viewer(request)
    if not found.is_coordinator:
        raise NotAllowed(who="Coordinators")
    return found


def administrator(request: HttpRequest) -> Viewer:
    found = viewer(request)
    if not found.is_administrator:
        raise NotAllowed(who="Administrators")
    return found

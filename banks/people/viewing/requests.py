"""Who looks at a page: the member behind the sign-in, and the rules that page and viewer go by.

Guarantees: both are asked once per request, the rules in one query.
"""

from django.http import HttpRequest

from banks.errors import NotAllowed, NotAMember
from banks.people.members.queries import viewer_of_user
from banks.people.members.rules import Viewer, check_records_hours, check_sees_people
from banks.policies.circles_in_force import circle_context_of
from banks.policies.clock import now
from banks.policies.kinds import HoursPolicy, LookPolicy, MembershipPolicy, UpkeepPolicy
from banks.policies.queries import BookOfDay, book_of_day
from banks.policies.values import kind_name
from governance.circle_policy import CirclesPolicy, RolePolicy

KINDS = (LookPolicy, HoursPolicy, UpkeepPolicy, MembershipPolicy, CirclesPolicy, RolePolicy)


def book_of_request(request: HttpRequest) -> BookOfDay:
    """The rules that every page needs, as they stood when the request came."""
    if not hasattr(request, "_book"):
        request._book = book_of_day([kind_name(kind) for kind in KINDS], now())  # type: ignore[attr-defined]
    return request._book  # type: ignore[attr-defined]


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """The member who looks, or None for a visitor or a login without a current membership."""
    if not hasattr(request, "_viewer"):
        found = None
        if getattr(request, "bank", None) is not None and request.user.is_authenticated:
            book = book_of_request(request)
            rules, circles = book.day.value(MembershipPolicy), circle_context_of(book.moment, book.today)
            found = viewer_of_user(request.user.pk, on=book.today, rules=rules, circles=circles)
        request._viewer = found  # type: ignore[attr-defined]
    return request._viewer  # type: ignore[attr-defined]


def viewer(request: HttpRequest) -> Viewer:
    """The member who looks; refused when there is none."""
    found = viewer_or_none(request)
    if found is None:
        raise NotAMember()
    return found


def onlooker(request: HttpRequest) -> Viewer:
    """The member who looks at others; to those who see nobody there is no such page."""
    found = viewer(request)
    check_sees_people(found)
    return found


def recorder(request: HttpRequest) -> Viewer:
    """The member who records hours."""
    found = viewer(request)
    check_records_hours(found)
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

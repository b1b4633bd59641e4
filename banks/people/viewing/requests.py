"""The request to a bank's page: its bank, its viewer, and the rules that both go by.

Guarantees: the viewer and the rules are read once for a request. Refuses, each by name: visitors where members are
asked for, members where a power is asked for; pages about others answer 404 to viewers who may not see people.
Called by: every view and API view of `banks`.
"""

from typing import Protocol, cast
from uuid import UUID

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


class BankOfRequest(Protocol):
    """What pages may know of the tenant: `tenants.hostnames.KnownBank`, seen from below."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def primary_host(self) -> str: ...


class BankRequest(HttpRequest):
    """A request as the middleware hands it to a bank's pages. Only the type: Django makes the object."""

    bank: BankOfRequest
    _book: BookOfDay
    _viewer: Viewer | None


def book_of_request(request: HttpRequest) -> BookOfDay:
    """The rules that every page needs, as they stood when the request came."""
    here = cast(BankRequest, request)  # DRF hands its views a request of its own around this one
    if not hasattr(here, "_book"):
        here._book = book_of_day([kind_name(kind) for kind in KINDS], now())
    return here._book


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """The signed-in member, or None for a visitor or a login without a current membership."""
    here = cast(BankRequest, request)
    if not hasattr(here, "_viewer"):
        found = None
        if getattr(request, "bank", None) is not None and request.user.is_authenticated:
            book = book_of_request(request)
            rules, circles = book.day.value(MembershipPolicy), circle_context_of(book.moment, book.today)
            found = viewer_of_user(request.user.pk, on=book.today, rules=rules, circles=circles)
        here._viewer = found
    return here._viewer


def require_viewer(request: HttpRequest) -> Viewer:
    """The signed-in member; visitors are refused."""
    found = viewer_or_none(request)
    if found is None:
        raise NotAMember()
    return found


def require_onlooker(request: HttpRequest) -> Viewer:
    """A member who may see people; 404 for all others."""
    found = require_viewer(request)
    check_sees_people(found)
    return found


def require_recorder(request: HttpRequest) -> Viewer:
    """A member who may record hours."""
    found = require_viewer(request)
    check_records_hours(found)
    return found


def require_coordinator(request: HttpRequest) -> Viewer:
    found = require_viewer(request)
    if not found.is_coordinator:
        raise NotAllowed(who="Coordinators")
    return found


def require_administrator(request: HttpRequest) -> Viewer:
    found = require_viewer(request)
    if not found.is_administrator:
        raise NotAllowed(who="Administrators")
    return found

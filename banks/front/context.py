"""What every page of a bank may use: the bank in its own words, the viewer, the way around.

Variables: see templates/README.md. On the platform's own host all are empty.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from banks.people.members.capabilities import Capability
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, book_of_request, viewer_or_none
from banks.policies.kinds import LookPolicy, UpkeepPolicy
from banks.ui.themes import theme_or_default
from governance.circle_policy import CirclesPolicy
from ledger.policy import HoursPolicy


@dataclass(frozen=True, slots=True)
class BankPage:
    """The bank as its pages show it."""

    name: str
    tagline: str
    welcome: str
    theme: str
    hours: HoursPolicy
    help: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way to go; `icon` is a name of the icon tag."""

    key: str
    label: str
    short: str
    icon: str
    url: str
    on_bar: bool = False


def bank_page(request: BankRequest) -> dict[str, Any]:
    known = getattr(request, "bank", None)
    if known is None:
        return {"bank": None, "viewer": None, "nav": []}
    book = book_of_request(request).moment
    look = book.value(LookPolicy)
    viewer = viewer_or_none(request)
    page = BankPage(
        name=known.name,
        tagline=look.tagline,
        welcome=look.welcome,
        theme=theme_or_default(look.theme),
        hours=book.value(HoursPolicy),
        help=book.value(UpkeepPolicy).account_help_contact,
    )
    return {
        "bank": page,
        "viewer": viewer,
        "nav": navigation(viewer, has_circles=bool(book.value(CirclesPolicy).structure)),
    }


def navigation(viewer: Viewer | None, *, has_circles: bool = False) -> list[NavItem]:
    """Where somebody can go, most used first; at most four stand on the phone's bar."""
    if viewer is None:
        return [_item("guidelines", "Guidelines")]
    alone = not viewer.sees_people  # what others keep to themselves is no place to go
    items = [_item("home", "Home", on_bar=True)]
    if viewer.records_hours:
        items.append(_item("record", "Record hours", "Record", on_bar=True))
    items.append(_item("statement", "My statement", "Statement", on_bar=True))
    if viewer.sees_people:
        items.append(_item("directory", "Directory", on_bar=True))
    if viewer.can(Capability.SEE_LISTINGS):
        items.append(_item("listings", "Offers and requests", icon="exchange"))
    items += [
        _item("events", "Events", on_bar=alone),
        _item("guidelines", "Guidelines"),
        _item("meetings", "Meetings", icon="group"),
        *([_item("circles", "Circles", icon="group")] if has_circles else []),
        _item("decisions", "Decisions", icon="check"),
        _item("figures", "Our figures"),
        _item("papers", "Papers to print", icon="print"),
        _item("profile", "My details", "Details", icon="person", on_bar=alone),
    ]
    if viewer.is_coordinator:
        items += [_item("phone", "Phone report"), _item("members", "Members", icon="group")]
        items.append(_item("pipeline", "Applications", icon="member_add"))
    elif viewer.holds("orientations"):
        items.append(_item("orientations", "Orientations", icon="events"))
    if viewer.holds("upkeep") and not viewer.is_coordinator:
        items.append(_item("upkeep", "Quiet members", icon="clock"))
    items += [_item("screening", "Screening", icon="proof")] if viewer.holds("screening") else []
    items += [_item("safety", "Safety reports", icon="warning")] if viewer.holds("safety") else []
    if viewer.is_administrator:
        items.append(_item("rules", "Rules", url_name="policy-list"))
    return items


def _item(
    key: str, label: str, short: str = "", *, icon: str = "", on_bar: bool = False, url_name: str = ""
) -> NavItem:
    return NavItem(key, label, short or label, icon or key, reverse(url_name or key), on_bar)

"""The viewer of the pages and the API of listings: where they stand, and by which clock."""

from django.http import HttpRequest

from banks.asking.listings.presenters import ListingViewer
from banks.errors import NotFound
from banks.people.members.capabilities import Capability
from banks.people.members.nearness import own_point
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import require_viewer
from banks.policies.clock import now
from banks.policies.queries import bank_zone


def onlooker(request: HttpRequest) -> Viewer:
    """A member who may see offers and requests; 404 for all others."""
    viewer = require_viewer(request)
    if not viewer.can(Capability.SEE_LISTINGS):
        raise NotFound()
    return viewer


def listing_viewer(viewer: Viewer) -> ListingViewer:
    at = now()
    zone = bank_zone(at)
    return ListingViewer(viewer, own_point(viewer), at.astimezone(zone).date(), zone)

"""Reads about who offers or asks for what.

Guarantees: others see what is shown, still lasts, and belongs to somebody who may be listed; nothing else.
Called by: the pages and the API of listings.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from banks.asking.listings.models import Listing, ListingFlag
from banks.errors import NotFound
from banks.people.members.nearness import nearest_first
from banks.people.members.queries import listed_members
from banks.people.members.rules import Viewer
from banks.people.places.rules import Point

NEAREST, NEWEST = "near", "new"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among the listings; `what` is the id of a service or of a category."""

    text: str = ""
    kind: str = ""
    what: UUID | None = None
    town: str = ""
    sort: str = NEWEST


def visible_listings(*, on: date) -> QuerySet[Listing]:
    """What members see on a day, newest first."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    found = Listing.objects.filter(lasting, state=Listing.State.SHOWN, member__in=listed_members(on=on))
    return found.select_related("member", "service__category").order_by("-made_at", "pk")


def find_listings(wanted: Wanted, *, on: date, near: Point | None = None) -> QuerySet[Listing]:
    """The listings that fit; nearest first where that is asked and the asker's own place is known."""
    found = visible_listings(on=on)
    if wanted.text:
        found = found.filter(_says(wanted.text))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.what:
        found = found.filter(Q(service=wanted.what) | Q(service__category=wanted.what))
    if wanted.town:
        found = found.filter(member__town__iexact=wanted.town)
    if wanted.sort == NEAREST and near is not None:
        found = nearest_first(found, near, of="member__")
    return found


def _says(text: str) -> Q:
    names = ("title", "details", "service__name", "service__category__name", "member__name")
    said = Q()
    for name in names:
        said |= Q(**{f"{name}__icontains": text})
    return said


def towns_with_listings(*, on: date) -> list[str]:
    """Towns in which somebody offers or asks for something."""
    found = visible_listings(on=on).exclude(member__town="").order_by("member__town")
    return list(found.values_list("member__town", flat=True).distinct())


def own_listings(viewer: Viewer) -> QuerySet[Listing]:
    """A member's own and those of the organisations they act for, open ones first."""
    mine = Listing.objects.filter(member__in=[viewer.member_id, *viewer.acts_for])
    return mine.select_related("member", "service__category").order_by(_is(Listing.State.CLOSED), "-made_at", "pk")


def listing_by_id(listing_id: UUID) -> Listing:
    listing = Listing.objects.filter(pk=listing_id).select_related("member", "service__category").first()
    if listing is None:
        raise NotFound(listing=listing_id)
    return listing


def is_visible(listing: Listing, *, on: date) -> bool:
    return visible_listings(on=on).filter(pk=listing.pk).exists()


def listings_to_look_at(*, on: date) -> QuerySet[Listing]:
    """The queue of those who watch: found odd since the last look first, then what waits, then what is new."""
    odd = ListingFlag.objects.filter(listing=OuterRef("pk")).filter(
        Q(listing__looked_at=None) | Q(made_at__gt=OuterRef("looked_at"))
    )
    found = Listing.objects.filter(
        state__in=[Listing.State.WAITING, Listing.State.SHOWN], member__in=listed_members(on=on)
    ).annotate(is_odd=Exists(odd))
    due = found.filter(Q(state=Listing.State.WAITING) | Q(looked_at=None) | Q(is_odd=True))
    first = _is(Listing.State.WAITING).desc()
    return due.select_related("member", "service__category").order_by("-is_odd", first, "made_at", "pk")


def _is(state: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(state=state), output_field=BooleanField())


def flags_of(listing: Listing) -> QuerySet[ListingFlag]:
    """Who found it odd and why, newest first."""
    return ListingFlag.objects.filter(listing=listing).select_related("member").order_by("-made_at")

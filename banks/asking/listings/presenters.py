"""Offers and requests as the pages and the API show them to one viewer.

Guarantees: distance and likely driving time are from the viewer's own place to the town of the other, never to
the house; contact fields appear only as far as their owner shows them and may be shown at all.
"""

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse

from banks.asking.listings.models import Listing
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.people.members.nearness import distance_words
from banks.people.members.queries import able
from banks.people.members.rules import Viewer, may_see_contact
from banks.people.places.rules import Point

STATE_WORDS = {
    Listing.State.WAITING: "Waits to be looked at",
    Listing.State.HELD: "Waits until you have given",
    Listing.State.SHOWN: "Shown",
    Listing.State.HIDDEN: "Not shown",
    Listing.State.CLOSED: "Closed",
}
HELD_WORDS = (
    "You have received more than you have given, and our guidelines ask to give a service before asking for another. "
    "This request waits until your balance is no longer below zero; then it goes on by itself."
)
REMINDER = "Your balance is below zero. Our guidelines ask to give a service before asking for another."


@dataclass(frozen=True, slots=True)
class ListingViewer:
    """Who looks, from where, on which day of the bank."""

    viewer: Viewer
    near: Point | None
    today: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class ShownListing:
    """One line of a list."""

    kind: str
    title: str
    service: str
    person: str
    town: str
    url: str
    distance_text: str
    details: str
    made_on: date
    ends_on: date | None
    state: str
    state_words: str


def listing_row(listing: Listing, eye: ListingViewer) -> ShownListing:
    own = listing.member_id == eye.viewer.member_id
    lapsed = listing.ends_on is not None and listing.ends_on < eye.today and listing.state == Listing.State.SHOWN
    return ShownListing(
        kind=listing.kind,
        title=listing.title,
        service=listing.service.name,
        person="You" if own else listing.member.name,
        town=listing.member.town,
        url=reverse("listing", args=[listing.pk]),
        distance_text="" if own else distance_words(listing.member, eye.near),
        details=listing.details,
        made_on=listing.made_at.astimezone(eye.zone).date(),
        ends_on=listing.ends_on,
        state="lapsed" if lapsed else listing.state,
        state_words="Ended" if lapsed else STATE_WORDS[Listing.State(listing.state)],
    )


def contact_of(member: Member, viewer: Viewer, *, on: date) -> dict[str, str]:
    """How to reach somebody, as far as they allow; a minor's contact is shown to nobody but coordinators."""
    listed = bool(able([member], Capability.SHOW_CONTACTS, on=on))

    def shown(value: str, shows: str) -> str:
        allowed = may_see_contact(viewer, subject_id=member.pk, shows=shows, listed=listed)
        return value if allowed else ""

    phone = shown(member.phone, member.shows_phone)
    return {
        "name": member.name,
        "phone": phone,
        "phone_href": "tel:" + re.sub(r"[^+\d]", "", phone) if phone else "",
        "email": shown(member.email, member.shows_email),
    }

"""The demo's offers and requests, and one offer that a member reports.

Guarantees: uses the services that the pages use, on days of the last weeks; skips people who have left or may not post
yet. Called by: seeding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from banks.asking.listings.errors import PostingNotYet
from banks.asking.listings.models import Listing
from banks.asking.listings.services import Draft, flag_listing, look_at_listing, post_listing
from banks.hours.catalogue.models import Service
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.policies.clock import bank_day


@dataclass(frozen=True)
class Post:
    """One offer ("+") or request ("-") of a demo bank, so many days ago."""

    name: str
    sign: str
    service: str
    title: str
    days_ago: int
    details: str = ""


P = Post
POSTS: Mapping[str, tuple[Post, ...]] = {
    "lamoni": (
        P("Bill Nordstrom", "+", "Lawn Mowing", "Mowing on Saturday mornings", 40, "With my own mower. Edges too."),
        P("Anne Kessler", "+", "Canning", "Canning tomatoes together", 33, "Bring jars; I have the big kettle."),
        P("Opal Jensen", "+", "Medical Appointments", "Rides to the clinic in Leon", 21, "Tuesdays and Thursdays."),
        P("Samuel Ortiz", "+", "Tree Trimming", "Trimming fruit trees", 17, "February to April is best."),
        P("Ruth Delgado", "-", "Storm Windows", "Storm windows before the frost", 9, "Six windows, ground floor."),
        P("Nina Park", "-", "Piano Lessons", "Piano lessons for a beginner", 6, "Evenings suit me."),
        P("Theo Marsh", "+", "Painting", "Painting, cash preferred", 3, "Twenty dollars an hour."),
    ),
    "valley": (
        P("Priya Raman", "+", "Language Lessons", "Spanish over tea", 35, "Beginners are welcome."),
        P("Hollis Greene", "+", "Moving with a Truck", "A truck and two hands", 24, "I like to drive."),
        P("Tess Moreau", "-", "Wood Stacking", "Two cords to stack", 11, "Soup included."),
        P("Desmond Clarke", "+", "Guitar Lessons", "First chords", 8),
        P("Ingrid Solberg", "-", "Rides", "To the train in Greenfield, Fridays", 5, "Around four in the afternoon."),
        P("Yusuf Aydin", "+", "Coaching", "Get rich from home", 2, "Ask me for the link."),
    ),
    "door": (
        P("Anne Baptiste", "+", "Quilting", "Quilting circle, all skills", 38, "Wednesdays, two o'clock."),
        P("Adrian Koch", "+", "Airport Shuttle", "To Green Bay airport", 26, "Early flights are fine."),
        P("Carl Weber", "+", "Firewood", "Splitting and stacking", 19),
        P("Ramona Vega", "-", "Computer Help", "My photos onto a stick", 12, "An hour, with patience."),
        P("Dora Flynn", "-", "Snow Removal", "The path to my door", 7, "Only after big snowfalls."),
        P("Beth Solano", "+", "Outings", "Walks along the Ahnapee", 4),
        P("Amos Reed", "+", "Raking", "Raking, tips welcome", 1, "Bring a few dollars."),
    ),
}  # fmt: skip
ODD_WORDS = "It asks for money; here we trade hours."


def post_offers(slug: str, *, today: datetime) -> None:
    """Post the listings of one bank; an administrator checks the older ones, and a member flags the last one."""
    services = {service.name: service.pk for service in Service.objects.all()}
    people = {member.name: member for member in Member.objects.filter(left_on=None)}
    posted: list[Listing] = []
    for post in POSTS.get(slug, ()):
        if post.name in people and post.service in services:
            when = today - timedelta(days=post.days_ago)
            draft = Draft("offer" if post.sign == "+" else "request", services[post.service], post.title, post.details)
            try:
                posted.append(
                    post_listing(actor=viewer_of(people[post.name], on=bank_day(when)), draft=draft, now=when).listing
                )
            except PostingNotYet:
                continue
    _watch(posted, today)


def _watch(posted: list[Listing], today: datetime) -> None:
    watcher = Member.objects.filter(powers__kind="administrator").order_by("number").first()
    if len(posted) < 2 or watcher is None:
        return
    *older, odd = posted
    watching = viewer_of(watcher, on=bank_day(today))
    for listing in older[:-1]:
        look_at_listing(actor=watching, listing_id=listing.pk, now=listing.made_at + timedelta(days=1))
    finder = viewer_of(older[0].member, on=bank_day(today))
    flag_listing(actor=finder, listing_id=odd.pk, reason=ODD_WORDS, now=today - timedelta(hours=5))

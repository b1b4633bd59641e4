"""The demo's people, places and offers fit the banks they live in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from banks.asking.listings.models import Listing, ListingFlag
from banks.asking.listings.queries import listings_to_look_at, visible_listings
from banks.identity.rules import NOBODY
from banks.people.members.homes import geocode_members
from banks.people.members.models import Member
from banks.people.members.services import NewMember, take_in
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from hosting.demo.offers import POSTS, post_offers
from hosting.demo.people import DEMO_BANKS, DemoBank
from tenants.context import in_bank


@pytest.mark.parametrize("demo", DEMO_BANKS, ids=lambda demo: demo.slug)
def test_everybody_posts_lives_somewhere_and_one_offer_is_odd(demo: DemoBank, request: pytest.FixtureRequest) -> None:
    today = timezone.now()
    with in_bank(request.getfixturevalue(demo.slug)):
        joined = bank_day(today - timedelta(days=90))
        waiver = policy_in_force(MembershipPolicy, today).value.waiver_version or ""
        for person in demo.people:
            new = NewMember(
                name=person.name, joined_on=joined, town=person.town, oriented_on=joined, waiver_version=waiver,
                access="full",
            )  # fmt: skip
            take_in(new=new, actor_id=NOBODY, now=today - timedelta(days=90))
        post_offers(demo.slug, today=today)
        geocode_members(now=today)
        names = [person.name for person in demo.people]
        assert Listing.objects.count() == len(POSTS[demo.slug])
        assert visible_listings(on=bank_day(today)).count() == len(POSTS[demo.slug])
        assert ListingFlag.objects.count() == 1
        assert [each.is_odd for each in listings_to_look_at(on=bank_day(today))] == [True, False]  # type: ignore[attr-defined]
        unsettled = Member.objects.filter(name__in=names, latitude=None).values_list("name", "town")
        assert set(unsettled) <= {("Dora Flynn", "Gills Rock")}  # a hamlet without a post office

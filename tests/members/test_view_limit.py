"""Nobody copies the directory: sixty looks an hour and two hundred a day, a friendly pause, coordinators exempt."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone
from time_machine import TimeMachineFixture

import hosting.settings
from banks.people.members.errors import TooManyLooks
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.view_limit import count_view
from banks.policies.clock import bank_day
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, member_id

PAUSE = "You have looked at many people in a short time."


@pytest.fixture(autouse=True)
def as_deployed(settings: LazySettings) -> None:
    """The limits that every deployment begins with."""
    settings.MOST_LOOKS_AN_HOUR = hosting.settings.MOST_LOOKS_AN_HOUR
    settings.MOST_LOOKS_A_DAY = hosting.settings.MOST_LOOKS_A_DAY


def looks(bank: Bank, name: str, times: int, at: datetime) -> int:
    """How many of so many looks were let through."""
    with in_bank(bank):
        looking = viewer_of(Member.objects.get(name=name), on=bank_day(at))
        for done in range(times):
            try:
                count_view(looking, now=at)
            except TooManyLooks:
                return done
    return times


def test_the_sixty_first_look_within_an_hour_is_asked_to_wait(lamoni: Bank, door: Bank) -> None:
    at = timezone.now().replace(minute=30)
    assert looks(lamoni, "Bill", 70, at) == 60
    assert looks(lamoni, "Bill", 70, at + timedelta(hours=1)) == 60, "the next hour begins afresh"
    assert looks(lamoni, "Karen", 5, at) == 5, "one member's looks are not another's"
    assert looks(door, "Bill", 5, at) == 5, "nor another bank's"
    assert looks(lamoni, "Cora", 300, at) == 300, "coordinators look up people all day"


def test_two_hundred_looks_are_the_most_of_a_day(lamoni: Bank) -> None:
    morning = timezone.now().replace(hour=1, minute=0)
    assert [looks(lamoni, "Dora", 60, morning + timedelta(hours=hour)) for hour in range(5)] == [60, 60, 60, 20, 0]


def test_the_pause_is_a_friendly_page_and_counts_pages_people_and_the_api_together(
    lamoni: Bank, settings: LazySettings, time_machine: TimeMachineFixture
) -> None:
    settings.MOST_LOOKS_AN_HOUR = 3
    time_machine.move_to(timezone.now().replace(minute=30), tick=False)  # an hour that does not end meanwhile
    bill, karen = Browser(lamoni, "Bill"), member_id(lamoni, "Karen")
    assert bill.get("/directory/").status == 200
    assert bill.get(f"/directory/{karen}/").status == 200
    assert bill.client.get("/api/v1/members/").status_code == 200
    page = bill.get("/directory/")
    assert page.status == 429
    assert PAUSE in page.text
    assert "Karen" not in page.text
    assert bill.get(f"/directory/{karen}/").status == 429
    answer = bill.client.get("/api/v1/members/")
    assert (answer.status_code, answer.json()["code"]) == (429, "members.too_many_looks")
    assert bill.get(f"/directory/{member_id(lamoni, 'Bill')}/").status == 200, "one's own page is no look"
    assert Browser(lamoni, "Cora").get("/directory/").status == 200

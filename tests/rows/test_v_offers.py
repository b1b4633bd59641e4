"""Rows V-offers and L14: odd offers are looked at by those whose task it is; below zero one gives before asking.

Over HTTP on each bank's own host. In Valley it is Management's task, in Lamoni the chairperson's.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.utils import timezone

from banks.asking.listings import services
from banks.asking.listings.models import Listing
from banks.asking.listings.services import Draft, post_listing, release_held
from banks.hours.catalogue.models import Service
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange
from banks.notices.models import Notice
from banks.people.members.models import Member, Power
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.kinds import OffersPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.policy import LimitsPolicy
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.live import LiveBank, LiveSite, Person
from tests.pages.browsing import Browser
from tests.rows.at_the_pages import Window, words
from tests.rows.reports import notices_about, report


def post(person: Person, kind: str, title: str, **more: Any) -> httpx.Response:
    service = more.pop("service", "") or next(iter(_services(person.bank)))
    return person.post("/api/v1/listings/", {"kind": kind, "service": service, "title": title, **more})


def _services(bank: LiveBank) -> list[str]:
    rows = bank.person("Anne").get("/api/v1/services/", limit=5).json()["results"]
    return [row["id"] for row in rows]


def a_title(what: str) -> str:
    return f"{what} {uuid4().hex[:8]}"


def found(person: Person, title: str) -> int:
    return int(person.get("/api/v1/listings/", q=title).json()["count"])


def address(listing: httpx.Response) -> str:
    return f"/listings/{listing.json()['id']}/"


# -- V-offers


def test_v_offers_an_odd_offer_is_found_by_a_member_and_hidden_by_who_looks_after_them(live_valley: LiveBank) -> None:
    title = a_title("Money for nothing")
    posted = post(live_valley.person("Bill"), "offer", title)
    assert (posted.status_code, posted.json()["state"]) == (201, "shown")
    before = notices_about(live_valley, "Bill")
    with Window(live_valley, "Anne") as anne:
        assert "This looks odd" in words(anne.get(address(posted)))
        thanks = anne.send(f"{address(posted)}odd/", reason="It asks for money.")
        assert "Somebody who looks after offers and requests will look at it." in words(thanks)
        assert anne.get("/listings/desk/").status_code == 403
    with Window(live_valley, "Ada") as ada:
        desk = words(ada.get("/listings/desk/"))
        assert title in desk
        assert "It asks for money." in desk
        done = ada.send(f"{address(posted)}hide/", reason="Here we trade hours, not money.")
        assert "is not shown any more. Bill is told why." in words(done)
        assert title not in words(ada.get("/listings/desk/"))
    assert found(live_valley.person("Anne"), title) == 0
    assert notices_about(live_valley, "Bill") == before + 1
    with Window(live_valley, "Bill") as bill:
        assert "Here we trade hours, not money." in words(bill.get(address(posted)))


def test_v_offers_what_is_fine_stays_and_leaves_the_queue(live_valley: LiveBank) -> None:
    title = a_title("Piano lessons")
    posted = post(live_valley.person("Karen"), "offer", title)
    with Window(live_valley, "Ada") as ada:
        assert title in words(ada.get("/listings/desk/"))
        assert f"“{title}” is fine." in words(ada.send_from("/listings/desk/", f"{address(posted)}fine/"))
        assert title not in words(ada.get("/listings/desk/"))
    assert found(live_valley.person("Anne"), title) == 1


def test_v_offers_only_those_whose_task_it_is_hide(live_valley: LiveBank) -> None:
    """Cora is a coordinator; in Valley looking at offers is Management's, which she does not hold."""
    title = a_title("Knitting")
    posted = post(live_valley.person("Bill"), "offer", title)
    for name in ("Anne", "Cora"):
        with Window(live_valley, name) as window:
            for path in ("/listings/desk/", f"{address(posted)}hide/"):
                assert window.get(path).status_code == 403, (name, path)
            assert window.send_from("/listings/mine/", f"{address(posted)}hide/", reason="x").status_code == 403
            assert window.send_from("/listings/mine/", f"{address(posted)}fine/").status_code == 403
    assert found(live_valley.person("Anne"), title) == 1


def test_v_offers_in_door_county_the_coordinator_looks(live_door: LiveBank) -> None:
    posted = post(live_door.person("Bill"), "offer", a_title("Firewood"))
    with Window(live_door, "Cora") as cora:
        assert "Take it off the lists" in words(cora.get(address(posted)))
        assert cora.get("/listings/desk/").status_code == 200


def test_v_offers_one_bank_never_sees_anothers(live_valley: LiveBank, live_door: LiveBank) -> None:
    title = a_title("Goat milk")
    posted = post(live_valley.person("Bill"), "offer", title)
    assert found(live_valley.person("Anne"), title) == 1
    assert found(live_door.person("Anne"), title) == 0
    with Window(live_door, "Ada") as ada:
        assert ada.get(address(posted)).status_code == 404
        assert ada.get(f"{address(posted)}hide/").status_code == 404


def test_v_offers_the_power_by_itself_is_enough_and_ends_with_its_day(valley: Bank) -> None:
    with in_bank(valley):
        today = timezone.now().date()
        dora = Member.objects.get(name="Dora")
        Power.objects.create(member=dora, kind="offers", begins_on=today - timedelta(days=9), ends_on=None)
    assert Browser(valley, "Dora").get("/listings/desk/").status == 200
    with in_bank(valley):
        Power.objects.filter(kind="offers").update(ends_on=today - timedelta(days=3))
    assert Browser(valley, "Dora").get("/listings/desk/").status == 403


def test_v_offers_without_the_question_anybody_could_hide(valley: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard out."""
    with in_bank(valley):
        bill = viewer_of(Member.objects.get(name="Bill"), on=timezone.now().date())
        draft = Draft("offer", Service.objects.all()[0].pk, "Bread")
        listing = post_listing(actor=bill, draft=draft, now=timezone.now()).listing
    assert Browser(valley, "Anne").post(f"/listings/{listing.pk}/hide/", reason="x").status == 403
    monkeypatch.setattr("banks.asking.listings.desk_views.watches_offers", lambda looking, now: True)
    assert (
        Browser(valley, "Anne").post(f"/listings/{listing.pk}/hide/", reason="x").status == 403
    )  # the service asks too
    monkeypatch.setattr(services, "watches_offers", lambda looking, now: True)
    assert Browser(valley, "Anne").post(f"/listings/{listing.pk}/hide/", reason="x").status == 302


def rule(bank: Bank, value: Any) -> None:
    with in_bank(bank):
        ada, at = Member.objects.get(name="Ada"), timezone.now()
        adopt_policy(value=value, effective_at=at, actor_id=ada.pk, reason="We try it", now=at, may_adopt=True)


def test_v_offers_a_bank_that_looks_first_shows_nothing_before(door: Bank) -> None:
    with in_bank(door):
        service = str(Service.objects.get(name="Baking").pk)
    rule(door, OffersPolicy(moderation="pre", owner="coordinator"))
    bill, anne, cora = (Browser(door, name) for name in ("Bill", "Anne", "Cora"))
    where = bill.post("/listings/new/", kind="offer", service=service, title="Rye bread", key=str(uuid4())).to
    assert "It is looked at first, then others see it." in bill.get(where).text
    assert anne.get(where).status == 404
    assert "Rye bread" not in anne.get("/listings/").text
    assert "It is fine, show it" in cora.get("/listings/desk/").text
    assert cora.post(f"{where}fine/").status == 302
    assert "Rye bread" in anne.get("/listings/").text
    with in_bank(door):
        assert "Other members see it now." in Notice.objects.filter(member__name="Bill").latest("made_at").body
    bill.post(f"{where}change/", service=service, title="Rye bread, sliced")
    assert anne.get(where).status == 404  # changed words are looked at again


# -- L14


def test_l14_below_zero_recording_works_and_a_new_request_is_held_with_an_explanation(
    site: LiveSite, live_lamoni: LiveBank
) -> None:
    dora, carl = live_lamoni.person("Dora"), live_lamoni.person("Carl")
    service = live_lamoni.service("Lawn Mowing")
    while dora.balance() >= 0:
        received = report(carl, on=site.day(), service="Lawn Mowing", gave={"Carl": 60}, received=["Dora"])
        assert received.status_code == 201, received.text
    assert dora.balance() <= -60 + 59
    recorded = report(carl, on=site.day(), service="Lawn Mowing", gave={"Carl": 15}, received=["Dora"])
    assert recorded.status_code == 201  # the overdraft itself is allowed
    title = a_title("Somebody to mow")
    asked = post(dora, "request", title, service=service)
    assert (asked.status_code, asked.json()["state"]) == (201, "held")
    assert "give a service before asking for another" in asked.json()["sentence"]
    assert found(carl, title) == 0
    with Window(live_lamoni, "Dora") as window:
        page = words(window.get(address(asked)))
        assert "This request waits." in page
        assert "until your balance is no longer below zero" in page
        assert "Waits until you have given" in words(window.get("/listings/mine/"))
    offered = post(dora, "offer", a_title("Typing"), service=service)
    assert offered.json()["state"] == "shown"


def _give(bank: Bank, giver: str, taker: str, minutes: int) -> None:
    people = {name: Member.objects.get(name=name) for name in (giver, taker)}
    today = timezone.now().date() - timedelta(days=2)
    reported = Report(
        key=uuid4(), providers=[Part(people[giver].pk, minutes)], receivers=[people[taker].pk],
        service_id=Service.objects.all()[0].pk, service_date=today, separate=True,
    )  # fmt: skip
    record_exchange(actor=viewer_of(people[giver], on=today), report=reported, channel="page", now=timezone.now())


def viewer(name: str) -> Viewer:
    return viewer_of(Member.objects.get(name=name), on=timezone.now().date())


def test_l14_having_given_the_request_goes_on_by_itself(lamoni: Bank) -> None:
    with in_bank(lamoni):
        _give(lamoni, "Bill", "Anne", 60)
        draft = Draft("request", Service.objects.all()[0].pk, "My lawn")
        listing = post_listing(actor=viewer("Anne"), draft=draft, now=timezone.now()).listing
        assert listing.state == Listing.State.HELD
        assert release_held(now=timezone.now()) == 0
        _give(lamoni, "Anne", "Karen", 60)
        assert release_held(now=timezone.now()) == 1
        assert release_held(now=timezone.now()) == 0
        assert "Thank you for giving first." in Notice.objects.filter(member__name="Anne").latest("made_at").body
    assert "My lawn" in Browser(lamoni, "Bill").get("/listings/").text


def test_l14_the_ten_minute_round_lets_requests_go(lamoni: Bank) -> None:
    from hosting.schedule import daily_round

    with in_bank(lamoni):
        _give(lamoni, "Bill", "Anne", 60)
        draft = Draft("request", Service.objects.all()[0].pk, "My lawn")
        listing = post_listing(actor=viewer("Anne"), draft=draft, now=timezone.now()).listing
        _give(lamoni, "Anne", "Karen", 60)
        daily_round.run()
        listing.refresh_from_db()
        assert listing.state == Listing.State.SHOWN


def test_l14_a_request_posted_before_stays_when_its_words_change_below_zero(lamoni: Bank) -> None:
    with in_bank(lamoni):
        service = str(Service.objects.all()[0].pk)
        draft = Draft("request", Service.objects.all()[0].pk, "My lawn")
        listing = post_listing(actor=viewer("Anne"), draft=draft, now=timezone.now()).listing
        _give(lamoni, "Bill", "Anne", 60)
    where = f"/listings/{listing.pk}/"
    Browser(lamoni, "Anne").post(f"{where}change/", service=service, title="My lawn on Friday")
    assert "My lawn on Friday" in Browser(lamoni, "Bill").get("/listings/").text


@pytest.mark.parametrize(("action", "state", "said"), [("warn", "shown", True), ("none", "shown", False)])
def test_l14_a_bank_may_remind_or_not_ask_at_all(lamoni: Bank, action: str, state: str, said: bool) -> None:
    with in_bank(lamoni):
        limits = policy_in_force(LimitsPolicy, timezone.now()).value
        service = str(Service.objects.all()[0].pk)
        _give(lamoni, "Bill", "Anne", 60)
    rule(lamoni, limits.model_copy(update={"overdraft_request_action": action}))
    anne = Browser(lamoni, "Anne")
    where = anne.post("/listings/new/", kind="request", service=service, title="My lawn", key=str(uuid4())).to
    page = anne.get(where)
    assert ("give a service before asking for another" in page.text) is said
    assert "My lawn" in Browser(lamoni, "Bill").get("/listings/").text
    with in_bank(lamoni):
        assert Listing.objects.get().state == state

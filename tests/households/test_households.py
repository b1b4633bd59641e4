"""Households: one letter for all, and no report by phone for one's own."""

from typing import Any

import pytest
from django.utils import timezone

from banks.hours.exchanges import services
from banks.notices.services import notify
from banks.people.members.models import Household, Member
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.live import LiveBank, LiveSite
from tests.pages.browsing import Browser, any_service, balance, days_ago, key, member, member_id
from tests.rows.reports import Change
from tests.rows.reports import report as live_report


def together(bank: Bank, *names: str, by: str = "Cora") -> Any:
    people = [member_id(bank, name) for name in names]
    return Browser(bank, by).post("/households/", name=" and ".join(names), members=people)


def by_phone(bank: Bank, *, provider: str, receiver: str, by: str = "Cora") -> Any:
    return Browser(bank, by).post(
        "/phone/", key=key(), provider=member_id(bank, provider), receiver=member_id(bank, receiver),
        service=any_service(bank), service_date=days_ago(bank, 3).isoformat(), length="60",
    )  # fmt: skip


def test_coordinators_put_people_together_change_it_and_take_it_back(door: Bank) -> None:
    assert together(door, "Amos", "Beth").status == 302
    home = member(door, "Amos").household_id
    assert home == member(door, "Beth").household_id is not None
    cora = Browser(door, "Cora")
    assert "Amos, Beth" in cora.get("/households/").text
    assert "Lives in the household Amos and Beth" in cora.get(f"/directory/{member_id(door, 'Amos')}/").text
    changed = cora.post(
        f"/households/{home}/", name="Beth and Carl", members=[member_id(door, "Beth"), member_id(door, "Carl")]
    )
    assert changed.status == 302
    assert member(door, "Amos").household_id is None
    assert member(door, "Carl").household_id == home
    assert cora.post(f"/households/{home}/end/").status == 302
    assert member(door, "Carl").household_id is None
    with in_bank(door):
        assert not Household.objects.exists()


def test_a_household_has_two_people_who_live_nowhere_else(door: Bank) -> None:
    one = together(door, "Amos")
    assert one.status == 422
    assert "at least two people" in one.text
    assert together(door, "Amos", "Beth").status == 302
    elsewhere = together(door, "Beth", "Carl")
    assert elsewhere.status == 422
    assert "Beth belongs to another household" in elsewhere.text
    assert together(door, "Anne", "Bill", by="Anne").status == 403
    assert Browser(door, "Cora").post("/households/", members=[]).status == 422


def test_the_paper_pile_holds_one_letter_for_each_household(door: Bank) -> None:
    together(door, "Amos", "Beth")
    with in_bank(door):
        Member.objects.filter(name__in=["Amos", "Beth", "Carl"]).update(email="")
        for name in ("Amos", "Carl", "Beth"):
            notify([Member.objects.get(name=name)], template="welcome", context={"number": 1}, now=timezone.now())
    page = Browser(door, "Cora").get("/paper/")
    assert "Amos and Beth: one letter" in page.text, page.text
    first, second = page.text.index("Handed over to Amos"), page.text.index("Handed over to Beth")
    assert page.text.index("Handed over to Carl") > second > first


def test_phone_selfdeal_refused(door: Bank) -> None:
    """A coordinator takes no report by phone in which they, or somebody of their household, take part."""
    together(door, "Cora", "Bill")
    for provider, receiver in (("Bill", "Ramona"), ("Ramona", "Bill"), ("Cora", "Ramona")):
        refused = by_phone(door, provider=provider, receiver=receiver)
        assert refused.status == 422
        assert "Another coordinator takes such a report by phone" in refused.text
    assert balance(door, "Bill") == 0
    assert by_phone(door, provider="Anne", receiver="Ramona").status == 302
    assert by_phone(door, provider="Bill", receiver="Ramona", by="Ada").status == 302
    given = {
        "key": key(), "step": "send", "person": member_id(door, "Ramona"), "service": any_service(door), "length": "60",
        "service_date": days_ago(door, 4).isoformat(),
    }  # fmt: skip
    assert Browser(door, "Cora").post("/record/provided/", **given).status == 302, "her own she records like everybody"


def test_phone_selfdeal_without_its_guard_would_pay(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    together(door, "Cora", "Bill")
    monkeypatch.setattr(services, "_is_own", lambda actor, member: False)
    assert by_phone(door, provider="Bill", receiver="Ramona").status == 302
    assert balance(door, "Bill") == 60


def test_phone_selfdeal_refused_in_the_api_by_its_code(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Cora", "Ramona")
    cora = live_door.person("Cora")
    answer = live_report(cora, on=site.day(), service="Firewood", gave={"Cora": 60}, received=["Ramona"], by_phone=True)
    assert answer.status_code == 422
    assert answer.json()["code"] == "exchanges.own_household"
    assert change.since() == {"Cora": 0, "Ramona": 0}

"""Every refusal of a report stands on the page as a sentence, what was typed stays, and the books do not change."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from banks.hours.exchanges.models import Exchange
from banks.membership.leaving.services import end_membership
from banks.people.members.rules import Viewer
from banks.policies.clock import now
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.accounts import Limits, set_limits
from ledger.policy import HoursPolicy
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, balance, days_ago, key, member, member_id, report


def exchanges(bank: Bank) -> int:
    with in_bank(bank):
        return Exchange.objects.count()


def sent(bank: Bank, **changes: Any) -> Page:
    """Anne reports that Bill helped her, with something wrong; the note must survive."""
    given = report(bank, person=member_id(bank, "Bill"), note="Kept as typed", **changes)
    page = Browser(bank, "Anne").post("/record/received/", **given, step="send")
    assert page.status == 422, page.text
    assert page.has_field("note", "Kept as typed")
    assert exchanges(bank) == 0
    assert balance(bank, "Anne") == 0
    return page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"length": "0"}, "A service lasts longer than nothing."),
        ({"length": "-60"}, "A service lasts longer than nothing."),
        ({"length": "1441"}, "One service can last at most 24 Time Credits."),
        ({"length": "99999999999999999999"}, "One service can last at most"),
        ({"length": ""}, "Choose how long it took"),
        ({"length": "an hour"}, "Type the length as whole numbers"),
        ({"length": "other", "length_hours": "1", "length_minutes": "x"}, "Type the length as whole numbers"),
        ({"service_date": ""}, "Choose the day of the service."),
        ({"service_date": "yesterday"}, "Write the day as year-month-day"),
        ({"service_date": "0001-01-01"}, "Please check the year."),
        ({"service_date": "9999-12-31"}, "Please check the year."),
        ({"service": ""}, "Choose a category and service"),
        ({"service": "gardening"}, "Choose a service from the list."),
        ({"service": "019d0000-0000-7000-8000-000000000000"}, "Please choose a category and a service"),
        ({"travel": "far"}, "Write the way as whole minutes"),
        ({"travel": "-5"}, "The way cannot be shorter than nothing."),
        ({"travel": "1500"}, "One service can last at most"),
    ],
)
def test_each_slip_gets_its_sentence(door: Bank, typed: dict[str, str], sentence: str) -> None:
    assert sentence in sent(door, **typed).text


def test_what_cannot_be_read_stays_in_its_box(door: Bank) -> None:
    page = sent(door, length="other", length_hours="1", length_minutes="x")
    assert page.has_field("length_hours", "1")
    assert page.has_field("length_minutes", "x")
    assert page.has_field("service_date", days_ago(door, 3).isoformat())


def test_the_fault_stands_beside_its_field(door: Bank) -> None:
    page = sent(door, length="0")
    assert page.form.errors["length"] == [
        "A service lasts longer than nothing. Please give its length, for example 1:15."
    ]


def test_minutes_off_the_step_where_the_bank_rejects_them(valley: Bank) -> None:
    ada = member(valley, "Ada").pk
    with in_bank(valley):
        at = now()
        strict = policy_in_force(HoursPolicy, at).value.model_copy(update={"rounding": "reject", "granularity": 15})
        adopt_policy(value=strict, effective_at=at, actor_id=ada, reason="A test", may_adopt=True, now=at)
    given = report(valley, person=member_id(valley, "Bill"), length="50", note="Kept as typed")
    given["service_date"] = days_ago(valley, -1).isoformat()
    with time_machine.travel(now() + timedelta(days=2)):
        page = Browser(valley, "Anne").post("/record/received/", **given, step="send")
    assert page.status == 422
    assert page.form.errors["length"] == [
        "This bank records time in steps of 15 minutes. Please agree on such a length."
    ]
    assert page.has_field("note", "Kept as typed")


def test_a_day_in_the_future(door: Bank) -> None:
    page = sent(door, service_date=days_ago(door, -1).isoformat())
    assert page.form.errors["service_date"] == [
        "The day of the service lies in the future. Please report it once it has happened."
    ]


def test_a_day_before_joining(lamoni: Bank) -> None:
    page = sent(lamoni, service_date="2020-01-01")
    assert "services before that day cannot be recorded" in page.text


def test_later_than_the_bank_allows(door: Bank) -> None:
    page = sent(door, service_date=days_ago(door, 61).isoformat())
    assert "Services are reported within 60 days; this one was 61 days ago." in page.text
    assert "Only a coordinator can make an exception" in page.text


def test_a_coordinator_makes_an_exception_with_a_reason(door: Bank) -> None:
    cora = Browser(door, "Cora")
    given = report(door, person=member_id(door, "Bill"), service_date=days_ago(door, 61).isoformat())
    assert cora.post("/record/received/", **given, step="send").status == 422
    excused = cora.post("/record/received/", **given, late_reason="Bill was in hospital", step="send")
    assert excused.status == 302
    given["key"] = key()
    assert Browser(door, "Anne").post("/record/received/", **given, late_reason="Mine", step="send").status == 422


def test_nobody_chosen(door: Bank) -> None:
    page = Browser(door, "Anne").post("/record/received/", key=key(), person="", step="who")
    assert page.status == 422
    assert "Choose a person." in page.text


@pytest.mark.parametrize("nobody", ["Bill", "7", "{{7*7}}"])
def test_a_name_that_is_no_member(door: Bank, nobody: str) -> None:
    page = Browser(door, "Anne").post("/record/received/", key=key(), person=nobody, step="who")
    assert page.status == 422
    assert "Choose a person from the list." in page.text


def test_a_member_of_another_bank_does_not_exist(door: Bank, lamoni: Bank) -> None:
    given = report(door, person=member_id(lamoni, "Bill"))
    page = Browser(door, "Anne").post("/record/received/", **given, step="send")
    assert page.status == 422
    assert "is not a member of this bank" in page.text


def test_the_same_person_on_both_sides(door: Bank) -> None:
    anne_id = member_id(door, "Anne")
    page = Browser(door, "Anne").post("/record/received/", key=key(), person=anne_id, step="who")
    assert page.status == 422
    assert page.form.errors["person"] == ["Anne cannot both give and receive the same service."]
    both = {"driver": anne_id, "riders": [anne_id, member_id(door, "Bill")]}
    ride = Browser(door, "Anne").post("/record/ride/", key=key(), **both, step="who")
    assert ride.form.errors["riders"] == ["Anne cannot both give and receive the same service."]
    assert ride.has_field("driver", anne_id)


def test_somebody_who_left(door: Bank) -> None:
    cora, bill = member(door, "Cora"), member_id(door, "Bill")
    given = report(door, person=bill, service_date=days_ago(door, 0).isoformat())
    with in_bank(door):
        actor = Viewer(cora.pk, cora.account_id, cora.name, cora.number, frozenset({"coordinator"}))
        end_membership(actor=actor, member_id=member(door, "Bill").pk, now=now() - timedelta(days=2))
    anne = Browser(door, "Anne")
    assert bill not in anne.get("/record/received/").html
    page = anne.post("/record/received/", **given, step="send")
    assert page.status == 422
    assert "Bill left the bank on" in page.text


def test_a_report_for_others_is_a_coordinators(door: Bank) -> None:
    ids = {"driver": member_id(door, "Bill"), "riders": [member_id(door, "Karen")]}
    page = Browser(door, "Anne").post("/record/ride/", **report(door, **ids), step="send")
    assert page.status == 422
    assert "You can record services that you gave or received yourself." in page.text
    assert page.has_field("driver", ids["driver"]) or "riders" in page.html


def test_an_even_exchange_the_bank_does_not_know(door: Bank, valley: Bank) -> None:
    given = report(door, occasion="lottery", others=[member_id(door, "Bill")])
    page = Browser(door, "Anne").post("/record/even/", **given, step="send")
    assert page.status == 422
    assert "Choose what it was from the list." in page.text


def test_a_broken_key_is_asked_for_again(door: Bank) -> None:
    given = report(door, person=member_id(door, "Bill"), key="not a key")
    page = Browser(door, "Anne").post("/record/received/", **given, step="send")
    assert page.status == 422
    assert "Please open it again" in page.text


def test_a_hard_limit_stands_in_the_way(door: Bank) -> None:
    account = member(door, "Anne").account_id
    with in_bank(door):
        limits = Limits(floor_minutes=-30, floor_is_hard=True)
        set_limits(limits=limits, account_id=account, now=now())
    page = sent(door)
    assert "would fall below its lowest balance" in page.text

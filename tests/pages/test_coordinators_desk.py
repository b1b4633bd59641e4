"""The coordinator's pages: reports by phone, attendance lists, new members, leaving, leadership, paper."""

import re
from typing import Any

import pytest
from django.core import mail

from banks.hours.events.models import Event
from banks.notices.models import Notice
from banks.notices.services import notify
from banks.people.members.models import Member, Power
from banks.policies.clock import now
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, balance, days_ago, key, last_part, member, member_id, report

ANY_DAY = 3


def by_phone(bank: Bank, **changes: Any) -> dict[str, Any]:
    people = {"provider": member_id(bank, "Bill"), "receiver": member_id(bank, "Anne")}
    return report(bank, **{**people, **changes})


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("provider", "Ask who provided it."),
        ("receiver", "Ask who received it."),
        ("service", "Ask what was done, and choose the service."),
        ("service_date", "Ask on which day it was."),
        ("length", "Ask how long it took."),
    ],
)
def test_d_phone_each_missing_fact_is_named_at_its_field(door: Bank, fact: str, sentence: str) -> None:
    given = by_phone(door, note="She will call again")
    given[fact] = ""
    page = Browser(door, "Cora").post("/phone/", **given)
    assert page.status == 422
    assert page.form.errors == {fact: [sentence]}
    assert page.has_field("note", "She will call again")
    assert balance(door, "Bill") == 0


def test_d_phone_all_five_missing_are_named_at_once(door: Bank) -> None:
    page = Browser(door, "Cora").post("/phone/", key=key())
    assert set(page.form.errors) == {"provider", "receiver", "service", "service_date", "length"}


def test_d_phone_records_and_tells_both(door: Bank) -> None:
    cora = Browser(door, "Cora")
    done = cora.post("/phone/", **by_phone(door))
    receipt = cora.get(done.to)
    assert "by Cora, by phone" in receipt.text
    assert (balance(door, "Bill"), balance(door, "Anne")) == (60, -60)
    with in_bank(door):
        bodies = {notice.member.name: notice.body for notice in Notice.objects.select_related("member")}
    assert set(bodies) == {"Anne", "Bill"}
    assert "Cora recorded this after a call." in bodies["Anne"]


def test_d_twice_the_second_report_is_held_and_shows_the_first(door: Bank) -> None:
    bill, anne = Browser(door, "Bill"), Browser(door, "Anne")
    given = report(door)
    bill.post("/record/provided/", **given, person=member_id(door, "Anne"), step="send")
    second = anne.post("/record/received/", **{**given, "key": key()}, person=member_id(door, "Bill"), step="send")
    assert second.to.endswith("/answer/")
    question = anne.get(second.to)
    assert "Is this the same service?" in question.text
    assert "by Bill" in question.text
    assert balance(door, "Anne") == -60
    assert second.to in anne.get("/").html
    answered = anne.post(second.to, answer="same")
    assert "This is not counted." in anne.get(answered.to).text
    assert balance(door, "Anne") == -60
    assert anne.post(second.to, answer="another").status == 422


def test_a_held_report_that_is_another_service_is_counted(door: Bank) -> None:
    bill, anne = Browser(door, "Bill"), Browser(door, "Anne")
    given = report(door)
    bill.post("/record/provided/", **given, person=member_id(door, "Anne"), step="send")
    second = anne.post("/record/received/", **{**given, "key": key()}, person=member_id(door, "Bill"), step="send")
    assert Browser(door, "Karen").get(second.to).status == 404
    assert Browser(door, "Karen").post(second.to, answer="another").status == 404
    anne.post(second.to, answer="another")
    assert balance(door, "Anne") == -120


def test_undoing_asks_for_a_reason_and_happens_once(door: Bank) -> None:
    anne = Browser(door, "Anne")
    done = anne.post("/record/received/", **report(door), person=member_id(door, "Bill"), step="send")
    address = f"/exchanges/{last_part(done.to)}/undo/"
    asked = anne.post(address, reason=" ")
    assert asked.status == 422
    assert asked.form.errors["reason"] == ["Please say why this is undone; both sides will read it."]
    assert Browser(door, "Karen").post(address, reason="Mine").status == 404
    assert anne.post(address, reason="It was on Tuesday").status == 302
    assert balance(door, "Anne") == 0
    again = anne.post(address, reason="It was on Tuesday")
    assert again.status == 422
    assert "was undone on" in again.text
    statement = anne.get("/statement/")
    assert "Undone:" in statement.text
    assert "It was on Tuesday" in statement.text


def gathering(bank: Bank, names: list[str], **changes: Any) -> dict[str, Any]:
    given = {
        "key": key(), "kind": "event", "title": "Spring potluck", "length": "180",
        "held_on": days_ago(bank, ANY_DAY).isoformat(), "here": [member_id(bank, name) for name in names],
    }  # fmt: skip
    return {**given, **changes}


def test_an_attendance_list_with_helpers(door: Bank) -> None:
    cora = Browser(door, "Cora")
    early, late = member_id(door, "Anne"), member_id(door, "Bill")
    given = gathering(door, ["Anne", "Bill", "Karen"], **{f"early_{early}": "60", f"late_{late}": "30"})
    done = cora.post("/events/new/", **given)
    assert [balance(door, name) for name in ("Anne", "Bill", "Karen")] == [60, 30, 0]
    page = cora.get(done.to)
    assert "9 h" in page.text
    assert "1.5 Time Credits" in page.text
    assert cora.post("/events/new/", **given).to == done.to
    as_member = Browser(door, "Karen").get(done.to)
    assert "Karen" in as_member.text
    assert "Bill" not in as_member.text
    undone = cora.post(done.to + "undo/", reason="Wrong day")
    assert undone.status == 302
    assert balance(door, "Anne") == 0
    assert "This was undone." in cora.get(done.to).text
    assert cora.post(done.to + "undo/", reason="Again").status == 422


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Please give the event a name"),
        ({"here": []}, "Please tick at least one person who was there."),
        ({"length": "0"}, "An event lasts between one minute and a day."),
        ({"length": "1441"}, "An event lasts between one minute and a day."),
        ({"held_on": "soon"}, "Write the day as year-month-day"),
        ({"kind": ""}, "Choose whether it was an event or a meeting."),
        ({"here": ["nobody"]}, "One of the people ticked was not a member on that day."),
    ],
)
def test_a_wrong_attendance_list_keeps_what_was_typed(door: Bank, changes: dict[str, Any], sentence: str) -> None:
    anne = member_id(door, "Anne")
    helped = {} if "here" in changes else {f"early_{anne}": "45"}
    page = Browser(door, "Cora").post("/events/new/", **gathering(door, ["Anne"], **{**helped, **changes}))
    assert page.status == 422
    assert sentence in page.text
    assert page.has_field("title", "Spring potluck") or "title" in changes
    assert page.has_field(f"early_{anne}", "45") or not helped
    with in_bank(door):
        assert not Event.objects.exists()


@pytest.mark.parametrize("typed", ["a while", "-5", "1.5", "9" * 30])
def test_minutes_beside_a_name_that_are_none(door: Bank, typed: str) -> None:
    anne = member_id(door, "Anne")
    page = Browser(door, "Cora").post("/events/new/", **gathering(door, ["Anne"], **{f"early_{anne}": typed}))
    assert page.status == 422
    assert "Write whole minutes, for example 30." in page.text
    assert page.has_field(f"early_{anne}", typed)


def test_help_beside_a_name_that_is_not_ticked(door: Bank) -> None:
    given = gathering(door, ["Anne"], **{f"late_{member_id(door, 'Bill')}": "30"})
    page = Browser(door, "Cora").post("/events/new/", **given)
    assert page.status == 422
    assert "Tick Bill too, or empty what stands beside the name." in page.text


def joining(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {"key": key(), "name": "Walt Whitman", "kind": "person", "joined_on": days_ago(bank, 0).isoformat()}
    return {**given, **changes}


def test_a_new_member_and_the_one_who_brought_them(lamoni: Bank) -> None:
    cora = Browser(lamoni, "Cora")
    page = cora.get("/members/new/")
    assert "New members receive 5 Time Dollars upon enrolment." in page.text
    given = joining(lamoni, recruited_by=member_id(lamoni, "Jean"), email="walt@lamoni.example")
    first, second = cora.post("/members/new/", **given), cora.post("/members/new/", **given)
    assert first.to == second.to
    assert (balance(lamoni, "Walt Whitman"), balance(lamoni, "Jean")) == (300, 300)
    with in_bank(lamoni):
        assert Member.objects.filter(name="Walt Whitman").count() == 1
        welcome = Notice.objects.get(subject="Welcome, Walt Whitman")
    assert f"Your member number is {member(lamoni, 'Walt Whitman').number}." in welcome.body


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": " "}, "name", "Please give the member's name."),
        ({"email": "walt at home"}, "email", "Write the address like name@example.org, or leave it out."),
        ({"email": "anne@lamoni.example"}, "email", "already belongs to another member"),
        ({"joined_on": "2199-01-01"}, "joined_on", "The day of joining lies in the future."),
        ({"recruited_by": "019d0000-0000-7000-8000-000000000000"}, "recruited_by", "is not a current member"),
    ],
)
def test_a_wrong_joining_form(lamoni: Bank, changes: dict[str, str], field: str, sentence: str) -> None:
    page = Browser(lamoni, "Cora").post("/members/new/", **joining(lamoni, town="Lamoni", **changes))
    assert page.status == 422
    assert sentence in page.form.errors[field][0]
    assert page.has_field("town", "Lamoni")


def test_ending_a_membership_asks_first_and_keeps_the_books(door: Bank) -> None:
    cora, bill = Browser(door, "Cora"), member_id(door, "Bill")
    bills = Browser(door, "Bill")
    cora.post("/phone/", **by_phone(door))
    assert "End the membership of Bill?" in cora.get(f"/members/{bill}/end/").text
    assert cora.post(f"/members/{bill}/end/").status == 302
    assert bills.get("/statement/").to.startswith("/sign-in/")
    assert "Bill" not in Browser(door, "Anne").get("/directory/").text
    assert Browser(door, "Anne").get(f"/directory/{bill}/").status == 404
    assert "left on" in cora.get(f"/directory/{bill}/").text
    assert "Bill" in cora.get("/members/", left="yes").text
    assert "60" in cora.get(f"/statement/sheet/?member={bill}").html
    assert cora.post(f"/members/{bill}/end/").status == 422


def test_a_coordinator_cannot_take_over_an_administrator(door: Bank) -> None:
    cora, ada = Browser(door, "Cora"), member_id(door, "Ada")
    page = cora.post(f"/members/{ada}/change/", email="mine@door.example", shows_email="nobody",
                     shows_phone="nobody", shows_street="nobody")  # fmt: skip
    assert page.status == 403
    assert cora.post(f"/members/{ada}/end/").status == 403
    assert member(door, "Ada").email == "ada@door.example"


def test_a_link_to_choose_a_password_goes_to_the_member(door: Bank) -> None:
    cora = Browser(door, "Cora")
    assert cora.post(f"/members/{member_id(door, 'Bill')}/invite/").status == 302
    (message,) = mail.outbox
    assert message.to == ["bill@door.example"]
    link = re.search(r"http://door\.localhost\S*/sign-in/password/new/\S+", message.body)
    assert link is not None
    with in_bank(door):
        Member.objects.filter(name="Anne").update(email="")
    assert cora.post(f"/members/{member_id(door, 'Anne')}/invite/").status == 422


def test_powers_are_given_for_a_time_and_taken_back(door: Bank) -> None:
    ada, anne = Browser(door, "Ada"), Browser(door, "Anne")
    given = {"member": member_id(door, "Anne"), "kind": "coordinator"}
    past = ada.post("/members/powers/", **given, ends_on=days_ago(door, 1).isoformat())
    assert past.form.errors["ends_on"] == ["The last day lies before today. Choose a later day."]
    assert anne.get("/phone/").status == 403
    assert ada.post("/members/powers/", **given, ends_on=days_ago(door, -30).isoformat()).status == 302
    assert anne.get("/phone/").to.startswith("/sign-in/"), "what she may do has changed: she signs in anew"
    assert Browser(door, "Anne").get("/phone/").status == 200
    with in_bank(door):
        power = Power.objects.get(member__name="Anne")
    assert Browser(door, "Cora").post(f"/members/powers/{power.pk}/end/").status == 403
    assert ada.post(f"/members/powers/{power.pk}/end/").status == 302
    assert Browser(door, "Anne").get("/phone/").status == 403


def test_the_last_administrator_stays(door: Bank) -> None:
    ada = Browser(door, "Ada")
    with in_bank(door):
        power = Power.objects.get(member__name="Ada", kind="administrator")
    refused = ada.post(f"/members/powers/{power.pk}/end/")
    assert refused.status == 422
    assert "A bank keeps at least two administrators, and Ada is one of 1." in refused.text
    assert ada.post(f"/members/{member_id(door, 'Ada')}/end/").status == 422


def leadership(bank: Bank, **changes: Any) -> dict[str, Any]:
    given = {
        "key": key(), "member": member_id(bank, "Bill"), "role": "orientation_leader", "length": "90",
        "service_date": days_ago(bank, 3).isoformat(),
    }  # fmt: skip
    return {**given, **changes}


def test_leadership_hours_come_from_the_bank_once(door: Bank) -> None:
    cora, given = Browser(door, "Cora"), leadership(door)
    for _ in range(2):
        assert cora.post("/leadership/", **given).status == 302
    assert balance(door, "Bill") == 90
    assert "Leadership: orientation leader" in Browser(door, "Bill").get("/statement/").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"length": "0"}, "length"), ({"length": "2000"}, "length"), ({"role": "king"}, "role"),
        ({"member": ""}, "member"), ({"service_date": "2199-01-01"}, "service_date"),
        ({"service_date": "1999-01-01"}, "service_date"),
    ],
)  # fmt: skip
def test_wrong_leadership_hours(door: Bank, changes: dict[str, str], field: str) -> None:
    page = Browser(door, "Cora").post("/leadership/", **leadership(door, **changes))
    assert page.status == 422
    assert list(page.form.errors) == [field]
    assert balance(door, "Bill") == 0


def test_paper_is_printed_and_ticked_off(door: Bank) -> None:
    cora = Browser(door, "Cora")
    assert "Nothing waits on paper" in cora.get("/paper/").text
    with in_bank(door):
        dora = Member.objects.get(name="Dora")
        dora.email = ""
        dora.save()
        notify([dora], template="welcome", context={"number": dora.number}, now=now())
        notice = Notice.objects.get(member=dora)
    page: Page = cora.get("/paper/")
    assert "Welcome, Dora" in page.text
    assert cora.post("/paper/", notice=[str(notice.pk), "nonsense"]).status == 302
    assert "Nothing waits on paper" in cora.get("/paper/").text
    assert Browser(door, "Anne").post("/paper/", notice=[str(notice.pk)]).status == 403

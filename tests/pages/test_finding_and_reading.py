"""Directory, details and statement: what is shown to whom, empty, with one item, and with many."""

import csv
import io
import itertools
import re
from datetime import timedelta
from typing import Any

import pytest

from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.services import NewMember, take_in
from banks.policies.clock import bank_day, now
from tenants import hostnames
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.counting import counted_queries
from tests.pages.browsing import Browser, any_service, days_ago, key, member, member_id, report, service_id

DETAILS = {"shows_email": "nobody", "shows_phone": "nobody", "shows_street": "nobody"}


def record_many(bank: Bank, count: int) -> None:
    """Anne was helped by Bill, Karen and Jean in turn, on different days."""
    service = any_service(bank)
    with in_bank(bank):
        people = {name: Member.objects.get(name=name) for name in ("Anne", "Bill", "Karen", "Jean")}
        actor = viewer_of(people["Anne"], on=bank_day(now()))
        for at in range(count):
            helper = people[("Bill", "Karen", "Jean")[at % 3]]
            on = bank_day(now()) - timedelta(days=at % 55)
            record_exchange(
                actor=actor,
                report=Report(
                    key=key_of(at), providers=[Part(helper.pk, 15)], receivers=[people["Anne"].pk],
                    service_id=service, service_date=on, separate=True,  # type: ignore[arg-type]
                ),
                channel=Exchange.Channel.PAGE,
                now=now(),
            )  # fmt: skip


def key_of(at: int) -> Any:
    from uuid import NAMESPACE_URL, uuid5

    return uuid5(NAMESPACE_URL, f"exchange {at}")


def queries(browser: Browser, path: str) -> int:
    browser.get(path)  # what a process keeps for good is kept before
    with counted_queries() as caught:
        assert browser.get(path).status == 200
    return len(caught)


def test_an_empty_home_and_statement_say_what_to_do(door: Bank) -> None:
    anne = Browser(door, "Anne")
    home = anne.get("/")
    assert "Hello, Anne" in home.text
    assert "You have given exactly as much as you have received." in home.text
    assert "Record your first hours" in home.text
    assert "No hours here yet" in anne.get("/statement/").text


def test_one_exchange_on_both_statements(door: Bank) -> None:
    given = report(door, person=member_id(door, "Bill"), service=service_id(door, "Lawn Mowing"), note="Before rain")
    Browser(door, "Anne").post("/record/received/", **given, step="send")
    for name, who, amount in (("Anne", "by Bill", "−1"), ("Bill", "for Anne", "+1")):
        page = Browser(door, name).get("/statement/")
        for words in ("Lawn Mowing", who, "Before rain", amount):
            assert words in page.text
        home = Browser(door, name).get("/")
        assert "Lawn Mowing" in home.text
        assert "The same as a table" in home.text


def test_many_entries_come_page_by_page_at_the_same_cost(door: Bank) -> None:
    anne = Browser(door, "Anne")
    record_many(door, 3)
    few = queries(anne, "/statement/")
    record_many_more = 60
    record_many(door, 3 + record_many_more)
    assert queries(anne, "/statement/") == few
    assert few <= 40
    first = anne.get("/statement/")
    assert first.html.count('data-label="Day"') == 50
    older = re.search(r'rel="next" href="([^"]+)"', first.html)
    assert older is not None
    second = anne.get("/statement/" + older[1].replace("&amp;", "&"))
    assert second.html.count('data-label="Day"') == 13
    assert "Newest" in second.text
    assert queries(anne, "/") <= 45


def test_a_slow_machine_counts_what_a_quick_one_counts(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute passes between the page that is got ready and the page that is counted."""
    anne = Browser(door, "Anne")
    quick, clock = queries(anne, "/statement/"), hostnames.time.monotonic
    later = (clock() + 31 * number for number in itertools.count())
    monkeypatch.setattr(hostnames.time, "monotonic", lambda: next(later))
    assert queries(anne, "/statement/") == quick


def test_filters_narrow_rows_and_totals_and_are_kept(door: Bank) -> None:
    record_many(door, 4)
    anne = Browser(door, "Anne")
    today = days_ago(door, 0).isoformat()
    page = anne.get("/statement/", first=today, last=today, side="received")
    assert page.html.count('data-label="Day"') == 1
    assert page.has_field("first", today)
    assert "Nothing in this part" in anne.get("/statement/", side="earned").text
    swapped = anne.get("/statement/", first=today, last=days_ago(door, 9).isoformat())
    assert "The first day lies after the last one. Please swap them." in swapped.text
    assert "Write the day as year-month-day" in anne.get("/statement/", first="then").text
    assert anne.get("/statement/", older="9" * 40).status == 200
    assert anne.get("/statement/", older="x").status == 200


def test_the_sheet_has_every_row_and_no_formula(door: Bank) -> None:
    anne = Browser(door, "Anne")
    anne.post("/record/received/", **report(door, person=member_id(door, "Bill"), note="=1+1"), step="send")
    record_many(door, 3)
    answer = anne.client.get("/statement/sheet/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert "attachment" in answer["Content-Disposition"]
    assert len(rows) == 4
    assert sum(int(row["minutes"]) for row in rows) == int(rows[0]["balance after"])
    assert {row["note"] for row in rows} == {"", "'=1+1"}


def test_anothers_statement_is_for_coordinators(door: Bank) -> None:
    bill = member_id(door, "Bill")
    assert "Statement of Bill" in Browser(door, "Cora").get("/statement/", member=bill).text
    assert Browser(door, "Anne").get("/statement/", member=bill).status == 404
    assert Browser(door, "Anne").get("/statement/sheet/", member=bill).status == 404
    assert "My statement" in Browser(door, "Anne").get("/statement/", member=member_id(door, "Anne")).text


def test_contact_is_shown_as_its_owner_allows(door: Bank) -> None:
    anne = Browser(door, "Anne")
    kept = {"phone": "920-555-0101", "street": "1 Shore Road", "town": "Fish Creek", "about": "Mornings are best."}
    saved = anne.post(
        "/profile/", **{**DETAILS, "shows_phone": "members"}, **kept, email="Anne@Door.example",
        services=[service_id(door, "Baking")],
    )  # fmt: skip
    assert saved.status == 302
    address = f"/directory/{member_id(door, 'Anne')}/"
    assert saved.to == address
    as_bill = Browser(door, "Bill").get(address)
    for shown in ("920-555-0101", "Mornings are best.", "Baking", "Fish Creek", "tel:9205550101"):
        assert shown in as_bill.html
    for hidden in ("anne@door.example", "1 Shore Road"):
        assert hidden not in as_bill.html
        assert hidden not in Browser(door, "Bill").get("/directory/", q="Anne").html
        assert hidden in Browser(door, "Cora").get(address).html
        assert hidden in anne.get(address).html


def test_wrong_details_keep_what_was_typed(door: Bank) -> None:
    anne = Browser(door, "Anne")
    page = anne.post("/profile/", **DETAILS, email="anne at home", phone="920-555-0199")
    assert page.status == 422
    assert page.form.errors["email"] == ["Write the address like name@example.org, or leave it out."]
    assert page.has_field("email", "anne at home")
    assert page.has_field("phone", "920-555-0199")
    taken = anne.post("/profile/", **DETAILS, email="BILL@door.example")
    assert "already belongs to another member" in taken.form.errors["email"][0]
    assert member(door, "Anne").email == "anne@door.example"


def test_the_directory_finds_by_word_service_and_town(door: Bank) -> None:
    anne, baking = Browser(door, "Anne"), service_id(door, "Baking")
    Browser(door, "Bill").post("/profile/", **DETAILS, town="Ephraim", services=[baking])
    for query in ({"q": "bill"}, {"q": "baking"}, {"service": baking}, {"town": "Ephraim"}):
        page = anne.get("/directory/", **query)
        assert "1 person" in page.text, query
        assert "Bill" in page.text
    assert "Nobody found" in anne.get("/directory/", q="zzz").text
    assert anne.get("/directory/", service="no-service", town="Nowhere", q="\x00").status == 200
    assert anne.get("/directory/", page="many").status == 200


def test_the_directory_costs_the_same_for_many(door: Bank) -> None:
    anne = Browser(door, "Anne")
    one = queries(anne, "/directory/?q=Bill")
    many = queries(anne, "/directory/")
    assert many <= one + 1
    first = anne.get("/directory/")
    assert first.html.count('class="person-name"') == 24
    assert 'rel="next"' in first.html


def test_the_members_list_costs_the_same_for_many(door: Bank) -> None:
    cora = Browser(door, "Cora")
    assert queries(cora, "/members/") <= queries(cora, "/members/?q=Bill") + 1
    page = cora.get("/members/", q=str(member(door, "Bill").number))
    assert "1 person" in page.text
    assert "Bill" in page.text


@pytest.mark.slow
def test_an_attendance_list_of_six_hundred_names(door: Bank) -> None:
    cora = Browser(door, "Cora")
    with in_bank(door):
        actor = Member.objects.get(name="Cora").pk
        for number in range(600 - Member.objects.count()):
            new = NewMember(name=f"Villager {number:03}", joined_on=bank_day(now()) - timedelta(days=9))
            take_in(new=new, actor_id=actor, now=now())
        ids = [str(pk) for pk in Member.objects.values_list("pk", flat=True)]
    assert len(ids) == 600
    page = cora.get("/events/new/")
    assert page.html.count('name="here"') == 600
    beside = {f"{part}_{pk}": "" for pk in ids for part in ("early", "late")}
    form = {
        "key": key(), "kind": "event", "title": "Summer fair", "length": "120", "here": ids, "hosted": ids,
        "held_on": days_ago(door, 2).isoformat(),
    }  # fmt: skip
    beside[f"early_{ids[0]}"] = "60"
    with counted_queries() as caught:
        done = cora.post("/events/new/", **form, **beside)
    assert done.status == 302
    assert len(caught) <= 60
    assert "600" in cora.get(done.to).text

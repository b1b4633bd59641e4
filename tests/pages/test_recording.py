"""Recording hours step by step: every answer travels along, nothing is recorded before the last step."""

from typing import Any

import pytest

from banks.hours.exchanges.models import Exchange
from banks.notices.models import Notice
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, any_service, balance, days_ago, last_part, member_id, report, service_id


def exchanges(bank: Bank) -> int:
    with in_bank(bank):
        return Exchange.objects.count()


def sent(anne: Browser, path: str, given: dict[str, Any]) -> Page:
    """Through the last look to the receipt."""
    check = anne.post(path, **given, step="what")
    assert check.status == 200, check.text
    return anne.post(path, **given, step="send")


def test_the_first_page_asks_what_happened(door: Bank) -> None:
    page = Browser(door, "Anne").get("/record/")
    for words in ("I provided a service", "I received a service", "A shared ride", "Time together"):
        assert words in page.text


def test_a_bank_without_even_exchanges_does_not_offer_them(valley: Bank) -> None:
    page = Browser(valley, "Anne").get("/record/")
    assert "I provided a service" in page.text
    assert "Time together" not in page.text


def test_one_service_through_all_steps(door: Bank) -> None:
    bill, anne_id = Browser(door, "Bill"), member_id(door, "Anne")
    first = bill.get("/record/provided/")
    key = str(first.form["key"].value())
    second = bill.post("/record/provided/", key=key, person=anne_id, step="who")
    assert "What was done" in second.text
    assert second.has_field("person", anne_id)
    assert second.has_field("key", key)
    lawn = service_id(door, "Lawn Mowing")
    given = {
        "key": key, "person": anne_id, "service": lawn, "service_date": days_ago(door, 2).isoformat(),
        "length": "other", "length_hours": "1", "length_minutes": "10", "note": "By the lake", "costs": "Gas $3",
    }  # fmt: skip
    third = bill.post("/record/provided/", **given, step="what")
    assert "Is everything right?" in third.text
    assert "1 h 10 min are counted as 1 h 15 min." in third.text
    assert "+1.25 1.25 Time Credits given" in third.text
    assert "−1.25 1.25 Time Credits received" in third.text
    assert third.has_field("length", "70")
    assert exchanges(door) == 0
    done = bill.post("/record/provided/", **given, step="send")
    assert done.status == 302
    receipt = bill.get(done.to)
    assert "Thank you. It is recorded." in receipt.text
    assert "Gas $3" in receipt.text
    assert (balance(door, "Bill"), balance(door, "Anne")) == (75, -75)


def test_what_the_check_page_shows_can_be_changed_with_everything_kept(door: Bank) -> None:
    anne = Browser(door, "Anne")
    given = report(door, person=member_id(door, "Bill"), note="Twice around", length="45")
    page = anne.post("/record/received/", **given, step="to_what")
    assert page.status == 200
    assert page.has_field("note", "Twice around")
    assert page.has_field("length", "45")
    assert page.has_field("service", given["service"])
    back = anne.post("/record/received/", **given, step="to_who")
    assert back.has_field("person", given["person"])
    assert back.has_field("note", "Twice around")
    assert back.has_field("length", "45")
    assert back.has_field("key", given["key"])


def test_the_browser_may_keep_a_step_for_its_back_button(door: Bank) -> None:
    anne = Browser(door, "Anne")
    page = anne.post("/record/received/", **report(door, person=member_id(door, "Bill")), step="what")
    assert page.response["Cache-Control"] == "private, no-cache"


def test_a_second_sending_is_the_same_exchange(door: Bank) -> None:
    anne = Browser(door, "Anne")
    given = report(door, person=member_id(door, "Bill"))
    first, second = (anne.post("/record/received/", **given, step="send") for _ in range(2))
    assert first.to == second.to
    assert exchanges(door) == 1
    assert balance(door, "Anne") == -60


def test_a_key_used_for_something_else_is_refused_with_what_was_typed(door: Bank) -> None:
    anne = Browser(door, "Anne")
    given = report(door, person=member_id(door, "Bill"))
    anne.post("/record/received/", **given, step="send")
    again = anne.post("/record/received/", **{**given, "length": "120"}, step="send")
    assert again.status == 422
    assert "This form was already sent with other details." in again.text
    assert again.has_field("length", "120")
    assert balance(door, "Anne") == -60


def test_several_helpers_each_earn_their_own_time(door: Bank) -> None:
    names = ["Anne", "Bill", "Karen"]
    anne, ids = Browser(door, "Anne"), [member_id(door, name) for name in names]
    given = report(door, receiver=member_id(door, "Ramona"), providers=ids, length="120")
    second = anne.post("/record/group/", receiver=given["receiver"], providers=ids, key=given["key"], step="who")
    assert "Karen: minutes, if it was another length" in second.text
    first = anne.get("/record/group/")
    assert first.html.index('name="providers" value="' + ids[0]) < first.html.index('name="providers" value="' + ids[1])
    done = sent(anne, "/record/group/", {**given, f"own_length_{ids[2]}": "90"})
    assert done.status == 302
    assert [balance(door, name) for name in [*names, "Ramona"]] == [120, 120, 90, -330]


def test_a_shared_ride_is_shared_to_the_minute(door: Bank) -> None:
    names = ["Amos", "Beth", "Carl"]
    adrian = Browser(door, "Adrian")
    riders = [member_id(door, name) for name in names]
    given = report(door, driver=member_id(door, "Adrian"), riders=riders, length="60")
    assert sent(adrian, "/record/ride/", given).status == 302
    assert [balance(door, name) for name in ["Adrian", *names]] == [60, -20, -20, -20]


def test_travel_is_asked_only_where_it_counts(door: Bank, lamoni: Bank) -> None:
    karen = Browser(door, "Karen")
    given = report(door, person=member_id(door, "Jean"), travel="15")
    assert "on the way" in karen.post("/record/provided/", **given, step="what").text
    karen.post("/record/provided/", **given, step="send")
    assert balance(door, "Karen") == 75
    at_lamoni = Browser(lamoni, "Karen")
    page = at_lamoni.post("/record/provided/", **report(lamoni, person=member_id(lamoni, "Jean")), step="to_what")
    assert "there and back" not in page.text


def test_time_together_moves_nothing_and_is_counted(door: Bank) -> None:
    ida = Browser(door, "Ida")
    given = report(door, occasion="companionship", others=[member_id(door, "Nina")], length="120")
    done = sent(ida, "/record/even/", given)
    assert done.status == 302
    assert (balance(door, "Ida"), balance(door, "Nina")) == (0, 0)
    assert "the time is counted, no hours move" in ida.get(done.to).text
    assert "4 h" in ida.get("/figures/").text


def test_a_person_from_the_directory_is_chosen_already(door: Bank) -> None:
    anne, bill_id = Browser(door, "Anne"), member_id(door, "Bill")
    page = anne.get(f"/directory/{bill_id}/")
    assert f'/record/?with={bill_id}"' in page.html
    tiles = anne.get("/record/", **{"with": bill_id})
    assert f"/record/provided/?with={bill_id}" in tiles.html
    assert anne.get("/record/provided/", **{"with": bill_id}).has_field("person", bill_id)


def test_both_are_told_in_their_own_words(door: Bank) -> None:
    bill = Browser(door, "Bill")
    bill.post("/record/provided/", **report(door, person=member_id(door, "Anne"), note="A & B's fence"), step="send")
    with in_bank(door):
        told = {notice.member.name: notice for notice in Notice.objects.select_related("member")}
    assert set(told) == {"Anne", "Bill"}
    assert "1 Time Credit came to your account." in told["Bill"].body
    assert "1 Time Credit went from your account to those who helped you." in told["Anne"].body
    assert "A & B's fence" in told["Anne"].body
    assert told["Anne"].body.index("your account") < told["Anne"].body.index("Bill")


def test_names_of_others_are_listed_once_and_oneself_not(door: Bank) -> None:
    anne = Browser(door, "Anne")
    page = anne.get("/record/received/")
    assert page.html.count(">Bill · ") == 1
    assert f'value="{member_id(door, "Anne")}"' not in page.html


@pytest.mark.parametrize("slug", ["provided", "received"])
def test_an_unknown_step_is_only_a_look(door: Bank, slug: str) -> None:
    page = Browser(door, "Anne").post(f"/record/{slug}/", **report(door, person=member_id(door, "Bill")), step="x")
    assert page.status == 200
    assert exchanges(door) == 0


def test_any_service_of_the_bank_can_be_chosen(door: Bank) -> None:
    page = Browser(door, "Anne").post("/record/received/", person=member_id(door, "Bill"), step="to_what")
    assert "<optgroup" in page.html
    assert any_service(door) in page.html


def test_a_receipt_is_for_those_who_took_part(door: Bank) -> None:
    anne = Browser(door, "Anne")
    done = anne.post("/record/received/", **report(door, person=member_id(door, "Bill")), step="send")
    address = f"/exchanges/{last_part(done.to)}/"
    assert Browser(door, "Bill").get(address).status == 200
    assert Browser(door, "Cora").get(address).status == 200
    assert Browser(door, "Karen").get(address).status == 404

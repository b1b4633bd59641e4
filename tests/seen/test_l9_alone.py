"""Row L9 over HTTP: what somebody sees who takes part in gatherings only, and what others see of them."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from banks.hours.credits.models import Credit
from banks.hours.events.models import Attendance, Event
from banks.hours.exchanges.models import Exchange
from banks.notices.models import Notice
from banks.people.members.models import Clearance, Member
from banks.people.members.queries import viewer_of
from banks.people.members.services import grant_power
from banks.policies.clock import bank_day, now
from ledger.models import Posting
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, any_service, days_ago, key, member, member_id, report

OF_OTHERS = [
    "/directory/", "/directory/{Bill}/", "/directory/?q=Bill", "/record/", "/record/provided/", "/record/group/",
    "/leadership/", "/listings/", "/papers/directory/",
]  # fmt: skip
NOT_AVAILABLE = "Amos is not available for one-to-one exchanges."


def limit(bank: Bank, name: str, access: str = "group_events_only") -> None:
    """What the screening of somebody came to; "pending" leaves no outcome at all."""
    with in_bank(bank):
        found = Clearance.objects.filter(member__name=name)
        found.delete() if access == "pending" else found.update(access=access)


def words_of(page: Page) -> str:
    """What a page says, without the name of who reads it."""
    return page.text.replace("Amos", "NAME").replace("Beth", "NAME")


def gathering(bank: Bank, *names: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key(), "kind": "meeting", "title": "Garden day", "length": "60",
        "held_on": days_ago(bank, 1).isoformat(), "here": [member_id(bank, name) for name in names], **more,
    }  # fmt: skip


@pytest.mark.parametrize("path", OF_OTHERS)
def test_l9_pages_about_others_answer_like_any_missing_page(lamoni: Bank, path: str) -> None:
    limit(lamoni, "Amos")
    amos, path = Browser(lamoni, "Amos"), path.format(Bill=member_id(lamoni, "Bill"))
    assert Browser(lamoni, "Bill").get(path.replace("/leadership/", "/record/")).status == 200
    page = amos.get(path)
    assert page.status == 404
    assert page.text == amos.get("/no-such-page/").text


def test_l9_the_api_answers_the_same_for_what_is_hidden_and_what_is_not_there(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    amos = Browser(lamoni, "Amos").client
    hidden = amos.get("/api/v1/members/")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "banks.not_found")
    body = {"providers": [{"member": member_id(lamoni, "Bill"), "minutes": 60}], "service": any_service(lamoni)}
    answer = amos.post("/api/v1/exchanges/", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["sentence"]) == (404, hidden.json()["sentence"])
    assert set(amos.get("/api/v1/me/").json()) == {
        "member", "number", "name", "powers", "balance_minutes", "community_minutes",
    }  # fmt: skip


def test_l9_who_is_restricted_and_who_still_waits_read_the_same_words(lamoni: Bank) -> None:
    """Nobody can read a restriction off a page: not from what is there, and not from what is missing."""
    limit(lamoni, "Amos", "supervised")
    limit(lamoni, "Beth", "pending")
    for path in ("/", "/statement/", "/events/", "/profile/", "/papers/", "/guidelines/", "/my-data/"):
        amos, beth = (Browser(lamoni, name).get(path) for name in ("Amos", "Beth"))
        numbers = (str(member(lamoni, "Amos").number), str(member(lamoni, "Beth").number))
        assert words_of(amos).replace(numbers[0], "NUMBER") == words_of(beth).replace(numbers[1], "NUMBER"), path
    home = Browser(lamoni, "Amos").get("/")
    assert "You take part in our gatherings. A coordinator is glad to answer questions." in home.text
    for missing in ("Record hours", "Directory", "restrict", "supervis", "pending"):
        assert missing not in home.text
    assert home.html.count('<li><a href="/record/"') == 0


def test_l9_a_gathering_with_somebody_not_cleared_needs_an_eye_on_it(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    cora, karen = Browser(lamoni, "Cora"), member_id(lamoni, "Karen")
    sent = gathering(lamoni, "Amos", "Bill")
    refused = cora.post("/events/new/", **sent)
    assert refused.status == 422
    assert refused.form.errors == {"supervised_by": ["Name somebody who kept an eye on this gathering."]}
    himself = cora.post("/events/new/", **sent, supervised_by=member_id(lamoni, "Amos"))
    assert himself.form.errors == {"supervised_by": ["Name another member who kept an eye on this gathering."]}
    done = cora.post("/events/new/", **sent, supervised_by=karen)
    assert done.status == 302
    assert "Karen kept an eye on it." in cora.get(done.to).text
    seen = Browser(lamoni, "Amos").get(done.to).text
    assert "Garden day" in seen
    for name in ("Karen", "Cora", "Bill"):
        assert name not in seen
    assert "Hours from" not in seen
    assert "Garden day from the bank" in Browser(lamoni, "Amos").get("/statement/").text


def test_l9_the_form_of_a_gathering_asks_the_same_whoever_was_there(lamoni: Bank) -> None:
    """The question stands there always, so its being asked tells nothing."""
    before = Browser(lamoni, "Cora").get("/events/new/").html
    limit(lamoni, "Amos")
    assert "Who kept an eye on it?" in before
    assert Browser(lamoni, "Cora").get("/events/new/").html.count("Who kept an eye on it?") == 1
    everybody_cleared = gathering(lamoni, "Anne", "Bill")
    assert Browser(lamoni, "Cora").post("/events/new/", **everybody_cleared).status == 302


def test_l9_the_api_takes_who_kept_an_eye(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    cora = Browser(lamoni, "Cora").client
    body = {
        "kind": "event", "title": "Picnic", "held_on": days_ago(lamoni, 1).isoformat(), "minutes": 60,
        "attendances": [{"member": member_id(lamoni, "Amos")}],
    }  # fmt: skip
    refused = cora.post("/api/v1/events/", json.dumps(body), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "events.nobody_kept_an_eye")
    assert refused.json()["data"] == {}
    body["supervised_by"] = member_id(lamoni, "Karen")
    made = cora.post("/api/v1/events/", json.dumps(body), content_type="application/json")
    assert made.json()["supervised_by"] == member_id(lamoni, "Karen")


@pytest.mark.parametrize("himself", [True, False])
def test_l9_the_database_refuses_a_gathering_nobody_kept_an_eye_on(lamoni: Bank, himself: bool) -> None:
    """Around the service: the trigger stands behind it."""
    limit(lamoni, "Amos")
    with in_bank(lamoni):
        amos, cora = Member.objects.get(name="Amos"), Member.objects.get(name="Cora")
        event = Event.objects.create(
            kind="event", title="Secret picnic", held_on=bank_day(now()), minutes=60, recorded_by=cora,
            recorded_at=now(), request_digest=b"", supervised_by=amos if himself else None,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="keeps an eye on it"), transaction.atomic():
            Attendance.objects.create(event=event, member=amos, attended_minutes=60)
        Event.objects.filter(pk=event.pk).update(supervised_by=cora)
        Attendance.objects.create(event=event, member=amos, attended_minutes=60)


def test_l9_nobody_records_a_one_to_one_exchange_with_who_is_alone(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    with in_bank(lamoni):
        before = Posting.objects.count()
    amos, bill = member_id(lamoni, "Amos"), member_id(lamoni, "Bill")
    sent = report(lamoni, person=amos)
    by_bill = Browser(lamoni, "Bill").post("/record/provided/", **sent, step="send")
    assert by_bill.form.errors == {"person": [NOT_AVAILABLE]}
    group = report(lamoni, receiver=bill, providers=[amos, member_id(lamoni, "Karen")])
    in_group = Browser(lamoni, "Karen").post("/record/group/", **group, step="send")
    assert in_group.form.errors == {"providers": [NOT_AVAILABLE]}
    by_phone = Browser(lamoni, "Cora").post("/phone/", **report(lamoni, provider=bill, receiver=amos))
    assert by_phone.form.errors == {"receiver": [NOT_AVAILABLE]}
    body = {
        "providers": [{"member": bill, "minutes": 60}], "receivers": [amos], "service": any_service(lamoni),
        "service_date": days_ago(lamoni, 1).isoformat(), "by_phone": True,
    }  # fmt: skip
    by_program = Browser(lamoni, "Cora").client.post(
        "/api/v1/exchanges/", json.dumps(body), content_type="application/json"
    )
    assert by_program.json()["code"] == "exchanges.not_available"
    with in_bank(lamoni):
        assert Posting.objects.count() == before
        assert not Exchange.objects.filter(lines__member=amos).exists()


def test_only_a_coordinator_is_told_that_a_signature_is_missing(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Amos").update(waiver_version="0")
    amos, bill = member_id(lamoni, "Amos"), member_id(lamoni, "Bill")
    by_phone = Browser(lamoni, "Cora").post("/phone/", **report(lamoni, provider=bill, receiver=amos))
    assert by_phone.form.errors["receiver"][0].startswith("Amos has not signed the waiver in use.")
    by_bill = Browser(lamoni, "Bill").post("/record/provided/", **report(lamoni, person=amos), step="send")
    assert by_bill.form.errors == {"person": [NOT_AVAILABLE]}
    own = Browser(lamoni, "Amos").get("/record/")
    assert own.status == 422
    assert "Please sign our waiver first" in own.text


def test_members_choose_among_who_is_listed_and_coordinators_among_everybody(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    limit(lamoni, "Beth", "pending")
    with in_bank(lamoni):
        Member.objects.filter(name="Ida").update(resting_since=bank_day(now()))
        Member.objects.filter(name="Nina").update(is_minor=True)
    unlisted = [member_id(lamoni, name) for name in ("Amos", "Beth", "Ida", "Nina")]
    by_bill = Browser(lamoni, "Bill").get("/record/provided/").html
    by_cora = Browser(lamoni, "Cora").get("/phone/").html
    directory = Browser(lamoni, "Bill").get("/directory/").html
    for each in unlisted:
        assert each not in by_bill
        assert each not in directory
        assert each in by_cora
        assert Browser(lamoni, "Bill").get(f"/directory/{each}/").status == 404
        assert Browser(lamoni, "Cora").get(f"/directory/{each}/").status == 200
    assert member_id(lamoni, "Karen") in by_bill
    program = Browser(lamoni, "Bill").client.get("/api/v1/members/", {"limit": 500}).json()["results"]
    assert not {row["id"] for row in program} & set(unlisted)
    themselves = Browser(lamoni, "Ida").get(f"/directory/{member_id(lamoni, 'Ida')}/")
    assert themselves.status == 200


def test_a_minor_is_on_an_exchange_that_a_coordinator_records(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Nina").update(is_minor=True)
    sent = report(lamoni, provider=member_id(lamoni, "Nina"), receiver=member_id(lamoni, "Bill"))
    assert Browser(lamoni, "Cora").post("/phone/", **sent).status == 302


def test_l9_an_address_that_is_taken_is_not_said_to_be_somebodys(lamoni: Bank) -> None:
    limit(lamoni, "Amos")
    shows = {f"shows_{each}": "nobody" for each in ("email", "phone", "street")}
    refused = Browser(lamoni, "Amos").post("/profile/", **shows, email="bill@lamoni.example")
    assert refused.status == 422
    assert refused.form.errors["email"][0].startswith("This address cannot be used here.")
    assert "member" not in refused.form.errors["email"][0]
    saved = Browser(lamoni, "Amos").post("/profile/", **shows, town="Lamoni")
    assert saved.to == "/profile/"


def test_l9_the_held_question_names_nobody_and_is_answered_with_the_same(lamoni: Bank) -> None:
    amos = member_id(lamoni, "Amos")
    bill = Browser(lamoni, "Bill")
    for _ in range(2):
        last = bill.post("/record/provided/", **report(lamoni, person=amos, note="Shh"), step="send")
    limit(lamoni, "Amos")
    alone, question = Browser(lamoni, "Amos"), last.to
    assert "reported by a member" in alone.get("/").text
    page = alone.get(question)
    assert page.text.count("A member") == 2
    assert "Bill" not in page.text
    assert "Count both" not in page.text
    assert alone.post(question, answer="another").status == 404
    assert alone.post(question, answer="same").status == 302
    receipt = alone.get("/exchanges/").text
    assert "A member" in receipt
    assert "Bill" not in receipt


def test_l9_powers_rest_while_their_holder_is_restricted(lamoni: Bank) -> None:
    with in_bank(lamoni):
        carl = Member.objects.get(name="Carl")
        grant_power(member=carl, kind="coordinator", granted_by=None, on=bank_day(now()))
        assert viewer_of(carl, on=bank_day(now())).is_coordinator
    limit(lamoni, "Carl", "supervised")
    assert Browser(lamoni, "Carl").get("/members/").status == 403
    with in_bank(lamoni):
        carl = Member.objects.get(name="Carl")
        assert viewer_of(carl, on=bank_day(now())).powers == frozenset()


def test_l9_another_bank_has_its_own_say(lamoni: Bank, door: Bank) -> None:
    """The same name in two banks: restricted in one, free in the other."""
    limit(lamoni, "Amos")
    assert Browser(lamoni, "Amos").get("/directory/").status == 404
    assert Browser(door, "Amos").get("/directory/").status == 200


def test_who_has_been_to_no_orientation_sees_nobody_where_one_is_asked_for(door: Bank) -> None:
    with in_bank(door):
        Member.objects.filter(name="Amos").update(oriented_on=None)
    assert Browser(door, "Amos").get("/directory/").status == 404
    assert member_id(door, "Amos") not in Browser(door, "Bill").get("/directory/?q=Amos").html


def test_thanks_for_a_newcomer_hold_no_name_and_say_it_to_who_may_read_it(lamoni: Bank) -> None:
    jean = member_id(lamoni, "Jean")
    new = {"name": "Walt Whitman", "kind": "person", "joined_on": days_ago(lamoni, 0).isoformat()}
    Browser(lamoni, "Cora").post("/members/new/", key=key(), **new, recruited_by=jean)
    assert "Thank you for bringing in Walt Whitman" in Browser(lamoni, "Jean").get("/statement/").text
    limit(lamoni, "Jean")
    own = Browser(lamoni, "Jean").get("/statement/").text
    assert "Thank you for bringing in a new member" in own
    assert "Walt" not in own
    with in_bank(lamoni):
        assert not Credit.objects.filter(words__contains="Walt").exists(), "the row can never be changed"
        assert Notice.objects.filter(subject="Thank you for bringing in Walt Whitman").exists()

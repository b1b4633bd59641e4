"""Organisations as members: only where the rules allow it, through people who act for them."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from banks.identity.rules import NOBODY
from banks.people.members.models import ActingFor, Clearance, Member
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember, take_in
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from ledger.models import JournalEntry
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, any_service, balance, days_ago, key, member_id


@pytest.fixture
def pantry(lamoni: Bank) -> str:
    """Lamoni's rules know organisations; Anne acts for one."""
    with in_bank(lamoni):
        new = NewMember(name="Food Pantry", joined_on=days_ago(lamoni, 100), kind="organisation", town="Lamoni")
        made = take_in(new=new, actor_id=NOBODY, now=timezone.now())
    page = Browser(lamoni, "Cora").post(f"/organisations/{made.pk}/", person=member_id(lamoni, "Anne"))
    assert page.status == 302, page.text
    return str(made.pk)


def receives(bank: Bank, by: str, *, for_whom: str, person: str) -> Any:
    return Browser(bank, by).post(
        "/record/received/", key=key(), step="send", for_whom=for_whom, person=member_id(bank, person),
        service=any_service(bank), service_date=days_ago(bank, 3).isoformat(), length="60",
    )  # fmt: skip


def test_organisations_join_only_where_the_rules_say_so(door: Bank, lamoni: Bank) -> None:
    for bank, status in ((door, 422), (lamoni, 302)):
        new = {"key": key(), "name": "Library", "kind": "organisation", "joined_on": days_ago(bank, 1).isoformat()}
        answer = Browser(bank, "Cora").post("/members/new/", **new)
        assert answer.status == status
        if status == 422:
            assert "organisations cannot become members" in answer.text
        with in_bank(bank):
            assert Member.objects.filter(name="Library").exists() == (status == 302)
            assert policy_in_force(MembershipPolicy, timezone.now()).value.organisations == (status == 302)


def test_who_acts_for_it_sees_its_statement_and_records_for_it(lamoni: Bank, pantry: str) -> None:
    anne = Browser(lamoni, "Anne")
    assert "You act for Food Pantry" in anne.get("/").text
    assert "For Food Pantry" in anne.get("/record/received/").text
    assert receives(lamoni, "Anne", for_whom=pantry, person="Bill").status == 302
    assert (balance(lamoni, "Food Pantry"), balance(lamoni, "Anne"), balance(lamoni, "Bill")) == (-60, 0, 60)
    statement = anne.get("/statement/", member=pantry)
    assert statement.status == 200
    assert "by Bill" in statement.text
    assert anne.get("/statement/sheet/", member=pantry).status == 200
    with in_bank(lamoni):
        (entry,) = JournalEntry.objects.filter(kind="exchange")
        assert entry.actor_id == UUID(member_id(lamoni, "Anne")), "the books say which person acted"


def test_for_whom_is_asked_only_of_those_who_act_for_somebody(lamoni: Bank, pantry: str) -> None:
    assert "For whom?" in Browser(lamoni, "Anne").get("/record/provided/").text
    assert "For whom?" not in Browser(lamoni, "Bill").get("/record/provided/").text
    assert receives(lamoni, "Anne", for_whom=member_id(lamoni, "Anne"), person="Bill").status == 302
    assert balance(lamoni, "Anne") == -60


def test_the_question_travels_through_all_steps_of_a_report(lamoni: Bank, pantry: str) -> None:
    anne = Browser(lamoni, "Anne")
    bill = member_id(lamoni, "Bill")
    what = anne.post("/record/provided/", step="who", key=key(), for_whom=pantry, person=bill)
    assert what.status == 200
    assert what.has_field("for_whom", pantry)
    checked = anne.post(
        "/record/provided/", step="what", key=key(), for_whom=pantry, person=bill, service=any_service(lamoni),
        service_date=days_ago(lamoni, 3).isoformat(), length="30",
    )  # fmt: skip
    assert "Food Pantry" in checked.text
    assert checked.has_field("for_whom", pantry)
    without = anne.post("/record/provided/", step="who", key=key(), person=bill)
    assert "Choose for whom you report." in without.text


def test_nobody_else_speaks_for_it(lamoni: Bank, pantry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bill = Browser(lamoni, "Bill")
    assert bill.get("/statement/", member=pantry).status == 404
    assert bill.get(f"/organisations/{pantry}/").status == 404
    assert bill.post(f"/organisations/{pantry}/", person=member_id(lamoni, "Bill")).status == 404
    service, day = any_service(lamoni), days_ago(lamoni, 3).isoformat()
    body = {
        "providers": [{"member": member_id(lamoni, "Jean"), "minutes": 60}], "receivers": [pantry], "service": service,
        "service_date": day,
    }  # fmt: skip
    refused = bill.client.post("/api/v1/exchanges/", {**body, "key": key()}, content_type="application/json")
    assert refused.json()["code"] == "exchanges.not_yours"
    monkeypatch.setattr(Viewer, "speaks_for", lambda self, member_id: True)
    taken = bill.client.post("/api/v1/exchanges/", {**body, "key": key()}, content_type="application/json")
    assert taken.status_code == 201


def test_acting_ends_when_it_is_ended_or_its_last_day_is_over(lamoni: Bank, pantry: str) -> None:
    anne = Browser(lamoni, "Anne")
    with in_bank(lamoni):
        acting = ActingFor.objects.get()
    added = anne.post(
        f"/organisations/{pantry}/", person=member_id(lamoni, "Bill"), ends_on=days_ago(lamoni, -3).isoformat()
    )
    assert added.status == 302, "who acts for it says who else does"
    again = anne.post(f"/organisations/{pantry}/", person=member_id(lamoni, "Bill"))
    assert again.status == 422
    assert "acts for this organisation already" in again.text
    assert anne.post(f"/organisations/acting/{acting.pk}/end/").to == "/"
    assert anne.get("/statement/", member=pantry).status == 404
    assert "You act for" not in anne.get("/").text
    assert Browser(lamoni, "Bill").get("/statement/", member=pantry).status == 200
    with in_bank(lamoni):
        yesterday = days_ago(lamoni, 1)
        ActingFor.objects.filter(person__name="Bill").update(ends_on=yesterday, begins_on=yesterday)
    assert Browser(lamoni, "Bill").get("/statement/", member=pantry).status == 404


def test_only_members_who_may_take_part_in_everything_act_for_it(lamoni: Bank, pantry: str) -> None:
    with in_bank(lamoni):
        Clearance.objects.filter(member__name="Jean").update(access="supervised")
    cora = Browser(lamoni, "Cora")
    for name in ("Jean", "Food Pantry"):
        refused = cora.post(f"/organisations/{pantry}/", person=member_id(lamoni, name))
        assert refused.status == 422
        assert f"{name} cannot act for an organisation at the moment." in refused.text
    past = cora.post(
        f"/organisations/{pantry}/", person=member_id(lamoni, "Bill"), ends_on=days_ago(lamoni, 1).isoformat()
    )
    assert past.form.errors["ends_on"]
    assert cora.post(f"/organisations/{member_id(lamoni, 'Bill')}/", person=member_id(lamoni, "Anne")).status == 422


def test_a_coordinator_takes_no_phone_report_for_an_organisation_of_theirs(lamoni: Bank, pantry: str) -> None:
    cora = Browser(lamoni, "Cora")
    assert cora.post(f"/organisations/{pantry}/", person=member_id(lamoni, "Cora")).status == 302
    refused = Browser(lamoni, "Cora").post(
        "/phone/", key=key(), provider=pantry, receiver=member_id(lamoni, "Bill"), service=any_service(lamoni),
        service_date=days_ago(lamoni, 3).isoformat(), length="60",
    )  # fmt: skip
    assert refused.status == 422
    assert "Another coordinator" in refused.text

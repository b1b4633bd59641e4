"""Rows of domain.md section 1 about hours that the bank itself gives, over HTTP on each bank's own host."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from tests.house.live import LiveBank, LiveSite, Person, key
from tests.rows.reports import Change, statement_of


def attendance(
    actor: Person, *, kind: str, on: date, minutes: int, people: list[dict[str, Any]], title: str = "Gathering"
) -> httpx.Response:
    body = {
        "key": key(),
        "kind": kind,
        "title": title,
        "held_on": on.isoformat(),
        "minutes": minutes,
        "attendances": people,
    }
    return actor.post("/api/v1/events/", body)


def enrol(actor: Person, name: str, **more: Any) -> httpx.Response:
    return actor.post("/api/v1/members/new/", {"key": key(), "name": name, **more})


def test_d_event_attending_nets_zero_and_helpers_are_paid_by_the_bank(site: LiveSite, live_door: LiveBank) -> None:
    names = [f"Neighbor {number}" for number in range(1, 76)]
    people: list[dict[str, Any]] = [{"member": live_door.member(name)} for name in names]
    for early in people[:4]:
        early["early_minutes"] = 60
    for late in people[4:7]:
        late["late_minutes"] = 30
    watched = [names[0], names[3], names[4], names[6], names[7], names[74]]
    change = Change(live_door, *watched)
    company = live_door.person("Cora").get("/api/v1/figures/").json()["company_minutes"]
    answer = attendance(live_door.person("Cora"), kind="event", on=site.day(), minutes=180, people=people)
    assert answer.status_code == 201, answer.text
    assert change.of_community() == -330
    assert list(change.since().values()) == [60, 60, 30, 30, 0, 0]
    after = live_door.person("Cora").get("/api/v1/figures/").json()["company_minutes"]
    assert after - company == 75 * 180


def test_d_event_sent_twice_pays_once(site: LiveSite, live_door: LiveBank) -> None:
    cora, on = live_door.person("Cora"), site.day()
    body = {
        "key": key(), "kind": "event", "title": "Potluck", "held_on": on.isoformat(), "minutes": 120,
        "attendances": [{"member": live_door.member("Bill"), "early_minutes": 60}],
    }  # fmt: skip
    change = Change(live_door, "Bill")
    assert cora.post("/api/v1/events/", body).status_code == 201
    assert cora.post("/api/v1/events/", body).status_code == 200
    assert change.since() == {"Bill": 60}
    body["minutes"] = 60
    assert cora.post("/api/v1/events/", body).json()["code"] == "exchanges.key_reused"


def test_d_event_undone_takes_the_credits_back_once(site: LiveSite, live_door: LiveBank) -> None:
    cora = live_door.person("Cora")
    change = Change(live_door, "Bill")
    people = [{"member": live_door.member("Bill"), "late_minutes": 30}]
    event = attendance(cora, kind="event", on=site.day(), minutes=60, people=people).json()
    undone = cora.post(f"/api/v1/events/{event['id']}/undo/", {"reason": "Wrong list"})
    assert undone.status_code == 200, undone.text
    assert (change.since(), change.of_community()) == ({"Bill": 0}, 0)
    twice = cora.post(f"/api/v1/events/{event['id']}/undo/", {"reason": "Wrong list"})
    assert twice.status_code == 409


def test_d_leader_orientation_leader_is_paid_by_the_bank(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Jean")
    body = {"key": key(), "member": live_door.member("Jean"), "role": "orientation_leader", "minutes": 90}
    body["service_date"] = site.day().isoformat()
    answer = live_door.person("Cora").post("/api/v1/leadership/", body)
    assert answer.status_code == 201, answer.text
    live_door.person("Cora").post("/api/v1/leadership/", body)
    assert (change.since(), change.of_community()) == ({"Jean": 90}, -90)


def test_d_leader_is_reported_as_the_bank_says(site: LiveSite, live_door: LiveBank) -> None:
    jean = live_door.person("Jean")
    body = {"member": jean.member, "role": "orientation_leader", "minutes": 90, "service_date": site.day().isoformat()}
    assert jean.post("/api/v1/leadership/", body).json()["code"] == "credits.through_the_office"
    body["role"] = "lighthouse_keeper"
    assert live_door.person("Cora").post("/api/v1/leadership/", body).json()["code"] == "credits.role_not_credited"


def test_l11_five_hours_on_enrolment_from_the_banks_own_account(live_lamoni: LiveBank) -> None:
    change = Change(live_lamoni, "Cora")
    cora = live_lamoni.person("Cora")
    same = key()
    first = cora.post("/api/v1/members/new/", {"key": same, "name": "Newcomer One"})
    again = cora.post("/api/v1/members/new/", {"key": same, "name": "Newcomer One"})
    assert first.status_code == 201, first.text
    assert first.json()["id"] == again.json()["id"]
    assert change.of_community() == -300
    lines = cora.get("/api/v1/statement/", member=first.json()["id"]).json()["results"]
    assert [line["minutes"] for line in lines] == [300]


def test_l11_door_county_gives_nothing_on_enrolment(live_door: LiveBank) -> None:
    change = Change(live_door, "Cora")
    assert enrol(live_door.person("Cora"), "Newcomer Two").status_code == 201
    assert change.of_community() == 0


def test_l17_five_hours_to_the_recruiter(live_lamoni: LiveBank) -> None:
    change = Change(live_lamoni, "Bill")
    answer = enrol(live_lamoni.person("Cora"), "Newcomer Three", recruited_by=live_lamoni.member("Bill"))
    assert answer.status_code == 201, answer.text
    assert (change.since(), change.of_community()) == ({"Bill": 300}, -600)
    assert "Newcomer Three" in statement_of(live_lamoni.person("Bill"))[0]["what"]


def test_l18_attending_and_hosting_an_organisation_meeting(site: LiveSite, live_lamoni: LiveBank) -> None:
    change = Change(live_lamoni, "Anne", "Bill", "Jean")
    people = [
        {"member": live_lamoni.member("Anne"), "hosted": True},
        {"member": live_lamoni.member("Bill")},
    ]
    answer = attendance(live_lamoni.person("Cora"), kind="meeting", on=site.day(), minutes=90, people=people)
    assert answer.status_code == 201, answer.text
    assert change.since() == {"Anne": 120, "Bill": 60, "Jean": 0}
    assert change.of_community() == -180


def test_l18_attending_the_same_meeting_at_door_county_nets_zero(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Anne", "Bill")
    people = [{"member": live_door.member("Anne"), "hosted": True}, {"member": live_door.member("Bill")}]
    attendance(live_door.person("Cora"), kind="meeting", on=site.day(), minutes=90, people=people)
    assert (change.since(), change.of_community()) == ({"Anne": 0, "Bill": 0}, 0)


def test_members_cannot_record_events(site: LiveSite, live_door: LiveBank) -> None:
    bill = live_door.person("Bill")
    answer = attendance(bill, kind="event", on=site.day(), minutes=60, people=[{"member": bill.member}])
    assert (answer.status_code, answer.json()["code"]) == (403, "banks.not_allowed")


def test_an_event_in_the_future_is_refused(live_door: LiveBank) -> None:
    cora = live_door.person("Cora")
    people = [{"member": cora.member, "early_minutes": 60}]
    answer = attendance(cora, kind="event", on=datetime.now(UTC).date() + timedelta(days=3), minutes=60, people=people)
    assert answer.json()["code"] == "events.in_the_future"

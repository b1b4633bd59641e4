"""Each bad report has its own named refusal with a sentence, and leaves the books as they were."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.house.cast import LEAVING
from tests.house.live import LiveBank, LiveSite, key
from tests.rows.reports import Change, report

MINUTES = [
    (0, 422, "exchanges.minutes_not_positive"),
    (-60, 422, "exchanges.minutes_not_positive"),
    (1441, 422, "exchanges.minutes_too_many"),
    ("an hour", 400, "request.invalid"),
    (1.5, 400, "request.invalid"),
    (None, 400, "request.invalid"),
    (10**12, 400, "request.invalid"),
]


@pytest.mark.parametrize(("minutes", "status", "code"), MINUTES)
def test_minutes_that_are_none(site: LiveSite, live_door: LiveBank, minutes: Any, status: int, code: str) -> None:
    change = Change(live_door, "Bill", "Anne")
    answer = report(
        live_door.person("Bill"), on=site.day(), service="Raking", gave={"Bill": minutes}, received=["Anne"]
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"]
    assert change.since() == {"Bill": 0, "Anne": 0}


def test_a_future_date(live_door: LiveBank) -> None:
    on = datetime.now(UTC).date() + timedelta(days=2)
    answer = report(live_door.person("Bill"), on=on, service="Raking", gave={"Bill": 60}, received=["Anne"])
    assert (answer.status_code, answer.json()["code"]) == (422, "exchanges.date_in_the_future")


def test_a_date_before_somebody_joined(live_valley: LiveBank) -> None:
    on = date(2020, 1, 1)
    service = live_valley.person("Cora").get("/api/v1/services/").json()["results"][0]["name"]
    answer = report(live_valley.person("Bill"), on=on, service=service, gave={"Bill": 60}, received=["Anne"])
    assert (answer.status_code, answer.json()["code"]) == (422, "exchanges.date_before_joining")


def test_the_same_person_on_both_sides(site: LiveSite, live_door: LiveBank) -> None:
    answer = report(live_door.person("Bill"), on=site.day(), service="Raking", gave={"Bill": 60}, received=["Bill"])
    assert answer.json()["code"] == "exchanges.same_person_twice"
    assert "Bill" in answer.json()["sentence"]


def test_the_same_person_twice_on_one_side(site: LiveSite, live_door: LiveBank) -> None:
    answer = report(
        live_door.person("Bill"), on=site.day(), service="Raking", gave={"Bill": 60}, received=["Anne", "Anne"]
    )
    assert answer.json()["code"] == "exchanges.person_named_twice"


def test_somebody_who_left(site: LiveSite, live_door: LiveBank) -> None:
    cora = live_door.person("Cora")
    gone = live_door.member(LEAVING)
    left = cora.post(f"/api/v1/members/{gone}/end/", {})
    assert left.status_code == 200, left.text
    before = cora.post("/api/v1/exchanges/", _with(live_door, gone, site.day().isoformat()))
    assert before.status_code == 201, before.text  # they still belonged on that day
    assert all(row["id"] != gone for row in cora.get("/api/v1/members/", q=LEAVING).json()["results"])


def _with(bank: LiveBank, receiver: str, on: str) -> dict[str, Any]:
    return {
        "key": key(), "providers": [{"member": bank.member("Bill"), "minutes": 60}], "receivers": [receiver],
        "service": bank.service("Raking"), "service_date": on, "by_phone": True,
    }  # fmt: skip


def test_an_unknown_service_and_an_unknown_person(site: LiveSite, live_door: LiveBank) -> None:
    cora = live_door.person("Cora")
    body = _with(live_door, live_door.member("Anne"), site.day().isoformat())
    assert cora.post("/api/v1/exchanges/", {**body, "service": key()}).json()["code"] == "exchanges.service_unknown"
    assert cora.post("/api/v1/exchanges/", {**body, "receivers": [key()]}).json()["code"] == "exchanges.person_unknown"


def test_eight_sendings_of_one_key_at_once_post_once(site: LiveSite, live_door: LiveBank) -> None:
    change, on, same = Change(live_door, "Bill", "Anne"), site.day(), key()
    bill = live_door.person("Bill")

    def send(_: int) -> int:
        answer = report(bill, on=on, service="Raking", gave={"Bill": 60}, received=["Anne"], key=same)
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(send, range(8)))
    assert statuses == [200] * 7 + [201]
    assert change.since() == {"Bill": 60, "Anne": -60}


def test_both_sides_reporting_at_once_post_once(site: LiveSite, live_door: LiveBank) -> None:
    change, on = Change(live_door, "Bill", "Anne"), site.day()

    def send(name: str) -> str:
        answer = report(live_door.person(name), on=on, service="Raking", gave={"Bill": 60}, received=["Anne"])
        return str(answer.json()["state"])

    with ThreadPoolExecutor(2) as pool:
        states = sorted(pool.map(send, ["Bill", "Anne"]))
    assert states == ["held", "recorded"]
    assert change.since() == {"Bill": 60, "Anne": -60}

"""Rows of domain.md section 1 about exchanges between members, over HTTP on each bank's own host."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.house.live import LiveBank, LiveSite, key
from tests.rows.reports import Change, notices_about, report, statement_of


def test_d_lawn_seventy_minutes_count_as_seventy_five(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    answer = report(
        live_door.person("Bill"), on=site.day(), service="Lawn Mowing", gave={"Bill": 70}, received=["Anne"]
    )
    assert answer.status_code == 201, answer.text
    assert change.since() == {"Bill": 75, "Anne": -75}


def test_d_group_each_provider_in_full_and_the_receiver_gives_the_sum(site: LiveSite, live_door: LiveBank) -> None:
    helpers = ["Amos", "Beth", "Carl", "Dora"]
    change = Change(live_door, *helpers, "Ramona")
    gave = dict.fromkeys(helpers, 120)
    answer = report(live_door.person("Amos"), on=site.day(), service="Gardening", gave=gave, received=["Ramona"])
    assert answer.status_code == 201, answer.text
    assert change.since() == {**dict.fromkeys(helpers, 120), "Ramona": -480}


def test_d_ride_two_riders_give_half_each(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Adrian", "Amos", "Beth")
    report(
        live_door.person("Adrian"), on=site.day(), service="Group Rides", gave={"Adrian": 60}, received=["Amos", "Beth"]
    )
    assert change.since() == {"Adrian": 60, "Amos": -30, "Beth": -30}


def test_d_ride_three_riders_give_a_third_each(site: LiveSite, live_door: LiveBank) -> None:
    riders = ["Amos", "Beth", "Carl"]
    change = Change(live_door, "Adrian", *riders)
    report(live_door.person("Adrian"), on=site.day(), service="Group Rides", gave={"Adrian": 60}, received=riders)
    assert change.since() == {"Adrian": 60, **dict.fromkeys(riders, -20)}


def test_d_ride_seven_riders_share_odd_minutes_exactly(site: LiveSite, live_door: LiveBank) -> None:
    riders = ["Amos", "Beth", "Carl", "Dora", "Ida", "Nina", "Jean"]
    change = Change(live_door, "Adrian", *riders)
    report(live_door.person("Adrian"), on=site.day(), service="Group Rides", gave={"Adrian": 60}, received=riders)
    moved = change.since()
    assert moved.pop("Adrian") == 60
    assert sum(moved.values()) == -60
    assert set(moved.values()) == {-9, -8}


def test_d_travel_fifteen_minutes_are_added_on_their_own_line(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Karen", "Jean")
    answer = report(
        live_door.person("Karen"), on=site.day(), service="Closet Organizing", gave={"Karen": 60}, received=["Jean"],
        travel=15,
    )  # fmt: skip
    assert change.since() == {"Karen": 75, "Jean": -75}
    line = next(line for line in answer.json()["lines"] if line["role"] == "provider")
    assert (line["service_minutes"], line["travel_minutes"], line["counted_minutes"]) == (60, 15, 75)


def test_d_travel_fourteen_minutes_add_nothing(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Karen", "Jean")
    report(
        live_door.person("Karen"), on=site.day(), service="Cleaning", gave={"Karen": 60}, received=["Jean"], travel=14
    )
    assert change.since() == {"Karen": 60, "Jean": -60}


def test_d_even_hours_are_counted_and_nothing_moves(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Ida", "Nina")
    before = {
        name: live_door.person(name).get("/api/v1/figures/").json()["own"]["even_minutes"] for name in ("Ida", "Nina")
    }
    answer = report(
        live_door.person("Ida"), on=site.day(), service="Friendly Visits", gave={"Ida": 120}, received=["Nina"],
        occasion="companionship",
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    assert answer.json()["entry_id"] is None
    assert change.since() == {"Ida": 0, "Nina": 0}
    for name, earlier in before.items():
        assert live_door.person(name).get("/api/v1/figures/").json()["own"]["even_minutes"] == earlier + 120


def test_d_even_is_refused_where_the_bank_has_no_such_rule(site: LiveSite, live_lamoni: LiveBank) -> None:
    answer = report(
        live_lamoni.person("Ida"), on=site.day(), service="Lawn Mowing", gave={"Ida": 60}, received=["Nina"],
        occasion="companionship",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (422, "exchanges.occasion_not_even")


@pytest.fixture
def today(live_door: LiveBank) -> object:
    from zoneinfo import ZoneInfo

    return datetime.now(UTC).astimezone(ZoneInfo("America/Chicago")).date()


def test_d_60_day_sixty_is_accepted(live_door: LiveBank, today: object) -> None:
    on = today - timedelta(days=60)  # type: ignore[operator]
    answer = report(live_door.person("Bill"), on=on, service="Raking", gave={"Bill": 60}, received=["Anne"])
    assert answer.status_code == 201, answer.text


def test_d_60_day_sixty_one_is_refused_with_the_rule_and_who_may_except(live_door: LiveBank, today: object) -> None:
    change = Change(live_door, "Bill", "Anne")
    on = today - timedelta(days=61)  # type: ignore[operator]
    answer = report(live_door.person("Bill"), on=on, service="Raking", gave={"Bill": 60}, received=["Anne"])
    assert (answer.status_code, answer.json()["code"]) == (422, "exchanges.reported_too_late")
    assert "60 days" in answer.json()["sentence"]
    assert "coordinator" in answer.json()["sentence"]
    assert change.since() == {"Bill": 0, "Anne": 0}


def test_d_60_a_coordinator_makes_an_exception_with_a_reason(live_door: LiveBank, today: object) -> None:
    on = today - timedelta(days=62)  # type: ignore[operator]
    cora = live_door.person("Cora")
    late = {"late_reason": "Bill was in hospital", "by_phone": True}
    answer = report(cora, on=on, service="Raking", gave={"Bill": 60}, received=["Anne"], **late)
    assert answer.status_code == 201, answer.text


def test_d_60_a_member_cannot_excuse_themselves(live_door: LiveBank, today: object) -> None:
    on = today - timedelta(days=63)  # type: ignore[operator]
    answer = report(
        live_door.person("Bill"), on=on, service="Raking", gave={"Bill": 60}, received=["Anne"], late_reason="I forgot"
    )
    assert answer.json()["code"] == "exchanges.reported_too_late"


def test_d_twice_the_second_report_is_held_and_shows_the_first(site: LiveSite, live_door: LiveBank) -> None:
    change, on = Change(live_door, "Bill", "Anne"), site.day()
    first = report(live_door.person("Bill"), on=on, service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"]).json()
    second = report(live_door.person("Anne"), on=on, service="Gardening", gave={"Bill": 60}, received=["Anne"]).json()
    assert (first["state"], second["state"], second["looks_like"]) == ("recorded", "held", first["id"])
    assert change.since() == {"Bill": 60, "Anne": -60}
    # "It was another service after all": now it counts. Answered again, it is refused.
    anne = live_door.person("Anne")
    answered = anne.post(f"/api/v1/exchanges/{second['id']}/answer/", {"is_another": True})
    assert answered.json()["state"] == "recorded"
    assert change.since() == {"Bill": 120, "Anne": -120}
    again = anne.post(f"/api/v1/exchanges/{second['id']}/answer/", {"is_another": True})
    assert again.json()["code"] == "exchanges.not_held"


def test_d_phone_a_coordinator_reports_for_others_and_both_are_told(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    told = {name: notices_about(live_door, name) for name in ("Bill", "Anne")}
    cora = live_door.person("Cora")
    answer = report(cora, on=site.day(), service="Firewood", gave={"Bill": 45}, received=["Anne"], by_phone=True)
    assert (answer.status_code, answer.json()["channel"]) == (201, "phone")
    assert change.since() == {"Bill": 45, "Anne": -45}
    assert all(notices_about(live_door, name) == before + 1 for name, before in told.items())


@pytest.mark.parametrize("missing", ["providers", "receivers", "service", "service_date", "minutes"])
def test_d_phone_each_of_the_five_facts_is_named_when_missing(live_door: LiveBank, missing: str) -> None:
    cora = live_door.person("Cora")
    body = {
        "providers": [{"member": live_door.member("Bill"), "minutes": 60}],
        "receivers": [live_door.member("Anne")],
        "service": live_door.service("Firewood"),
        "service_date": "2026-01-05",
        "by_phone": True,
    }
    if missing == "minutes":
        del body["providers"][0]["minutes"]  # type: ignore[index]
    else:
        del body[missing]
    answer = cora.post("/api/v1/exchanges/", body)
    assert answer.status_code == 400
    assert missing in str(answer.json()["fields"])


def test_d_phone_a_member_cannot_report_for_others(site: LiveSite, live_door: LiveBank) -> None:
    answer = report(live_door.person("Ida"), on=site.day(), service="Firewood", gave={"Bill": 45}, received=["Anne"])
    assert (answer.status_code, answer.json()["code"]) == (422, "exchanges.not_yours")


def test_d_cat_an_exchange_names_a_service_of_this_bank(
    site: LiveSite, live_door: LiveBank, live_lamoni: LiveBank
) -> None:
    on = site.day()
    answer = report(live_door.person("Bill"), on=on, service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"])
    assert (answer.json()["category_name"], answer.json()["service_name"]) == ("Garden/Yard", "Lawn Mowing")
    body = {
        "providers": [{"member": live_door.member("Bill"), "minutes": 60}],
        "receivers": [live_door.member("Anne")],
        "service": live_lamoni.service("Lawn Mowing"),
        "service_date": on.isoformat(),
    }
    refused = live_door.person("Bill").post("/api/v1/exchanges/", body)
    assert refused.json()["code"] == "exchanges.service_unknown"


def test_l1_l3_an_hour_is_an_hour_whatever_the_service(site: LiveSite, live_lamoni: LiveBank) -> None:
    services = live_lamoni.person("Cora").get("/api/v1/services/", limit=500).json()["results"]
    for service in services[:3] + services[-2:]:
        change = Change(live_lamoni, "Bill", "Anne")
        report(live_lamoni.person("Bill"), on=site.day(), service=service["name"], gave={"Bill": 60}, received=["Anne"])
        assert change.since() == {"Bill": 60, "Anne": -60}


def test_l1_l3_no_rate_field_exists_anywhere(db: None) -> None:
    from django.apps import apps

    words = {"rate", "price", "amount_money", "currency", "fee", "multiplier", "hourly"}
    labels = {"banks", "ledger", "governance", "tenants", "users"}
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in labels
        for field in model._meta.get_fields()
        if set(field.name.split("_")) & words
    ]
    assert fields == []


@pytest.mark.parametrize("minutes", [15, 30, 45, 90])
def test_l2_half_and_quarter_hours_are_recorded_as_they_are(
    site: LiveSite, live_lamoni: LiveBank, minutes: int
) -> None:
    change = Change(live_lamoni, "Karen", "Jean")
    report(
        live_lamoni.person("Karen"), on=site.day(), service="Lawn Mowing", gave={"Karen": minutes}, received=["Jean"]
    )
    assert change.since() == {"Karen": minutes, "Jean": -minutes}


def test_l2_both_are_told_two_notices_per_recording(site: LiveSite, live_lamoni: LiveBank) -> None:
    before = {name: notices_about(live_lamoni, name) for name in ("Karen", "Jean", "Bill")}
    report(live_lamoni.person("Karen"), on=site.day(), service="Lawn Mowing", gave={"Karen": 60}, received=["Jean"])
    after = {name: notices_about(live_lamoni, name) - before[name] for name in before}
    assert after == {"Karen": 1, "Jean": 1, "Bill": 0}


def test_l5_l16_costs_are_a_note_that_never_reaches_a_posting(site: LiveSite, live_lamoni: LiveBank) -> None:
    change = Change(live_lamoni, "Adrian", "Ramona")
    note = "Gas for 40 miles, paid by Ramona"
    answer = report(
        live_lamoni.person("Adrian"), on=site.day(), service="Airport", gave={"Adrian": 90}, received=["Ramona"],
        costs_note=note,
    )  # fmt: skip
    assert answer.json()["costs_note"] == note
    assert change.since() == {"Adrian": 90, "Ramona": -90}
    assert all(abs(line["minutes"]) == 90 for line in statement_of(live_lamoni.person("Adrian"))[:1])


def test_l14_overdraw_is_allowed_and_recording_works_below_zero(site: LiveSite, live_lamoni: LiveBank) -> None:
    ida = live_lamoni.person("Ida")
    answer = report(
        live_lamoni.person("Beth"), on=site.day(), service="Lawn Mowing", gave={"Beth": 600}, received=["Ida"]
    )
    assert answer.status_code == 201, answer.text
    assert ida.balance() < 0


def test_all_a_mistake_is_undone_by_a_new_entry_that_names_it(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    bill = live_door.person("Bill")
    made = report(bill, on=site.day(), service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"]).json()
    undone = bill.post(f"/api/v1/exchanges/{made['id']}/undo/", {"reason": "It was last week"})
    assert undone.status_code == 200, undone.text
    assert undone.json()["entry_id"] == made["entry_id"]
    assert undone.json()["undoing_entry_id"] not in (None, made["entry_id"])
    assert change.since() == {"Bill": 0, "Anne": 0}


def test_all_reversing_twice_is_refused(site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    bill = live_door.person("Bill")
    made = report(bill, on=site.day(), service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"]).json()
    bill.post(f"/api/v1/exchanges/{made['id']}/undo/", {"reason": "Mistake"})
    twice = bill.post(f"/api/v1/exchanges/{made['id']}/undo/", {"reason": "Mistake"})
    assert (twice.status_code, twice.json()["code"]) == (409, "exchanges.already_undone")
    assert change.since() == {"Bill": 0, "Anne": 0}


def test_all_sending_the_same_report_again_posts_once(site: LiveSite, live_door: LiveBank) -> None:
    change, on, same = Change(live_door, "Bill", "Anne"), site.day(), key()
    bill = live_door.person("Bill")
    first = report(bill, on=on, service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"], key=same)
    again = report(bill, on=on, service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"], key=same)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    other = report(bill, on=on, service="Lawn Mowing", gave={"Bill": 75}, received=["Anne"], key=same)
    assert (other.status_code, other.json()["code"]) == (409, "exchanges.key_reused")
    assert change.since() == {"Bill": 60, "Anne": -60}

"""The coordinator's work: a report by phone, a list of seventy-five names, leadership, a new member."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.recording import newest_line
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank, LiveSite
from tests.rows.reports import Change

FIVE_FACTS = {
    "provider": "Ask who provided it.",
    "receiver": "Ask who received it.",
    "service": "Ask what was done, and choose the service.",
    "service_date": "Ask on which day it was.",
    "length": "Ask how long it took.",
}


def fill_phone_report(cora: Visitor, *, on: date, without: str = "") -> None:
    cora.go("/phone/")
    for field, words in {"provider": "Bill", "receiver": "Ramona", "service": "Firewood"}.items():
        if field != without:
            cora.choose(field, words)
    if without != "service_date":
        cora.fill("service_date", on)
    if without != "length":
        cora.length("length", 45)
    cora.fill("note", "She will call again on Friday")


def test_d_phone_a_whole_report_is_recorded(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Ramona")
    cora = visit(live_door, "Cora")
    fill_phone_report(cora, on=site.day())
    cora.tap("Record this report")
    assert "by Cora, by phone" in cora.text
    cora.look("phone-receipt")
    assert change.since() == {"Bill": 45, "Ramona": -45}


@pytest.mark.parametrize("fact", FIVE_FACTS)
def test_d_phone_each_missing_fact_is_named_and_the_rest_is_kept(visit: Visit, live_door: LiveBank, fact: str) -> None:
    change, on = Change(live_door, "Bill", "Ramona"), datetime.now(UTC).date() - timedelta(days=59)
    cora = visit(live_door, "Cora")
    fill_phone_report(cora, on=on, without=fact)
    cora.tap("Record this report")
    assert cora.fault_at(fact) == FIVE_FACTS[fact]
    assert cora.page.locator(".field-error").count() == 1
    expect(cora.page.locator(".error-summary")).to_be_focused()
    kept = {"provider": "Bill", "receiver": "Ramona", "service": "Firewood"}
    for field in kept.keys() - {fact}:
        assert cora.page.locator(f"#id_{field} option:checked").inner_text().startswith(kept[field])
    assert cora.value_of("note") == "She will call again on Friday"
    assert fact == "service_date" or cora.value_of("service_date") == on.isoformat()
    assert fact == "length" or cora.page.locator("input[name=length]:checked").input_value() == "45"
    if fact == "length":
        cora.look("phone-refused")
    assert change.since() == {"Bill": 0, "Ramona": 0}


def help_beside(cora: Visitor, name: str, box: str, minutes: int) -> None:
    """Open "Helped" beside a name and type minutes."""
    row = cora.page.locator(f"li[data-name='{name}']")
    row.locator("summary").click()
    row.get_by_label(re.compile(box)).fill(str(minutes))


def test_d_event_seventy_five_names_with_early_and_late_helpers(
    visit: Visit, site: LiveSite, live_door: LiveBank
) -> None:
    names = [f"Neighbor {number}" for number in range(1, 76)]
    change = Change(live_door, names[0], names[4], names[74])
    cora = visit(live_door, "Cora")
    cora.go("/events/new/")
    cora.look("attendance")
    cora.page.get_by_label("Event", exact=False).first.check()
    cora.fill("title", "Spring potluck at the lake")
    cora.fill("held_on", site.day())
    cora.length("length", 180)
    cora.page.locator("li[data-name^='Neighbor '] input[name=here]").evaluate_all(
        "boxes => boxes.forEach(b => b.click())"
    )
    for name in names[:4]:
        help_beside(cora, name, "Early", 60)
    for name in names[4:7]:
        help_beside(cora, name, "Late", 30)
    cora.tap("Record attendance")
    assert cora.heading == "Spring potluck at the lake"
    assert "225 h" in cora.text
    assert "5.5 Time Credits" in cora.text
    cora.look("event")
    assert change.since() == {names[0]: 60, names[4]: 30, names[74]: 0}
    assert change.of_community() == -330


def test_an_attendance_list_with_a_fault_keeps_every_tick(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    cora = visit(live_door, "Cora")
    cora.go("/events/new/")
    cora.page.get_by_label("Find a name").fill("neighbor 1")
    expect(cora.page.locator("#found")).to_have_text("11 found")
    cora.tick("Neighbor 10", "Neighbor 11")
    help_beside(cora, "Neighbor 12", "Early", 30)
    cora.tap("Record attendance")
    assert "Tick Neighbor 12 too, or empty what stands beside the name." in cora.text
    assert cora.page.locator("input[name=here]:checked").count() == 2
    cora.look("attendance-refused")


def test_d_leader_orientation_hours_are_paid_by_the_bank(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Jean")
    cora = visit(live_door, "Cora")
    cora.go("/record/")
    cora.tap("Leadership hours")
    cora.choose("member", "Jean")
    cora.page.locator("#id_role").select_option("orientation_leader")
    cora.fill("service_date", site.day())
    cora.length("length", 90)
    cora.look("leadership")
    cora.tap("Record these hours")
    cora.page.get_by_text("Thank you").first.wait_for()
    assert change.since() == {"Jean": 90}
    assert change.of_community() == -90
    jean = visit(live_door, "Jean")
    assert "orientation leader" in newest_line(jean)


def test_l11_l17_a_new_member_at_lamoni_is_welcomed_with_hours(visit: Visit, live_lamoni: LiveBank) -> None:
    change = Change(live_lamoni, "Jean")
    cora = visit(live_lamoni, "Cora")
    name = f"Wilhelmina Featherstonehaugh-Vandenberghe of the {cora.size.name}"
    cora.go("/members/")
    cora.tap("Add a member")
    assert "New members receive 5 Time Dollars upon enrolment." in cora.text
    cora.look("member-new-lamoni")
    cora.tap("Add this member")
    assert cora.fault_at("name") == "Please give the member's name."
    cora.look("member-new-refused")
    cora.fill("name", name)
    cora.fill("town", "Lamoni")
    cora.choose("recruited_by", "Jean")
    cora.tap("Add this member")
    assert f"Welcome, {name}!" in cora.text
    cora.look("person-new-lamoni")
    member_id = cora.path.strip("/").split("/")[-1]
    cora.go(f"/statement/?member={member_id}")
    assert "Welcome hours on joining" in cora.text
    cora.look("statement-long-name")
    assert change.since() == {"Jean": 300}
    assert change.of_community() == -600

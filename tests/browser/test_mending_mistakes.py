"""A service reported twice, and one recorded by mistake."""

from datetime import date

from tests.browser.conftest import Visit
from tests.browser.recording import newest_line, say_what, up_to_check
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank, LiveSite
from tests.rows.reports import Change, report


def second_report(visit: Visit, bank: LiveBank, on: date) -> Visitor:
    """Bill has recorded it; Anne, who received it, records it too."""
    given = report(bank.person("Bill"), on=on, service="Lawn Mowing", gave={"Bill": 60}, received=["Anne"])
    assert given.status_code == 201, given.text
    anne = visit(bank, "Anne")
    anne.go("/record/received/")
    anne.choose("person", "Bill")
    anne.tap("Continue")
    say_what(anne, service="Lawn Mowing", on=on, minutes=60)
    anne.tap("Yes, record these hours")
    anne.page.wait_for_url("**/answer/")
    return anne


def test_d_twice_the_second_report_is_held_and_waits_at_home(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    anne = second_report(visit, live_door, site.day())
    assert anne.heading == "Is this the same service?"
    assert "by Bill" in anne.text
    anne.look("held")
    assert change.since() == {"Bill": 60, "Anne": -60}
    anne.go("/")
    anne.look("home-with-question")
    anne.tap("Answer this question")
    anne.tap("It is the same. Count it once")
    assert "This is not counted." in anne.text
    anne.look("held-dropped")
    assert change.since() == {"Bill": 60, "Anne": -60}


def test_d_twice_another_service_after_all_is_counted(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    anne = second_report(visit, live_door, site.day())
    anne.tap("It is another service. Count both")
    assert "Both are counted now." in anne.text
    assert change.since() == {"Bill": 120, "Anne": -120}


def test_all_undo_brings_the_hours_back_and_both_entries_stay(
    visit: Visit, site: LiveSite, live_door: LiveBank
) -> None:
    change = Change(live_door, "Bill", "Anne")
    bill = visit(live_door, "Bill")
    up_to_check(bill, helped="Anne", service="Firewood", on=site.day(), minutes=90)
    bill.tap("Yes, record these hours")
    bill.tap("Something is wrong, undo this")
    bill.look("undo")
    bill.tap("Undo these hours")
    assert bill.fault_at("reason") == "Please say why this is undone; both sides will read it."
    bill.look("undo-refused")
    bill.fill("reason", "It was Karen's firewood, not Anne's")
    bill.tap("Undo these hours")
    assert "It is undone." in bill.text
    bill.look("exchange-undone")
    assert change.since() == {"Bill": 0, "Anne": 0}
    assert "Undone" in newest_line(bill)
    bill.look("statement-with-undone")
    anne = visit(live_door, "Anne")
    assert "Undone" in newest_line(anne)
    assert "It was Karen's firewood" in anne.text


def test_a_step_left_empty_says_what_to_choose(visit: Visit, live_door: LiveBank) -> None:
    anne = visit(live_door, "Anne")
    anne.go("/record/received/")
    anne.look("record-who")
    anne.tap("Continue")
    assert anne.fault_at("person") == "Choose a person."
    anne.look("record-who-refused")
    anne.choose("person", "Bill")
    anne.tap("Continue")
    anne.tap("Continue")
    assert anne.fault_at("service") == "Choose a category and service: what was done?"
    anne.look("record-what-refused")

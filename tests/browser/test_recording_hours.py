"""Door County's own worked examples, recorded by the members in a real browser."""

from tests.browser.conftest import Visit
from tests.browser.recording import FEW_TAPS, newest_line, say_what, send, up_to_check
from tests.browser.sizes import AT_BOTH_SIZES
from tests.house.live import LiveBank, LiveSite
from tests.rows.reports import Change

pytestmark = AT_BOTH_SIZES


def test_d_lawn_bill_records_it_in_few_taps_and_both_see_it(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Bill", "Anne")
    bill = visit(live_door, "Bill")
    up_to_check(bill, helped="Anne", service="Lawn Mowing", on=site.day(), minutes=70)
    assert bill.heading == "Is everything right?"
    assert "1 h 10 min are counted as 1 h 15 min." in bill.text
    assert "Bill +1.25" in bill.text
    assert "Anne −1.25" in bill.text
    assert change.since() == {"Bill": 0, "Anne": 0}
    bill.look("record-check")
    send(bill)
    assert bill.heading == "Thank you. It is recorded."
    assert "Bill +1.25" in bill.text
    assert "Anne −1.25" in bill.text
    assert bill.taps <= FEW_TAPS
    bill.look("record-receipt")
    assert change.since() == {"Bill": 75, "Anne": -75}
    assert "+1.25" in newest_line(bill)
    assert "Lawn Mowing" in newest_line(bill)
    bill.look("statement")
    anne = visit(live_door, "Anne")
    assert "−1.25" in newest_line(anne)
    assert "Lawn Mowing" in newest_line(anne)


def test_d_group_four_help_ramona(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    helpers = ["Amos", "Beth", "Carl", "Dora"]
    change = Change(live_door, *helpers, "Ramona")
    amos = visit(live_door, "Amos")
    amos.go("/record/")
    amos.tap("Several people helped one")
    amos.choose("receiver", "Ramona")
    amos.tick(*helpers)
    amos.look("record-group-who")
    amos.tap("Continue")
    amos.look("record-group-what")
    say_what(amos, service="Gardening", on=site.day(), minutes=120)
    assert "Ramona −8" in amos.text
    amos.look("record-group-check")
    send(amos)
    assert change.since() == {**dict.fromkeys(helpers, 120), "Ramona": -480}


def test_d_ride_adrian_drives_two(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Adrian", "Amos", "Beth")
    adrian = visit(live_door, "Adrian")
    adrian.go("/record/")
    adrian.tap("A shared ride")
    adrian.tick("Amos", "Beth")
    adrian.look("record-ride-who")
    adrian.tap("Continue")
    say_what(adrian, service="Group Rides", on=site.day(), minutes=60)
    assert "Adrian +1" in adrian.text
    assert "Amos −0.5" in adrian.text
    adrian.look("record-ride-check")
    send(adrian)
    assert change.since() == {"Adrian": 60, "Amos": -30, "Beth": -30}


def test_d_travel_karens_way_stands_on_her_line(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Karen", "Jean")
    karen = visit(live_door, "Karen")
    up_to_check(karen, helped="Jean", service="Closet Organizing", on=site.day(), minutes=60, travel=15)
    assert "provided 1 h, and 15 min on the way" in karen.text
    send(karen)
    assert "and 15 min on the way" in karen.text
    assert change.since() == {"Karen": 75, "Jean": -75}


def test_d_even_time_together_moves_nothing(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    change = Change(live_door, "Ida", "Nina")
    ida = visit(live_door, "Ida")
    ida.go("/record/")
    ida.tap("Time together")
    ida.page.get_by_label("Companionship").check()
    ida.tick("Nina")
    ida.look("record-even-who")
    ida.tap("Continue")
    say_what(ida, service="Friendly Visits", on=site.day(), minutes=120)
    ida.look("record-even-check")
    send(ida)
    assert "the time is counted, no hours move" in ida.text
    ida.look("record-even-receipt")
    assert change.since() == {"Ida": 0, "Nina": 0}


def test_a_change_of_mind_keeps_everything_typed(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    on = site.day()
    bill = visit(live_door, "Bill")
    up_to_check(bill, helped="Jean", service="Raking", on=on, minutes=45)
    bill.tap("Change something")
    assert bill.value_of("service_date") == on.isoformat()
    assert bill.page.locator("input[name=length]:checked").input_value() == "45"
    bill.tap("Back")
    assert bill.heading == "Whom did you help?"
    assert bill.page.locator("#id_person option:checked").inner_text().startswith("Jean")

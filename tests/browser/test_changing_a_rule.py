"""An administrator changes a rule; the guidelines say so at once and the next new member is welcomed by it."""

from tests.browser.conftest import Visit
from tests.house.live import LiveBank


def test_a_new_welcome_rule_is_read_and_followed_at_once(visit: Visit, live_valley: LiveBank) -> None:
    ada, stranger, cora = visit(live_valley, "Ada"), visit(live_valley), visit(live_valley, "Cora")
    hours = 2
    ada.go("/rules/")
    ada.look("rules")
    ada.tap("Hours on joining")
    ada.look("rule")
    ada.fill("signup", f"{hours}:00")
    ada.tap("See how it will read")
    assert ada.fault_at("reason") == "Please say why the rule changes; the guidelines will show it."
    ada.look("rule-refused")
    ada.fill("reason", "Newcomers should be able to ask first")
    ada.tap("See how it will read")
    sentence = f"New members receive {hours} hours upon enrolment."
    assert sentence in ada.text
    ada.look("rule-preview")
    stranger.go("/guidelines/")
    assert sentence not in stranger.text
    ada.tap("Adopt this rule")
    assert "is adopted." in ada.text
    ada.look("rule-history")
    stranger.go("/guidelines/")
    assert sentence in stranger.text
    assert "Newcomers should be able to ask first" in stranger.text
    stranger.look("guidelines-valley")
    cora.go("/members/new/")
    assert sentence in cora.text
    cora.fill("name", f"Newcomer on the {ada.size.name}")
    cora.tap("Add this member")
    cora.go(f"/statement/?member={cora.path.strip('/').split('/')[-1]}")
    assert f"+{hours} h" in cora.text


def test_a_rule_that_contradicts_itself_is_refused_at_its_field(visit: Visit, live_valley: LiveBank) -> None:
    ada = visit(live_valley, "Ada")
    ada.go("/rules/hours/")
    ada.look("rule-hours")
    ada.fill("granularity", "25")
    ada.fill("reason", "Steps of twenty-five")
    ada.tap("See how it will read")
    assert "A step of 25 minutes does not divide an hour" in ada.text
    assert ada.value_of("granularity") == "25"
    ada.look("rule-hours-refused")

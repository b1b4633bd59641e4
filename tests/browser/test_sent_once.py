"""Impatient fingers, the back button and a lost answer record one exchange, not two."""

import time
from datetime import date

from tests.browser.conftest import Visit
from tests.browser.recording import send, up_to_check
from tests.browser.visitor import Visitor
from tests.house import PATIENCE_SECONDS
from tests.house.live import LiveBank, LiveSite
from tests.rows.reports import Change, statement_of

YES = "Yes, record these hours"


def at_the_last_look(visit: Visit, bank: LiveBank, on: date) -> Visitor:
    bill = visit(bank, "Bill")
    up_to_check(bill, helped="Jean", service="Raking", on=on, minutes=30)
    return bill


def lines_of(bank: LiveBank, on: date) -> int:
    """How often Bill's statement names that day."""
    return sum(line["service_date"] == on.isoformat() for line in statement_of(bank.person("Bill")))


def test_a_double_click_posts_once(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    on, change = site.day(), Change(live_door, "Bill", "Jean")
    bill = at_the_last_look(visit, live_door, on)
    bill.pressable(YES).dblclick()
    bill.page.wait_for_url("**/exchanges/**")
    assert change.since() == {"Bill": 30, "Jean": -30}
    assert lines_of(live_door, on) == 1


def test_two_windows_sending_the_same_form_post_once(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    """A double click where no script runs: the form leaves twice, at the same moment."""
    on, change = site.day(), Change(live_door, "Bill", "Jean")
    bill = at_the_last_look(visit, live_door, on)
    answers = bill.page.evaluate(
        """async () => {
          const form = document.querySelector("main form"), body = new URLSearchParams(new FormData(form));
          body.set("step", "send");
          const go = () => fetch(location.href, {method: "POST", body}).then((answer) => answer.url);
          return await Promise.all([go(), go(), go()]);
        }"""
    )
    assert len(set(answers)) == 1
    assert "/exchanges/" in answers[0]
    assert change.since() == {"Bill": 30, "Jean": -30}
    assert lines_of(live_door, on) == 1


def test_back_and_send_again_posts_once(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    on, change = site.day(), Change(live_door, "Bill", "Jean")
    bill = at_the_last_look(visit, live_door, on)
    send(bill)
    receipt = bill.page.url
    bill.page.go_back()
    bill.page.get_by_role("button", name=YES).wait_for()
    send(bill)
    assert bill.page.url == receipt
    assert change.since() == {"Bill": 30, "Jean": -30}
    assert lines_of(live_door, on) == 1


def test_a_tab_closed_before_the_answer_posts_once(visit: Visit, site: LiveSite, live_door: LiveBank) -> None:
    """The books have it, Bill never saw it; he reopens the tab and says yes again."""
    on, change = site.day(), Change(live_door, "Bill", "Jean")
    bill = at_the_last_look(visit, live_door, on)
    typed = bill.page.evaluate("[...new FormData(document.querySelector('main form'))]")
    close_before_the_answer(bill)
    assert lines_of(live_door, on) == 1
    again = visit(live_door, "Bill")
    reopen(again, typed)
    send(again)
    assert again.heading == "Thank you. It is recorded."
    assert change.since() == {"Bill": 30, "Jean": -30}
    assert lines_of(live_door, on) == 1


def close_before_the_answer(visitor: Visitor) -> None:
    """Send, let the server answer, and close the tab while the answer is still on its way."""
    wire = visitor.page.context.new_cdp_session(visitor.page)
    held: list[str] = []
    wire.on("Fetch.requestPaused", lambda event: held.append(event["requestId"]))
    wire.send("Fetch.enable", {"patterns": [{"urlPattern": "*/record/provided/*", "requestStage": "Response"}]})
    visitor.pressable(YES).click(no_wait_after=True)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not held:
        assert time.monotonic() < deadline, "The form never reached the server."
        visitor.page.wait_for_timeout(20)
    visitor.page.close()


def reopen(visitor: Visitor, typed: list[list[str]]) -> None:
    """What a browser does with a closed tab: it sends the step again that led to the page."""
    visitor.go("/record/provided/")
    visitor.page.evaluate(
        """typed => {
          const form = Object.assign(document.createElement("form"), {method: "post"});
          for (const [name, value] of [...typed, ["step", "what"]])
            form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
          document.body.append(form);
          form.submit();
        }""",
        typed,
    )
    visitor.page.get_by_role("button", name=YES).wait_for()

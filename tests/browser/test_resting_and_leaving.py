"""Row V-idle in a real browser: a quiet member rests, is told, and comes back with one tap; another leaves."""

import re

from tests.browser.conftest import Visit
from tests.browser.test_applying import asked_of_database
from tests.house.live import LiveBank

LINK = re.compile(r"https?://[^/\s]+(/back/[\w-]+/)")
QUIET_SINCE = (
    "update {0}.banks_member set joined_on = current_date - 800 where name = %s",
    "update {0}.users_user set last_login = now() - interval '400 days'"
    " where id = (select user_id from {0}.banks_member where name = %s)",
)


def long_quiet(bank: LiveBank, name: str) -> None:
    for statement in QUIET_SINCE:
        asked_of_database(bank, statement, name)


def link_of_letter(bank: LiveBank, name: str) -> str:
    """The address in the letter that waits to be sent."""
    [(body,)] = asked_of_database(
        bank,
        "select n.body from {0}.banks_notice n join {0}.banks_member m on m.id = n.member_id"
        " where m.name = %s and n.body like '%%/back/%%' order by n.made_at desc limit 1",
        name,
    )
    found = LINK.search(body)
    assert found is not None, body
    return found[1]


def test_v_idle_a_quiet_member_rests_is_told_and_comes_back_with_one_tap(visit: Visit, live_valley: LiveBank) -> None:
    long_quiet(live_valley, "Jean")
    ada, anne = visit(live_valley, "Ada"), visit(live_valley, "Anne")
    ada.go("/members/upkeep/")
    assert "without activity for 365 days" in ada.text
    ada.look("upkeep")
    ada.tick("Jean")
    ada.tap("Let them rest")
    assert "Jean is back" in ada.text
    ada.look("upkeep-resting")
    anne.go("/directory/?q=Jean")
    assert "Jean" not in anne.page.locator("main ul, main table").all_inner_texts()
    jean = visit(live_valley)
    jean.go(link_of_letter(live_valley, "Jean"))
    assert jean.heading == "Are you back?"
    jean.look("come-back")
    jean.tap("I am back")
    assert jean.heading == "Welcome back!"
    jean.look("welcome-back")
    anne.go("/directory/?q=Jean")
    assert "Jean" in anne.text


def test_a_member_rests_and_later_leaves_by_themselves(visit: Visit, live_valley: LiveBank) -> None:
    karen = visit(live_valley, "Karen")
    karen.go("/rest/")
    karen.look("rest")
    karen.tap("Yes, I take a rest")
    assert "You have been resting since" in karen.text
    karen.look("home-resting")
    karen.tap("I am back")
    assert "Welcome back!" in karen.text
    karen.go("/leave/")
    karen.tap("Leave Valley Time Trade")
    assert "Tick this if you really want to leave." in karen.fault_at("sure")
    karen.look("leave-refused")
    karen.page.locator("#id_sure").check()
    karen.tap("Leave Valley Time Trade")
    karen.look("goodbye")
    karen.go("/statement/")
    assert karen.path.startswith("/sign-in/")

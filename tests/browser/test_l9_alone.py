"""Row L9 in a real browser: somebody who takes part in gatherings only, and the gathering a coordinator records."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Visit
from tests.browser.sizes import Size
from tests.browser.test_applying import asked_of_database
from tests.house.live import LiveBank, LiveSite

ALONE = "Dora"
OTHERS = ("Anne", "Bill", "Karen", "Cora", "Ada")


@pytest.fixture
def alone(live_lamoni: LiveBank) -> Iterator[str]:
    """Dora's screening came to group events only; for the tests after this one to everything again."""
    _cleared_for(live_lamoni, "group_events_only")
    yield ALONE
    _cleared_for(live_lamoni, "full")


def _cleared_for(bank: LiveBank, access: str) -> None:
    asked_of_database(
        bank,
        "update {0}.banks_clearance set access = %s"
        " where member_id = (select id from {0}.banks_member where name = %s)",
        access,
        ALONE,
    )


def test_l9_a_member_of_gatherings_only_goes_everywhere_and_meets_nobody(
    visit: Visit, site: LiveSite, live_lamoni: LiveBank, alone: str, size: Size
) -> None:
    title = f"Garden day on {size.width} px"
    cora = visit(live_lamoni, "Cora")
    cora.go("/events/new/")
    cora.page.get_by_role("radio", name="Organisation meeting").check()
    cora.fill("title", title)
    cora.fill("held_on", site.day())
    cora.length("length", 60)
    cora.tick(alone, "Bill")
    cora.tap("Record attendance")
    assert cora.fault_at("supervised_by") == "Name somebody who kept an eye on this gathering."
    assert alone not in cora.page.locator(".error-summary, [role=alert]").first.inner_text()
    cora.look("attendance-eye")
    cora.choose("supervised_by", "Karen")
    cora.tap("Record attendance")
    assert cora.heading == title
    assert "Karen kept an eye on it." in cora.text

    dora = visit(live_lamoni, alone)
    dora.go("/")
    assert "You take part in our gatherings. A coordinator is glad to answer questions." in dora.text
    assert dora.page.get_by_role("link", name="Record hours").count() == 0
    assert dora.page.get_by_role("link", name="Directory").count() == 0
    dora.look("alone-home")
    dora.tap("Events and meetings")
    dora.tap(title)
    assert dora.heading == title
    seen = [dora.text]
    dora.look("alone-event")
    for path in ("/statement/", "/exchanges/", "/profile/", "/papers/", "/guidelines/", "/my-data/", "/meetings/"):
        assert dora.go(path) == 200, path
        seen.append(dora.text)
    assert title in seen[1]
    for path in ("/directory/", "/record/", f"/directory/{live_lamoni.member('Bill')}/", "/listings/"):
        assert dora.go(path) == 404
        assert dora.heading == "There is no page at this address"
    dora.look("alone-no-such-page")
    for text in seen:
        assert not [name for name in OTHERS if name in text]

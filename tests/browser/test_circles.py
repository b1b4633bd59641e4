"""Circles on phones and desks: the first people, the picture with its list, one circle, a task done, handing over."""

from datetime import UTC, datetime, timedelta

from tests.browser.conftest import Visit
from tests.house.live import LiveSite

SEATED = {
    "general": (("Anne",), {"leader": "Anne", "secretary": "Anne"}),
    "management": (("Beth", "Carl", "Dora"), {"leader": "Beth", "delegate": "Carl"}),
    "outreach": (("Bill", "Karen"), {"leader": "Bill", "delegate": "Karen", "facilitator": "Bill"}),
    "inreach": (("Ida", "Jean"), {"leader": "Ida"}),
}


def test_v_circles_on_the_screen(own_site: LiveSite, visit: Visit) -> None:
    valley = own_site.bank("valley")
    ada = visit(valley, "Ada")
    ada.go("/circles/")
    ada.look("circles-empty")
    for circle, (people, roles) in SEATED.items():
        ada.go(f"/circles/{circle}/first-people/")
        if circle == "management":
            ada.look("circle-first-people")
        for name in people:
            ada.page.locator(f'input[name="people"][value="{valley.member(name)}"]').check()
        for role, name in roles.items():
            ada.page.locator(f"#id_{role}").select_option(valley.member(name))
        ada.fill("ends_on", (datetime.now(UTC) + timedelta(days=360)).date())
        ada.tap("Seat these people")
        ada.page.get_by_text(f"begins with {len(people)} people").wait_for()
    anne = visit(valley, "Anne")
    anne.go("/circles/")
    anne.look("circles")
    dora = visit(valley, "Dora")
    dora.go("/circles/management/")
    dora.look("circle")
    dora.tap("Done today")
    dora.page.get_by_text("is noted as done today").wait_for()
    dora.go("/circles/general/")
    dora.look("circle-general")
    dora.go("/circles/top/")
    dora.look("circle-hoped-for")
    dora.go("/handover/")
    dora.look("handover")

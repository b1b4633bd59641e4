"""From a seat at an orientation to a member, and two screeners' opinions: applicants by phone, the desk at its desk."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.browser.conftest import Visit
from tests.browser.sizes import DESK, Size
from tests.browser.test_applying import LONG_AGO, asked_of_database, begin, sign, write_wish
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank

WHY = "To call them about this application"


def give_power(visit: Visit, bank: LiveBank, name: str, words: str) -> Visitor:
    """An administrator gives somebody a power; their next sign-in has it."""
    ada = visit(bank, "Ada")
    ada.go("/members/powers/")
    ada.choose("member", name)
    ada.page.get_by_role("radio", name=words).check()
    ada.tap("Give this power")
    holder = visit(bank, name, signed_in=False)
    holder.sign_in()
    return holder


def applies_at_lamoni(visitor: Visitor, name: str) -> None:
    begin(visitor, name)
    visitor.fill("birth_date", LONG_AGO)
    visitor.tap("Continue")
    visitor.fill("where", "Lamoni")
    visitor.tap("Continue")
    visitor.tap("Continue")
    visitor.fill("person0-name", "Pastor Ruth")
    visitor.fill("person0-contact", "641-555-0177")
    visitor.tap("Continue")
    sign(visitor, name)
    write_wish(visitor, "offer0", "Baking", "I bake pies")
    write_wish(visitor, "request0", "Snow Shoveling", "Somebody for my porch steps")
    visitor.tap("Continue")
    visitor.tap("Send my application")


def applies_at_valley(visitor: Visitor, name: str) -> None:
    begin(visitor, name)
    visitor.fill("birth_date", LONG_AGO)
    visitor.tap("Continue")
    visitor.fill("where", "Northampton, MA")
    visitor.tap("Continue")
    write_wish(visitor, "offer0", "Weeding", "An hour in your garden")
    write_wish(visitor, "request0", "Rides", "To the market on Saturdays")
    visitor.tap("Continue")
    visitor.tap("Send my application")


def test_v_orient_planned_at_the_desk_chosen_on_the_phone_and_attended(visit: Visit, live_valley: LiveBank) -> None:
    desk = _at_the_desk(visit)
    nina = give_power(desk, live_valley, "Nina", "Orientations")
    place = f"Grange Hall {uuid4().hex[:6]}"
    nina.go("/orientations/")
    nina.look("orientations-desk")
    nina.go("/orientations/new/")
    nina.tap("Plan it")
    assert nina.fault_at("place") == "Say where people go, or give the address of the online room."
    nina.look("orientation-plan-refused")
    nina.fill("day", (datetime.now(UTC) + timedelta(days=4)).date())
    nina.fill("time", "18:30")
    nina.fill("place", place)
    nina.fill("note", "Use the side door.")
    nina.tap("Plan it")
    assert "6:30 p.m." in nina.text
    nina.look("orientation-planned")
    planned = nina.path
    eve = visit(live_valley)
    name = f"Eve Evans {uuid4().hex[:6]}"
    applies_at_valley(eve, name)
    eve.look("apply-status-valley-phone")
    eve.page.locator("li.card", has_text=place).get_by_role("button").click()
    eve.page.wait_for_load_state()
    assert "You are signed up." in eve.text
    assert place in eve.text
    with eve.page.expect_download() as saved:
        eve.page.get_by_role("link", name="Put it into my calendar").click()
    assert saved.value.suggested_filename == "orientation.ics"
    nina.go(planned)
    assert name in nina.text
    asked_of_database(
        live_valley, "update {0}.banks_orientation set starts_at = now() - interval '1 hour' where place = %s", place
    )
    nina.go(planned)
    nina.tap("Say who came")
    nina.look("orientation-who-came")
    nina.tick(name)
    nina.tap("Save who came")
    assert "came" in nina.text
    nina.look("orientation-held")
    cora = desk(live_valley, "Cora")
    cora.go(f"/applications/?q={name}")
    assert "Ready to welcome" in cora.text
    cora.tap(f"Welcome {name}")
    assert f"Welcome, {name}!" in cora.text
    eve.page.reload()
    assert eve.heading == "You are a member"


def _at_the_desk(visit: Visit) -> Visit:
    """Windows of the desk's size, whatever the test's own is."""

    def open_window(bank: LiveBank, name: str = "", *, signed_in: bool = True) -> Visitor:
        visitor = visit(bank, name, signed_in=signed_in)
        visitor.page.set_viewport_size(DESK.viewport)
        visitor.size = DESK
        return visitor

    return open_window


def test_l9_two_screeners_and_a_reason_for_each_reading(visit: Visit, live_lamoni: LiveBank, size: Size) -> None:
    name = f"Rose Alder {uuid4().hex[:6]}"
    applies_at_lamoni(visit(live_lamoni), name)
    first, second = (give_power(visit, live_lamoni, who, "Screening") for who in ("Ida", "Beth"))
    first.go("/screening/")
    assert name in first.text
    first.look("screening")
    first.tap(name)
    first.look("screening-applicant")
    first.tap("Who it is")
    first.fill("reason", "just so")
    first.tap("Open it")
    assert "Please say in a few words why you open this" in first.fault_at("reason")
    first.look("sealed-note-refused")
    assert "Pastor Ruth" not in first.text
    first.fill("reason", WHY)
    first.tap("Open it")
    assert "Pastor Ruth" in first.text
    first.look("sealed-note-opened")
    first.go("/screening/")
    first.tap(name)
    assert f"Ida, {datetime.now(UTC):%-d %B}"[:5] in first.text
    assert WHY in first.text
    first.tap("What came of asking")
    first.page.get_by_role("radio", name="Speaks for the applicant").check()
    first.fill("text", "Ruth has known her for years.")
    first.look("reference-asked")
    first.tap("Seal it")
    first.page.get_by_role("radio", name="May take part in everything").check()
    first.look("screening-opinion")
    first.tap("Give this opinion")
    second.go("/screening/")
    second.tap(name)
    assert "nobody sees it until the second is given" in second.text
    assert second.page.locator("input[name=outcome]:checked").count() == 0
    second.page.get_by_role("radio", name="Supervised activities only").check()
    second.tap("Give this opinion")
    assert "Decided." in second.text
    cora = visit(live_lamoni, "Cora")
    cora.go(f"/applications/?q={name}")
    cora.look("pipeline")
    cora.tap(name)
    assert "Screening done" in cora.text.replace("\n", " ")
    assert "upervised" not in cora.text
    cora.look("applicant-for-coordinator")
    ada = visit(live_lamoni, "Ada")
    assert ada.go("/screening/") == 403
    ada.look("screening-not-for-administrators")


def test_the_coordinators_pages_at_both_sizes(visit: Visit, live_lamoni: LiveBank) -> None:
    fern = visit(live_lamoni)
    name = f"Fern Farther {uuid4().hex[:6]}"
    begin(fern, name)
    fern.fill("birth_date", LONG_AGO)
    cora = visit(live_lamoni, "Cora")
    cora.go("/applications/")
    cora.look("pipeline-all")
    cora.go("/applications/?turn=applicant")
    cora.look("pipeline-group")
    cora.tap(name)
    cora.look("applicant-draft")
    page = cora.path
    cora.tap("Remind")
    assert "The reminder waits to be printed." in cora.text
    cora.go(f"{page}close/")
    cora.look("applicant-close")
    cora.go(f"{page}decline/")
    cora.look("applicant-decline")
    cora.go(f"{page}measure/")
    cora.look("applicant-measure")
    cora.go(f"{page}signed/")
    cora.look("applicant-signed")
    cora.go("/applications/new/")
    cora.look("applicant-paper")
    cora.fill("name", f"Old Tom {uuid4().hex[:6]}")
    cora.fill("phone", "641-555-0003")
    cora.tap("Begin and go on")
    assert cora.heading == "About you"
    cora.go(f"{page}close/")
    cora.tap("Close it")
    assert "Closed" in cora.text
    cora.go("/applications/?show=ended")
    assert name in cora.text
    cora.look("pipeline-ended")
    karen = give_power(visit, live_lamoni, "Karen", "Safety reports")
    karen.go("/safety/")
    karen.look("safety")
    karen.choose("member", "Bill")
    karen.tap("Go on")
    karen.fill("text", "A ladder slipped; nobody was hurt.")
    karen.tap("Seal it")
    karen.look("safety-member")

"""Without a mouse: skip link, every control in turn, focus always to be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.sizes import AT_BOTH_SIZES
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank

pytestmark = AT_BOTH_SIZES

MOST_STOPS = 400
PATHS = ["/", "/record/provided/", "/record/group/", "/statement/", "/directory/", "/phone/"]
CONTROLS = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0;
  // Radio buttons of one name are one stop; arrows move within.
  const one = (e) => e.type === "radio" ? `radio ${e.form?.action} ${e.name}` : e;
  return new Set([...document.querySelectorAll(wanted)].filter(seen).map(one)).size;
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  window.__order ??= new Map();
  const key = e.type === "radio" ? `radio ${e.form?.action} ${e.name}` : e;
  if (!window.__order.has(key)) window.__order.set(key, window.__order.size);
  const shown = [e, e.closest("label"), e.parentElement].filter(Boolean).some((each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  const box = e.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const at = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2);
  const covered = Boolean(inside && at && at.closest(".bar") && !e.closest(".bar"));
  return {at: window.__order.get(key), shown, inside, covered, html: e.outerHTML.slice(0, 120)};
}"""


def test_the_first_stop_skips_to_the_page(visit: Visit, live_door: LiveBank) -> None:
    anne = visit(live_door, "Anne")
    anne.go("/statement/")
    anne.page.keyboard.press("Tab")
    skip = anne.page.locator(":focus")
    assert skip.inner_text() == "Skip to the page"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    anne.page.keyboard.press("Enter")
    assert anne.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("path", PATHS)
def test_every_control_is_reached_and_shows_the_focus(visit: Visit, live_door: LiveBank, path: str) -> None:
    cora = visit(live_door, "Cora")
    cora.go(path)
    reached, faults = walk(cora)
    assert reached == cora.page.evaluate(CONTROLS)
    assert not faults, "\n".join(faults)


def walk(visitor: Visitor) -> tuple[int, list[str]]:
    """Tab from the first control until the page is left; how many stops, and where focus cannot be seen."""
    faults: list[str] = []
    last = -1
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate(FOCUSED)
        if stop is None or stop["at"] < last:
            return last + 1, faults
        if stop["at"] > last:  # a day's field is one control with a stop for each of its parts
            faults += [f"{said}: {stop['html']}" for said, wrong in judged(stop).items() if wrong]
        last = stop["at"]
    raise AssertionError(f"{visitor.path} has more than {MOST_STOPS} stops.")


def judged(stop: dict[str, object]) -> dict[str, object]:
    return {"no focus ring": not stop["shown"], "out of view": not stop["inside"], "under the bar": stop["covered"]}


def test_hours_are_recorded_by_keyboard_alone(visit: Visit, live_door: LiveBank) -> None:
    """Every step's main button is pressed by Enter in its form."""
    bill = visit(live_door, "Bill")
    bill.go("/record/provided/")
    bill.page.locator("input[type=search]").focus()
    bill.page.keyboard.type("carl")
    bill.page.keyboard.press("Tab")
    assert bill.page.evaluate("document.activeElement.selectedOptions[0].text").startswith("Carl")
    bill.page.keyboard.press("Tab")
    bill.page.keyboard.press("Enter")
    bill.page.get_by_text("What was done, and when?").wait_for()
    bill.page.locator("input[type=search]").focus()
    bill.page.keyboard.type("lawn mow")
    bill.page.locator("input[name=length]").first.focus()
    bill.page.keyboard.press("Space")
    bill.page.keyboard.press("ArrowRight")
    bill.pressable("Continue").press("Enter")
    expect(bill.page.locator("h1")).to_have_text("Is everything right?")

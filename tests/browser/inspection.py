"""What must be true of every page, whoever sees it and at whatever size.

Guarantees: axe finds nothing, nothing runs off the side, one title and one h1, no fault in the console.
Leaves a picture of each page in `.commonhour/screenshots/`, named by page and width.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.sizes import Size
from tests.house import ROOT

PICTURES = ROOT / ".commonhour" / "screenshots"
AXE = Axe()
# To describe everything that passed would take as long again; `preload` reads every style sheet once more for rules
# about turned screens and sounds, of which the first is not asked and the second are nowhere.
ONLY_FAULTS = {"resultTypes": ["violations"], "preload": False}
TOO_WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth, room = document.documentElement.clientWidth;
  const spilt = [...document.querySelectorAll(".card")].filter((e) => e.scrollWidth > e.clientWidth + 1);
  const say = (e) => `${e.scrollWidth} px in a card of ${e.clientWidth}: ${e.innerText.slice(0, 80)}`;
  if (spilt.length) return say(spilt[0]);
  if (wide <= room) return "";
  const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
  return `${wide} px wide in ${room}: ` + out.slice(0, 4).map((e) => e.outerHTML.slice(0, 120)).join(" | ");
}"""


def inspect(page: Page, size: Size, name: str, *, with_axe: bool = True) -> None:
    """Everything of the above about the page as it stands, and its picture."""
    page.set_viewport_size(size.viewport)
    picture(page, size, name)
    faults = [*headings(page), *too_wide(page), *(violations(page) if with_axe else ())]
    assert not faults, f"{name} at {size.width} px ({page.url}):\n" + "\n".join(faults)


def picture(page: Page, size: Size, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    whole = page.evaluate("document.fonts.ready.then(() => document.scrollingElement.scrollHeight)")
    page.set_viewport_size({"width": size.width, "height": max(whole, size.height)})  # bars stand where they end
    page.screenshot(path=PICTURES / f"{name}-{size.width}.png")
    page.set_viewport_size(size.viewport)


def headings(page: Page) -> list[str]:
    found = page.evaluate("[document.title, document.documentElement.lang, document.querySelectorAll('h1').length]")
    title, language, first_headings = found
    faults = [] if title.strip(" ·") and language else [f"title {title!r}, language {language!r}"]
    return faults if first_headings == 1 else [*faults, f"{first_headings} h1 on the page"]


def too_wide(page: Page) -> list[str]:
    said: str = page.evaluate(TOO_WIDE)
    return [said] if said else []


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = AXE.run(page, options=ONLY_FAULTS).response["violations"]
    return [f"{each['id']}: {each['help']} at {node['html'][:200]}" for each in found for node in each["nodes"][:4]]

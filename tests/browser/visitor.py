"""Somebody at a bank's pages in a real browser.

Guarantees: whatever the browser complains about (scripts, content policy, missing files) fails the test
when the visitor leaves. Called by the tests, through the `visit` fixture.
"""

import os
import re
from datetime import date
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Response

from tests.browser.inspection import inspect
from tests.browser.sizes import PHONE, SIZES, Size
from tests.house.cast import PASSWORD
from tests.house.live import LiveBank
from tests.house.servers import ADDRESS

REFUSED = "Failed to load resource: the server responded with a status of"


def first_look(name: str, size: Size) -> bool:
    """Whether no test of this run, in whichever process, has looked at the page at this size."""
    seen = Path(os.environ[ADDRESS]) / "looked-at"
    seen.mkdir(exist_ok=True)
    try:
        (seen / f"{name}-{size.width}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Visitor:
    """One person's window at one bank; a stranger's when no name is given."""

    def __init__(self, page: Page, bank: LiveBank, size: Size, name: str) -> None:
        self.page, self.bank, self.size, self.name = page, bank, size, name
        self.both_driven = False  # the same test goes this way at the other size as well
        self.with_axe_at_both = False  # most of a look’s time; a second size rarely finds more
        self.complaints: list[str] = []
        self.taps = 0
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # A form that comes back with its faults is no fault of the page; its status is judged below.
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: {error}")

    def _answered(self, response: Response) -> None:
        if (response.status >= 400 and response.request.resource_type != "document") or response.status >= 500:
            self.complaints.append(f"{response.status} for {response.url}")

    def address(self, path: str) -> str:
        return f"http://{self.bank.host}:{self.bank.site.port}{path}"

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address(""))

    def go(self, path: str) -> int:
        """Open a page by its address; the answer's status."""
        answer = self.page.goto(self.address(path))
        assert answer is not None
        return answer.status

    def look(self, name: str) -> None:
        """Inspect the page as it stands and leave its picture; from a phone, as a desk shows it too.

        A name stands for a state of a page: seen once at a size, it is not looked at again on another test's way.
        """
        for size in SIZES if self.size == PHONE and not self.both_driven else (self.size,):
            if first_look(name, size):
                inspect(self.page, size, name, with_axe=size == self.size or self.with_axe_at_both)
        self.page.set_viewport_size(self.size.viewport)

    # -- reading

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """What stands in the page's own part, on one line."""
        return " ".join(self.page.locator("main").inner_text().replace("’", "'").split())

    def fault_at(self, field: str) -> str:
        """The sentence beside a field."""
        return self.page.locator(f"#id_{field}_error").inner_text()

    def value_of(self, field: str) -> str:
        return self.page.locator(f"#id_{field}").input_value()

    # -- touching

    def tap(self, words: str) -> None:
        """Press a button or follow a link by its words, and wait for the whole page it leads to."""
        self.taps += 1
        self.pressable(words).click()
        self.page.wait_for_load_state()

    def pressable(self, words: str) -> Locator:
        main = self.page.locator("main")
        return main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first

    def fill(self, field: str, typed: str | date) -> None:
        self.page.locator(f"#id_{field}").fill(typed.isoformat() if isinstance(typed, date) else typed)

    def choose(self, field: str, words: str) -> None:
        """Find an option as people do: a few letters in the box above the list, then the list."""
        box = self.page.locator(f"#id_{field}")
        self.page.locator(f"input[type=search]:has(~ #id_{field})").fill(words)
        for option in box.locator("option").all():
            if option.inner_text().partition(" · ")[0] == words:
                box.select_option(option.get_attribute("value"))
                return
        raise AssertionError(f"{words!r} is not on the list of {field}.")

    def length(self, field: str, minutes: int) -> None:
        """Tap a common length, or type another."""
        common = self.page.locator(f"input[type=radio][name={field}][value='{minutes}']")
        if common.count():
            common.check()
            return
        self.page.locator(f"#id_{field}_hours").fill(str(minutes // 60))
        self.page.locator(f"#id_{field}_minutes").fill(str(minutes % 60))

    def tick(self, *names: str) -> None:
        """Tick people on a list of names."""
        for name in names:
            self.page.get_by_role("checkbox", name=re.compile(rf"^{re.escape(name)}(?!\w)")).check()

    def sign_in(self) -> None:
        """By member number, as it stands on the membership card."""
        self.go("/sign-in/")
        self.fill_sign_in()
        self.page.wait_for_url(self.address("/"))
        self.taps = 0

    def fill_sign_in(self) -> None:
        self.fill("login", str(self.bank.person(self.name).number))
        self.fill("password", PASSWORD)
        self.tap("Sign in")

    def leave(self) -> None:
        """Nothing more is heard of this window; what was heard is told."""
        for event, listener in (("console", self._heard), ("pageerror", self._failed), ("response", self._answered)):
            self.page.remove_listener(event, listener)
        assert not self.complaints, "\n".join(self.complaints)

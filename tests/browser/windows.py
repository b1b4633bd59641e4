"""Windows of the browser, used again: opening one costs more than a page.

Guarantees: a window comes empty, without anybody's cookies. Called by conftest.py.
"""

from playwright.sync_api import Browser, Page

from tests.browser.sizes import Size

PATIENCE_MS = 60_000  # for a page, an element, an expectation
EMPTY = "about:blank"


class Windows:
    """The windows of one browser that nobody looks through at the moment."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[Size, list[Page]] = {}

    def take(self, size: Size) -> Page:
        waiting = self._free.setdefault(size, [])
        return waiting.pop() if waiting else self._open(size)

    def give_back(self, page: Page, size: Size) -> None:
        """A closed tab is not used again."""
        if page.is_closed():
            page.context.close()
            return
        page.goto(EMPTY)
        page.set_viewport_size(size.viewport)
        page.context.clear_cookies()
        self._free[size].append(page)

    def _open(self, size: Size) -> Page:
        context = self._browser.new_context(viewport=size.viewport, locale="en-US")
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

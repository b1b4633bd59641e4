"""One browser for all pages, one window for each person of a test, on a server of their own.

The server is not the other tests' one: here rules change and every member records for weeks.
"""

import os
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Cookie, expect

from tests.browser.chromium import chromium
from tests.browser.sizes import PHONE, Size
from tests.browser.visitor import Visitor
from tests.browser.windows import PATIENCE_MS, Windows
from tests.house.live import LiveBank, LiveSite, live_site

SIGNED_IN: dict[tuple[int, str, str], list[Cookie]] = {}  # port, bank, name; signing in once is enough


class Visit(Protocol):
    """Open a window: `visit(live_door, "Bill")`; a stranger's without a name."""

    def __call__(self, bank: LiveBank, name: str = "", *, signed_in: bool = True) -> Visitor: ...


@pytest.fixture(scope="session")
def site() -> Iterator[LiveSite]:
    with live_site(f"browser_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as running:
        yield running


@pytest.fixture(scope="module")
def own_site() -> Iterator[LiveSite]:
    """A server and database of one subject's own: what is decided there is no rule elsewhere. Before `visit`."""
    with live_site(f"own_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as running:
        yield running


@pytest.fixture(scope="package")
def windows() -> Iterator[Windows]:
    """The browser ends with these tests: while it runs, Django takes this thread for an asynchronous one."""
    expect.set_options(timeout=PATIENCE_MS)  # Playwright's own five seconds are a quick machine's
    with chromium() as browser:
        yield Windows(browser)


@pytest.fixture
def size() -> Size:
    return PHONE


@pytest.fixture
def visit(windows: Windows, size: Size, request: pytest.FixtureRequest) -> Iterator[Visit]:
    opened: list[Visitor] = []
    driven_at = getattr(getattr(request.node, "callspec", None), "params", {})

    def open_window(bank: LiveBank, name: str = "", *, signed_in: bool = True) -> Visitor:
        visitor = Visitor(windows.take(size), bank, size, name)
        visitor.both_driven = "size" in driven_at
        opened.append(visitor)
        if name and signed_in:
            enter(visitor)
        return visitor

    yield open_window
    for visitor in opened:
        windows.give_back(visitor.page, size)
    for visitor in opened:
        visitor.leave()


def enter(visitor: Visitor) -> None:
    """Come in with the cookies of an earlier sign-in, or sign in for the first time."""
    who = (visitor.bank.site.port, visitor.bank.slug, visitor.name)
    context = visitor.page.context
    if who in SIGNED_IN:
        context.add_cookies(SIGNED_IN[who])  # type: ignore[arg-type]  # what `cookies` gives, `add_cookies` takes
        return
    visitor.sign_in()
    SIGNED_IN[who] = context.cookies()

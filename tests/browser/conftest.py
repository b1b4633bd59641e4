"""One browser for all pages, one window for each person of a test, on a server of their own.

The server is not the other tests' one: here rules change and every member records for weeks.
"""

import os
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.sizes import SIZES, Size
from tests.browser.visitor import Visitor
from tests.house.live import LiveBank, LiveSite, live_site

PATIENCE_MS = 20_000
SIGNED_IN: dict[tuple[int, str, str], object] = {}  # port, bank, name -> cookies; signing in once is enough


class Visit(Protocol):
    """Open a window: `visit(live_door, "Bill")`; a stranger's without a name."""

    def __call__(self, bank: LiveBank, name: str = "", *, signed_in: bool = True) -> Visitor: ...


@pytest.fixture(scope="session")
def site() -> Iterator[LiveSite]:
    with live_site(f"browser_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with these tests: while it runs, Django takes this thread for an asynchronous one."""
    with chromium() as running:
        yield running


@pytest.fixture(params=SIZES, ids=lambda size: size.name)
def size(request: pytest.FixtureRequest) -> Size:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def visit(browser: Browser, size: Size) -> Iterator[Visit]:
    opened: list[Visitor] = []

    def open_window(bank: LiveBank, name: str = "", *, signed_in: bool = True) -> Visitor:
        who = (bank.site.port, bank.slug, name)
        context = browser.new_context(
            viewport=size.viewport, locale="en-US", storage_state=SIGNED_IN.get(who) if signed_in else None  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context, bank, size, name)
        opened.append(visitor)
        if name and signed_in and who not in SIGNED_IN:
            visitor.sign_in()
            SIGNED_IN[who] = context.storage_state()
        return visitor

    yield open_window
    for visitor in opened:
        visitor.leave()

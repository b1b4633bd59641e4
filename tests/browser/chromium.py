"""The real browser of these tests.

Guarantees: Chromium of the machine, headless, without talking to anybody but the test's own server.
Refuses, with a sentence on how to install it, a machine that has none. Called by conftest.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from hosting.demo.browser import HOW_TO_INSTALL, find

NOT_FOUND = f"These tests drive the pages in a real browser, and no Chromium was found here. {HOW_TO_INSTALL}"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


class ChromiumMissing(AssertionError):
    """No browser on this machine; a failure, never a test left out."""


def chromium_path() -> str:
    """The program to start: the one named, the machine's own, or the one Playwright brought."""
    path = find()
    if path is None:
        raise ChromiumMissing(NOT_FOUND)
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), headless=True, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()

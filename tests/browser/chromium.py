"""The real browser of these tests.

Guarantees: Chromium of the machine, headless, without talking to anybody but the test's own server.
Refuses, with a sentence on how to install it, a machine that has none. Called by conftest.py.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The headless shell first: the same Chromium without its windows, and a third less work for the same pages.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_FOUND = (
    "These tests drive the pages in a real browser, and no Chromium was found on this machine. "
    "Install it (Debian: apt-get install -y --no-install-recommends chromium-headless-shell, or chromium; "
    "Fedora: dnf install chromium; anywhere: playwright install --with-deps chromium) "
    "or name one in COMMONHOUR_CHROMIUM."
)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


class ChromiumMissing(AssertionError):
    """No browser on this machine; a failure, never a test left out."""


def chromium_path(bundled: str) -> str:
    """The program to start: the one named, the machine's own, or the one Playwright brought."""
    named = os.environ.get("COMMONHOUR_CHROMIUM", "")
    found = [named, *(shutil.which(name) or "" for name in NAMES), bundled]
    path = next((each for each in found if each and os.access(each, os.X_OK)), None)
    if path is None:
        raise ChromiumMissing(NOT_FOUND)
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = chromium_path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()

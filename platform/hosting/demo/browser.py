"""The Chromium that the tests of pages drive: found, or brought where there is none.

Guarantees: a browser that is there is used as it is and nothing is installed; as root the system's own package is
installed, elsewhere and where there is none Playwright's download. What cannot be brought gets a sentence and stops
no other test. Called by suite.py and tests/browser/chromium.py; imports nothing that takes time.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from hosting.demo.progress import say

NAMED = "COMMONHOUR_CHROMIUM"
# The headless shell first: the same Chromium without its windows, and a third less work for the same pages.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "chromium")  # Debian's; the second where the first cannot be had
FONT = "fonts-noto-color-emoji"
PROGRAMS_OF_PLAYWRIGHT = ("headless_shell", "chrome-headless-shell", "chrome", "Chromium", "Google Chrome for Testing")
HOW_TO_INSTALL = (
    "Install it (Debian: apt-get install -y --no-install-recommends chromium-headless-shell, or chromium; "
    "Fedora: dnf install chromium; anywhere: playwright install --with-deps chromium) "
    f"or name one in {NAMED}."
)


def bring() -> Mapping[str, str]:
    """What the tests' environment needs to use the browser; empty, after a sentence, where none can be had."""
    path = find() or _install()
    if path is None:
        say(f"No Chromium was found and none could be installed: tests that drive pages will fail. {HOW_TO_INSTALL}")
    return {NAMED: path} if path else {}


def find() -> str | None:
    """The program named by the caller, the machine's own, or the one Playwright brought earlier."""
    named = os.environ.get(NAMED, "")
    if named and os.access(named, os.X_OK):
        return named
    return next(_of_machine(), None) or next(_of_playwright(), None)


def _install() -> str | None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install_package()
        if path := next((each for each in _of_machine() if _starts(each)), None):
            return path
    say("Fetching Playwright's Chromium, which the tests of pages drive ...")
    _runs([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"])
    return next((each for each in _of_playwright() if _starts(each)), None)


def _install_package() -> None:
    say("Installing Chromium, which the tests of pages drive ...")
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]
    _runs([*apt, "update"])
    for package in PACKAGES:
        if _runs([*apt, "install", "-y", "--no-install-recommends", package, FONT]):
            return


def _of_machine() -> Iterator[str]:
    yield from (path for name in NAMES if (path := shutil.which(name)))


def _of_playwright() -> Iterator[str]:
    """What Playwright has downloaded for this user, the newest first."""
    for folder in _folders_of_playwright():
        for build in sorted(folder.glob("chromium*"), reverse=True):
            for name in PROGRAMS_OF_PLAYWRIGHT:
                yield from (str(path) for path in build.rglob(name) if path.is_file() and os.access(path, os.X_OK))


def _folders_of_playwright() -> Iterator[Path]:
    if given := os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""):
        yield Path(given)
        return
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    for place in (f"{cache}/ms-playwright", "~/Library/Caches/ms-playwright"):
        try:
            yield Path(place).expanduser()
        except RuntimeError:  # a user without a home
            continue


def _starts(path: str) -> bool:
    """A downloaded browser may lack the system's libraries, and a package may be a stub that only says so."""
    return _runs([path, "--version"])


def _runs(command: list[str]) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0

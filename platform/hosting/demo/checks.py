"""Every check of the house, one line each.

Guarantees: a failed check does not hide the next. Called by suite.py.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hosting.demo.progress import show
from hosting.demo.state import ROOT

FOLDERS = ("run.py", "platform", "tenants", "banks", "governance", "ledger", "tests", "infra")
BIN = Path(sys.executable).parent
# Named one by one: a checkout holds virtual environments too, and without git nobody ignores them.
SOURCES = [name for name in FOLDERS if (ROOT / name).exists()]
NO_SERVER = "postgresql://nobody@/none?host=/nonexistent"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One command; passes when it exits with 0."""

    name: str
    argv: Sequence[str | Path]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    name: str
    seconds: float
    passed: bool
    output: str = ""


def static_checks() -> list[Check]:
    """What needs no database."""
    templates = str(ROOT / "templates")
    manage = str(ROOT / "platform" / "manage.py")
    return [
        Check(name="types (mypy)", argv=[BIN / "mypy"]),
        Check(name="style (ruff check)", argv=[BIN / "ruff", "check", *SOURCES]),
        Check(name="layout (ruff format)", argv=[BIN / "ruff", "format", "--check", *SOURCES]),
        Check(name="who may import whom (lint-imports)", argv=[BIN / "lint-imports", "--no-cache"]),
        Check(name="templates' style (djlint)", argv=[BIN / "djlint", templates, "--lint", "--quiet"]),
        Check(
            name="migrations (makemigrations)",
            argv=[sys.executable, "-W", "ignore", manage, "makemigrations", "--check", "--dry-run"],
        ),
        Check(
            name="sentences to translate (makemessages)",
            argv=[sys.executable, str(ROOT / "infra" / "languages" / "catalogues.py"), "--check"],
        ),
    ]


def run_checks(checks: Sequence[Check]) -> list[Outcome]:
    """All of them, two at a time, each told as soon as those before it are."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [told(outcome) for outcome in pool.map(_run, checks)]


def told(outcome: Outcome) -> Outcome:
    """The same, after its line was shown."""
    show(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:6.1f} s  {outcome.name}")
    if not outcome.passed and outcome.output:
        show("    " + "\n    ".join(outcome.output.rstrip().splitlines()[-60:]))
    return outcome


def own_environment() -> dict[str, str]:
    """Settings can be imported; nothing points at a server of the caller's."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COMMONHOUR_")}
    ours.pop("CELERY_BROKER_URL", None)
    ours.pop("CACHE_URL", None)
    return {
        **ours,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "hosting.settings_test",
        "DATABASE_URL": NO_SERVER,
        "DATABASE_OWNER_URL": NO_SERVER,
    }


def _run(check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        [*check.argv],
        cwd=ROOT,
        env=own_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Outcome(
        name=check.name,
        seconds=time.monotonic() - started,
        passed=done.returncode == 0,
        output=done.stdout.decode(errors="replace"),
    )

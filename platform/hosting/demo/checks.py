"""`run.py test`: every check of the house, one line each, then the tests.

Guarantees: a failed check does not hide the next; the exit code is 0 only when all passed. Arguments
go to pytest alone. Called by run.py.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hosting.demo.processes import bind_to_parent
from hosting.demo.progress import elapsed_seconds, show
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
    output: str


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


def run_checks(*, pytest_arguments: Sequence[str]) -> int:
    """All of them; the exit code."""
    checks = static_checks()
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = [_told(outcome) for outcome in pool.map(_run, checks)]
    started = time.monotonic()
    # Neighboring tests stay in one process and share its servers; whoever is done takes from the other.
    tests = _start([sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *pytest_arguments])
    try:
        code = tests.wait()
    except KeyboardInterrupt:
        _let_end(tests)  # the terminal has told pytest as well
        return 130
    seconds = time.monotonic() - started
    outcomes.append(_told(Outcome(name="tests (pytest)", seconds=seconds, passed=code == 0, output="")))
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    show(f"\n{len(outcomes) - len(failed)} of {len(outcomes)} checks passed in {elapsed_seconds():.0f} s.")
    if failed:
        show("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def _run(check: Check) -> Outcome:
    started = time.monotonic()
    process = _start(check.argv, quiet=True)
    output, _ = process.communicate()
    return Outcome(
        name=check.name,
        seconds=time.monotonic() - started,
        passed=process.returncode == 0,
        output=output.decode(errors="replace"),
    )


def _start(argv: Sequence[str | Path], *, quiet: bool = False) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*argv],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        # The tests start servers of their own: they must end even when we are killed.
        preexec_fn=None if quiet else bind_to_parent(signal.SIGTERM),
    )


def _let_end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()


def _environment() -> dict[str, str]:
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


def _told(outcome: Outcome) -> Outcome:
    show(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:6.1f} s  {outcome.name}")
    if not outcome.passed and outcome.output:
        show("    " + "\n    ".join(outcome.output.rstrip().splitlines()[-60:]))
    return outcome

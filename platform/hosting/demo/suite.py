"""`run.py test`: the checks, the tests, or what the caller names of them.

Guarantees: without arguments everything runs, and the exit code is 0 only when all passed. Named tests run alone, in
one process, with the terminal's keyboard (for --pdb), and the exit code is pytest's own. Called by run.py, without
the rest of the launcher: a pure test answers before that would be imported.
"""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hosting.demo import browser
from hosting.demo.checks import Outcome, own_environment, run_checks, static_checks, told
from hosting.demo.processes import bind_to_parent
from hosting.demo.progress import elapsed_seconds, show
from hosting.demo.state import ROOT

# Neighboring tests stay in one process and share its servers; the process that finishes first takes from the other.
TWO_PROCESSES = ("-n", "2", "--dist", "worksteal")
ONLY_FAILED = ("--last-failed", "--last-failed-no-failures=none")
NO_TESTS = 5  # pytest's exit code
FRESH = "COMMONHOUR_TEST_FRESH"  # read by tests/house/cluster_plugin.py
DESCRIPTION = """Without arguments every check runs and then every test. Named tests, and whatever else pytest
understands (-k, -x, --pdb, -n 2 ...), run without the checks."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is to run; `tests` goes to pytest."""

    checks: bool
    tests: Sequence[str] | None
    whole: bool = False
    last_failed: bool = False


def read(arguments: Sequence[str]) -> Choice:
    """What the caller's words ask for; exits with pytest-like usage when they contradict each other."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py test", usage="%(prog)s [options] [tests and pytest's own options]",
        description=DESCRIPTION, allow_abbrev=False,
    )  # fmt: skip
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--checks", action="store_true", help="the checks too; alone: the checks and no tests")
    either.add_argument("--no-checks", action="store_true", help="the tests and no checks")
    parser.add_argument("--last-failed", "--lf", action="store_true", help="of the tests, those that failed last")
    said, rest = parser.parse_known_args(arguments)
    named = bool(rest) or said.last_failed
    if said.checks and not named:
        return Choice(checks=True, tests=None)
    return Choice(
        checks=said.checks or not (named or said.no_checks),
        tests=[*(ONLY_FAILED if said.last_failed else ()), *(rest if named else TWO_PROCESSES)],
        whole=not named,
        last_failed=said.last_failed,
    )


def main(arguments: Sequence[str]) -> int:
    choice = read(arguments)
    outcomes = run_checks(static_checks()) if choice.checks else []
    code = 0
    if choice.tests is not None:
        started = time.monotonic()
        try:
            code = _run_tests(choice.tests, choice)
        except KeyboardInterrupt:
            return 130
        if choice.whole or outcomes:
            seconds = time.monotonic() - started
            outcomes.append(told(Outcome(name="tests (pytest)", seconds=seconds, passed=code == 0)))
    if not outcomes:
        return code
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    show(f"\n{len(outcomes) - len(failed)} of {len(outcomes)} checks passed in {elapsed_seconds():.0f} s.")
    if failed:
        show("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def _run_tests(arguments: Sequence[str], choice: Choice) -> int:
    """pytest's exit code."""
    env: dict[str, str] = own_environment()
    places = named_places(arguments)
    env.update(browser.bring() if may_drive_pages(places) else {})
    if choice.whole:
        env[FRESH] = "1"
    # Paths are meant from where the caller stands; without any, the whole of our tests is meant.
    folder = Path.cwd() if places else ROOT
    code = _wait_for([sys.executable, "-P", "-m", "pytest", *arguments], env, folder, keyboard=not choice.whole)
    if code == NO_TESTS and choice.last_failed:
        show("Nothing failed last time.")
        return 0
    return code


def named_places(arguments: Sequence[str]) -> list[Path]:
    """The files and folders among pytest's arguments."""
    places = [Path(each.partition("::")[0]) for each in arguments if not each.startswith("-")]
    return [place.resolve() for place in places if place.exists()]


def may_drive_pages(places: Sequence[Path]) -> bool:
    """Whether tests in a browser may be among those in these places, or among all where none is named."""
    pages = ROOT / "tests" / "browser"
    return not places or any(pages == place or pages in place.parents or place in pages.parents for place in places)


def _wait_for(argv: Sequence[str], env: Mapping[str, str], folder: Path, *, keyboard: bool) -> int:
    tests = subprocess.Popen(
        [*argv],
        cwd=folder,
        env=dict(env),
        stdin=None if keyboard else subprocess.DEVNULL,
        # The tests start servers of their own: they must end even when we are killed.
        preexec_fn=bind_to_parent(signal.SIGTERM),
    )
    try:
        return tests.wait()
    except KeyboardInterrupt:  # the terminal has told pytest as well
        try:
            tests.wait(15)
        except subprocess.TimeoutExpired:
            tests.terminate()
            tests.wait()
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`run.py test`: what runs for which words, and that a pure test waits for no check, no server and no Django."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hosting.demo.checks import Check, run_checks
from hosting.demo.state import ROOT
from hosting.demo.suite import Choice, may_drive_pages, named_places, read
from tests.house import PATIENCE_SECONDS

PURE = "tests/ledger/test_amounts.py"
Suite = Callable[..., subprocess.CompletedProcess[str]]
TWO_TESTS = "def test_one():\n    assert 1 == 2\n\n\ndef test_other():\n    pass\n"


@pytest.fixture
def suite() -> Suite:
    """The command itself, as run.py hands over to it."""

    def run(*arguments: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COMMONHOUR_"))}
        return subprocess.run(
            [sys.executable, "-P", "-m", "hosting.demo.suite", *map(str, arguments)],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]), **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    return run


def test_without_words_everything_runs_and_named_tests_run_alone() -> None:
    everything = read([])
    assert everything.checks
    assert everything.whole
    assert everything.tests == ["-n", "2", "--dist", "worksteal"]
    assert read([PURE]) == Choice(checks=False, tests=[PURE])
    assert read(["-k", "rounding", "-x"]) == Choice(checks=False, tests=["-k", "rounding", "-x"])


def test_checks_and_no_checks() -> None:
    assert read(["--checks"]) == Choice(checks=True, tests=None)
    assert read(["--checks", PURE]) == Choice(checks=True, tests=[PURE])
    assert read(["--no-checks", PURE]) == Choice(checks=False, tests=[PURE])
    alone = read(["--no-checks"])
    assert alone.whole
    assert not alone.checks
    with pytest.raises(SystemExit):
        read(["--checks", "--no-checks"])


def test_a_failed_check_hides_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    commands = (["false"], ["sh", "-c", "echo a fault; exit 1"], ["true"])
    outcomes = run_checks([Check(name=str(number), argv=argv) for number, argv in enumerate(commands)])
    assert [outcome.passed for outcome in outcomes] == [False, False, True]
    assert "a fault" in capsys.readouterr().out


@pytest.fixture
def too_long(tmp_path: Path) -> dict[str, str]:
    """A temporary folder in which no server can start: the kernel cuts its socket's path."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    return {"TMPDIR": str(folder)}


def test_a_pure_test_starts_no_server_and_no_check(suite: Suite, too_long: Mapping[str, str]) -> None:
    done = suite(PURE, "-v", env=too_long)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "14 passed" in done.stdout
    assert "ruff" not in done.stdout
    assert "django: version" not in done.stdout


def test_a_test_with_a_database_would_start_one(suite: Suite, too_long: Mapping[str, str]) -> None:
    done = suite("tests/ledger/test_accounts.py", env=too_long)
    assert done.returncode != 0
    assert "path of the database's socket is too long" in done.stdout + done.stderr


def test_what_failed_last_runs_again_alone_until_nothing_failed(suite: Suite, tmp_path: Path) -> None:
    file = tmp_path / "test_two.py"
    file.write_text(TWO_TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    first = suite(file)
    assert first.returncode == 1
    assert "1 failed, 1 passed" in first.stdout
    again = suite("--last-failed", file)
    assert again.returncode == 1
    assert "1 failed" in again.stdout
    assert "passed" not in again.stdout
    file.write_text(TWO_TESTS.replace("1 == 2", "1 == 1"))
    mended = suite("--last-failed", file)
    assert mended.returncode == 0
    assert "1 passed" in mended.stdout
    nothing = suite("--last-failed", file)
    assert nothing.returncode == 0
    assert "Nothing failed last time." in nothing.stdout


def test_paths_are_meant_from_where_the_caller_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests")
    assert named_places(["ledger/test_amounts.py::test_sixty_among_seven", "-k", "x"]) == [ROOT / PURE]
    assert named_places(["-k", "tests/ledger"]) == []


def test_a_browser_is_wanted_where_its_tests_may_be_among_those_named() -> None:
    pages = ROOT / "tests" / "browser"
    for places in ([], [pages], [ROOT / "tests"], [pages / "test_keyboard.py"], [ROOT / PURE, pages]):
        assert may_drive_pages(places), places
    assert not may_drive_pages([ROOT / PURE])
    assert not may_drive_pages([ROOT / "tests" / "ledger"])

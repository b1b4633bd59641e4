"""The kept template of the tests' databases: copied while it fits, made anew when it does not, and no run harms it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hosting.demo.state import wait_until
from tests.house import PATIENCE_SECONDS, ROOT
from tests.house.kept import FOLDER, MADE_FROM, KeptTemplate

MIGRATION, CHARTER, GUARD = "banks/migrations/0001_initial.py", "banks/charters/door.toml", "ledger/sql/guard.sql"
RAN, NOT_RAN = "banks/people/members/services.py", "banks/deciding/meetings/services.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a template is made from, and a file that has no part in it."""
    for name in (MIGRATION, CHARTER, GUARD, RAN, NOT_RAN):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    return tmp_path


@pytest.fixture
def kept(checkout: Path) -> KeptTemplate:
    """A template kept for the code as it is."""
    (checkout / "data").mkdir()
    (checkout / "data" / "PG_VERSION").write_text("18")
    template = KeptTemplate(checkout / ".testbed", root=checkout)
    template.keep(checkout / "data", [RAN])
    return template


def fits(kept: KeptTemplate) -> bool:
    copy = kept.root / "copy"
    copied = kept.copy_to(copy)
    assert copy.exists() == copied, "a copy is whole or is not there"
    shutil.rmtree(copy, ignore_errors=True)
    return copied


def test_the_template_is_copied_again_and_again_while_what_made_it_is_the_same(
    kept: KeptTemplate, checkout: Path
) -> None:
    assert fits(kept)
    (checkout / NOT_RAN).write_text("changed, and no part of it")
    assert fits(kept)


@pytest.mark.parametrize("name", [MIGRATION, CHARTER, GUARD, RAN])
def test_a_change_of_what_made_it_makes_it_stale(kept: KeptTemplate, checkout: Path, name: str) -> None:
    (checkout / name).write_text("changed")
    assert not fits(kept)


@pytest.mark.parametrize("name", ["ledger/migrations/0002_more.py", "governance/sql/one_more.sql"])
def test_a_new_migration_or_guard_makes_it_stale_in_whatever_package(
    kept: KeptTemplate, checkout: Path, name: str
) -> None:
    (checkout / name).parent.mkdir(parents=True, exist_ok=True)
    (checkout / name).write_text("new")
    assert not fits(kept)


def test_a_file_that_ran_and_is_gone_makes_it_stale(kept: KeptTemplate, checkout: Path) -> None:
    (checkout / RAN).unlink()
    assert not fits(kept)


def test_what_a_killed_keeper_left_is_no_template_and_stops_no_other(kept: KeptTemplate, checkout: Path) -> None:
    (kept.folder / "template").rename(kept.folder / "making")
    assert not fits(kept)
    kept.keep(checkout / "data", [RAN])
    assert fits(kept)


def test_a_torn_template_is_none(kept: KeptTemplate) -> None:
    shutil.rmtree(kept.folder / "template" / "data")
    assert not fits(kept)
    (kept.folder / "template" / MADE_FROM).write_text("{")
    assert not fits(kept)


def test_another_users_folder_is_neither_read_nor_written(kept: KeptTemplate, checkout: Path) -> None:
    if os.geteuid() == 0:
        os.chown(kept.folder, 65534, 65534)
    else:
        kept.folder.chmod(0o000)
    assert not fits(kept)
    kept.keep(checkout / "data", [RAN])
    kept.folder.chmod(0o700)
    assert not (kept.folder / "making").exists()


class Run:
    """The servers of one test run, in a process of its own."""

    def __init__(self, kept: Path) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COMMONHOUR_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.demo.testbed", str(kept)],
            cwd=ROOT,
            env={**env, "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def answer(self) -> tuple[Path, bool]:
        """Where it runs, and whether it made the template, once its three banks answer."""
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        assert said["banks"] == 3
        return Path(said["folder"]), said["made"]

    def end(self) -> None:
        self.process.communicate("", timeout=PATIENCE_SECONDS)


@pytest.fixture
def start() -> Iterator[Callable[[Path], Run]]:
    runs: list[Run] = []

    def start_one(kept: Path) -> Run:
        runs.append(Run(kept))
        return runs[-1]

    yield start_one
    for run in runs:
        if run.process.poll() is None:
            run.end()


@pytest.fixture
def real_kept(tmp_path: Path, start: Callable[[Path], Run]) -> Path:
    """A template as real runs keep it: the checkout's own, or one made now."""
    kept = tmp_path / "testbed"
    if KeptTemplate().copy_to(tmp_path / "whole"):
        shutil.rmtree(tmp_path / "whole")
        subprocess.run(["cp", "-a", FOLDER, kept], check=True)
    else:
        run = start(kept)
        assert run.answer()[1]
        run.end()
    return kept


@pytest.mark.slow
def test_two_runs_at_once_and_after_a_killed_one_have_servers_of_their_own(
    real_kept: Path, start: Callable[[Path], Run]
) -> None:
    one, other = start(real_kept), start(real_kept)
    (place, made), (elsewhere, made_too) = one.answer(), other.answer()
    assert place != elsewhere
    assert not made
    assert not made_too
    one.process.kill()
    one.process.wait()
    assert place.exists(), "nobody could tidy up"
    third = start(real_kept)
    assert third.answer()[1] is False
    assert wait_until(lambda: not place.exists(), timeout_seconds=PATIENCE_SECONDS), "the next run tidies up"
    assert elsewhere.exists(), "what a living run has is its own"
    other.end()
    assert other.process.returncode == 0
    assert not elsewhere.exists()


def make_stale(template: Path) -> None:
    note = template / MADE_FROM
    note.write_text(json.dumps({**json.loads(note.read_text()), "requirements.lock": "older"}))


def damage(template: Path) -> None:
    (template / "data" / "global" / "pg_control").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [make_stale, damage])
def test_a_stale_or_damaged_template_is_made_anew_and_kept(
    real_kept: Path, start: Callable[[Path], Run], spoil: Callable[[Path], None]
) -> None:
    note = real_kept / "template" / MADE_FROM
    fitting = json.loads(note.read_text())
    spoil(real_kept / "template")
    run = start(real_kept)
    assert run.answer()[1] is True
    assert json.loads(note.read_text()) == fitting
    run.end()
    assert start(real_kept).answer()[1] is False

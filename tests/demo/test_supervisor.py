"""A real launcher with real servers: however it ends nothing of it stays; what ends in it starts again."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hosting.demo.processes import command_of, is_alive
from hosting.demo.state import ROOT, wait_until
from tests.demo.terminal import as_at_a_terminal
from tests.house import PATIENCE_SECONDS

GIVEN_SERVERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL"}


class Household:
    """One launcher process on one state folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        env = {name: value for name, value in os.environ.items() if name not in GIVEN_SERVERS}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.demo.household", str(folder)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=as_at_a_terminal,
        )
        self.said = ""

    def wait_for(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"never said {words!r}: {self.said}")

    def children(self) -> dict[str, int]:
        running = json.loads((self.folder / "running.json").read_text())
        return {name: pid for name, (pid, _) in running["children"].items()}

    def nothing_lives(self) -> bool:
        """No process on this machine works in or for this folder."""
        found = [command_of(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return not any(str(self.folder) in command for command in found)


@pytest.fixture
def start(tmp_path: Path, made_folder: Path) -> Iterator[Callable[[], Household]]:
    households: list[Household] = []
    (tmp_path / "state").mkdir(mode=0o711)
    subprocess.run(["cp", "-a", made_folder, tmp_path / "state" / "postgres"], check=True)

    def start_one() -> Household:
        households.append(Household(tmp_path / "state"))
        return households[-1]

    yield start_one
    for household in households:
        household.process.terminate()
        household.process.communicate(timeout=PATIENCE_SECONDS)


def gone(pids: list[int]) -> bool:
    return wait_until(lambda: not any(is_alive(pid) for pid in pids), timeout_seconds=PATIENCE_SECONDS)


def test_however_it_ends_no_process_stays_and_the_next_start_keeps_the_data(
    start: Callable[[], Household],
) -> None:
    for how in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP):
        household = start()
        household.wait_for("ready")
        assert "Started PostgreSQL" in household.said
        children = household.children()
        assert set(children) == {"database", "broker", "mail server"}
        os.kill(household.process.pid, how)
        household.process.wait(PATIENCE_SECONDS)
        assert gone(list(children.values())), how
        assert wait_until(household.nothing_lives, timeout_seconds=PATIENCE_SECONDS), how


def test_each_killed_child_is_started_again(start: Callable[[], Household]) -> None:
    household = start()
    household.wait_for("ready")
    before = household.children()
    for name, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        household.wait_for(f"The {name} runs again")
    after = household.children()
    assert set(after) == set(before)
    assert not set(after.values()) & set(before.values())


def test_mail_is_kept_and_a_second_start_names_the_first(start: Callable[[], Household]) -> None:
    first = start()
    first.wait_for("ready")
    second = start()
    assert second.process.wait(PATIENCE_SECONDS) == 1
    second.wait_for(f"process {first.process.pid}")
    assert first.process.poll() is None

    port = int(command_of(first.children()["mail server"]).split()[-2])
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as line:
        line.sendmail("bank@example.org", ["ann@example.org"], "Subject: two hours\n\nThank you, José.".encode())
    (letter,) = (first.folder / "mail" / "new").iterdir()
    assert "two hours" in letter.read_text()

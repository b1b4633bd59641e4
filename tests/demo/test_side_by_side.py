"""Pieces of work in processes of their own: truly at once, one failure ends all, none is left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from hosting.demo.errors import DemoError
from hosting.demo.processes import is_alive
from hosting.demo.side_by_side import do_all
from hosting.demo.state import ROOT, wait_until
from tests.demo.terminal import as_at_a_terminal
from tests.house import PATIENCE_SECONDS

TWO_THAT_WAIT = """
import os, signal
from hosting.demo.side_by_side import do_all
def wait():
    os.write(1, b"%d\\n" % os.getpid())
    signal.pause()
do_all({"one": wait, "other": wait})
"""


class Pipe:
    """One way from any process of a test to another."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def close(self) -> None:
        os.close(self.reading)
        os.close(self.writing)


@pytest.fixture
def pipes() -> Iterator[tuple[Pipe, Pipe]]:
    both = Pipe(), Pipe()
    yield both
    for pipe in both:
        pipe.close()


def test_the_pieces_run_at_the_same_time(pipes: tuple[Pipe, Pipe]) -> None:
    """Each waits for the other's word: one after the other would never end."""
    here, there = pipes

    def ask(mine: Pipe, other: Pipe) -> None:
        os.write(other.writing, b"x")
        assert os.read(mine.reading, 1) == b"x"

    do_all({"here": lambda: ask(here, there), "there": lambda: ask(there, here)})


def test_one_that_fails_is_named_and_ends_the_others(pipes: tuple[Pipe, Pipe]) -> None:
    begun, _ = pipes

    def wait_for_ever() -> None:
        os.write(begun.writing, b"%7d" % os.getpid())
        signal.pause()

    def fail_once_the_other_has_begun() -> None:
        os.write(pipes[1].writing, os.read(begun.reading, 7))
        raise ValueError("no hours left")

    with pytest.raises(DemoError, match="Door failed"):
        do_all({"Lamoni": wait_for_ever, "Door": fail_once_the_other_has_begun})
    assert not is_alive(int(os.read(pipes[1].reading, 7)))


def test_no_two_draw_the_same_ids(pipes: tuple[Pipe, Pipe]) -> None:
    """A bank's schema is named by the end of its id; who has drawn before hands the same dice to each heir."""
    uuid7()

    def draw(into: Pipe) -> None:
        os.write(into.writing, uuid7().hex[-12:].encode())

    do_all({"one": lambda: draw(pipes[0]), "other": lambda: draw(pipes[1])})
    assert os.read(pipes[0].reading, 12) != os.read(pipes[1].reading, 12)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_none_outlives_who_asked_for_it(how: signal.Signals) -> None:
    paths = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    asker = subprocess.Popen(
        [sys.executable, "-c", TWO_THAT_WAIT],
        cwd=Path("/"),
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=as_at_a_terminal,
    )
    assert asker.stdout is not None
    pids = [int(asker.stdout.readline()) for _ in range(2)]
    asker.send_signal(how)
    asker.wait(PATIENCE_SECONDS)
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), timeout_seconds=PATIENCE_SECONDS)
    asker.stdout.close()

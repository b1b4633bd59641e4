"""Runs the programs of the demo as supervised children.

Guarantees: every child ends with its launcher, however that ends (on Linux the kernel signals the
children); groups stop in reverse order of their start; the supervisor restarts a child that ends by
itself, after a pause that grows while it keeps ending. Called by launcher.py, from its main thread.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hosting.demo.cluster import Cluster
from hosting.demo.errors import DemoError
from hosting.demo.processes import bind_to_parent, command_of, is_alive
from hosting.demo.progress import say
from hosting.demo.state import wait_until

LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 30.0  # a child that lived this long starts again at once when it ends


class ChildError(DemoError):
    """A child could not start; the text ends with the last lines of its log."""


class Child(Protocol):
    """What the supervisor needs of a program."""

    name: str

    @property
    def log_file(self) -> Path: ...
    def start(self) -> None: ...
    def has_ended(self) -> bool: ...
    def ask_to_stop(self) -> None: ...
    def stop(self) -> None: ...
    def pid(self) -> int | None: ...


@dataclass(kw_only=True)
class Program:
    """A command with a log file and a check for when it is ready."""

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str]
    log_file: Path
    is_ready: Callable[[], bool] = lambda: True
    ready_seconds: float = 30.0
    ask_every_seconds: float = 0.05
    stop_seconds: float = 10.0
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def launch(self) -> None:
        """Start without waiting."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.argv],
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=bind_to_parent(signal.SIGTERM),
            )

    def start(self) -> None:
        """Start and wait until ready."""
        self.launch()
        self.wait_ready()

    def wait_ready(self) -> None:
        deadline = time.monotonic() + self.ready_seconds
        while not self.is_ready():
            if self.has_ended():
                raise ChildError(f"The {self.name} stopped while starting. {self.last_words()}")
            if time.monotonic() > deadline:
                raise ChildError(
                    f"The {self.name} did not get ready in {self.ready_seconds:.0f} s. {self.last_words()}"
                )
            time.sleep(self.ask_every_seconds)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """Ask, wait, and end whatever is left of its process group."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            say(f"The {self.name} did not stop in {self.stop_seconds:.0f} s: killed.")
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def pid(self) -> int | None:
        return None if self.has_ended() or self.process is None else self.process.pid

    def last_words(self, count: int = 15) -> str:
        lines = self.log_file.read_text(errors="replace").splitlines()[-count:]
        return f"Its last lines (more in {self.log_file}):\n    " + "\n    ".join(lines)


@dataclass(kw_only=True)
class Database:
    """The embedded cluster in the supervisor's terms."""

    cluster: Cluster
    name: str = "database"

    @property
    def log_file(self) -> Path:
        return self.cluster.log_file

    def start(self) -> None:
        self.cluster.start()

    def has_ended(self) -> bool:
        return not self.cluster.is_running()

    def ask_to_stop(self) -> None:
        """Do nothing: the database stops after the programs that use it, in `stop`."""

    def stop(self) -> None:
        self.cluster.stop()

    def pid(self) -> int | None:
        return None if self.has_ended() or self.cluster.process is None else self.cluster.process.pid


@dataclass(kw_only=True)
class _WatchedChild:
    child: Child
    started_at: float
    pause_seconds: float = 0.0
    again_at: float | None = None


class Supervisor:
    """Starts groups, watches them, stops them in reverse."""

    def __init__(self, *, on_change: Callable[[dict[str, tuple[int, str]]], None]) -> None:
        self._groups: list[list[_WatchedChild]] = []
        self._on_change = on_change

    def start(self, *children: Child) -> None:
        """Start one group. When this raises, `stop` still ends the children that have started."""
        group: list[_WatchedChild] = []
        self._groups.append(group)
        for child in children:
            group.append(_WatchedChild(child=child, started_at=time.monotonic()))
            child.start()
        self._report_change()

    def launch(self, *programs: Program) -> None:
        """Launch one group without waiting, so that the launcher's next step runs meanwhile."""
        self._groups.append([_WatchedChild(child=program, started_at=time.monotonic()) for program in programs])
        for program in programs:
            program.launch()
        self._report_change()

    def wait_ready(self) -> None:
        """Wait for everything launched so far."""
        for group in self._groups:
            for watched in group:
                if isinstance(watched.child, Program):
                    watched.child.wait_ready()

    def watch_once(self) -> None:
        """Restart the children that have ended."""
        for watched in [watched for group in self._groups for watched in group]:
            if watched.again_at is not None:
                if time.monotonic() >= watched.again_at:
                    self._start_again(watched)
            elif watched.child.has_ended():
                self._plan_restart(watched)

    def _plan_restart(self, watched: _WatchedChild) -> None:
        lived_seconds = time.monotonic() - watched.started_at
        steady = lived_seconds >= STEADY_SECONDS
        watched.pause_seconds = 0.0 if steady else min(LONGEST_PAUSE_SECONDS, watched.pause_seconds * 2 + 0.5)
        watched.again_at = time.monotonic() + watched.pause_seconds
        pause = f" in {watched.pause_seconds:.0f} s" if watched.pause_seconds >= 1 else ""
        log = f" (its log: {watched.child.log_file})" if not steady else ""
        say(f"The {watched.child.name} ended unexpectedly; starting it again{pause}{log}.")

    def _start_again(self, watched: _WatchedChild) -> None:
        watched.again_at = None
        watched.started_at = time.monotonic()
        try:
            watched.child.stop()  # whatever it left behind
            watched.child.start()
        except DemoError as error:
            say(f"The {watched.child.name} does not start: {error}")
            watched.started_at = time.monotonic()
            self._plan_restart(watched)
            return
        self._report_change()
        say(f"The {watched.child.name} runs again.")

    def stop(self) -> None:
        for group in reversed(self._groups):
            for watched in group:
                watched.child.ask_to_stop()
            for watched in reversed(group):
                watched.child.stop()
        self._groups.clear()

    def _report_change(self) -> None:
        children = [watched.child for group in self._groups for watched in group]
        pids = {child.name: pid for child in children if (pid := child.pid()) is not None}
        self._on_change({name: (pid, command_of(pid)) for name, pid in pids.items()})


def end_leftovers(children: Mapping[str, Sequence[int | str]], *, timeout_seconds: float = 15) -> None:
    """End the children that a killed launcher left behind; the cluster ends the database itself."""
    leftovers = {int(pid): str(command) for name, (pid, command) in children.items() if name != "database"}

    def living() -> list[int]:
        # A process id may belong to another program by now: only one with the recorded command is ours.
        return [pid for pid, command in leftovers.items() if is_alive(pid) and command_of(pid) == command]

    # First without a signal: on Linux the kernel has told them to stop, and they may be stopping.
    for number in (None, signal.SIGTERM, signal.SIGKILL):
        for pid in living():
            if number is not None:
                os.kill(pid, number)
        if wait_until(lambda: not living(), timeout_seconds=timeout_seconds / 3):
            return

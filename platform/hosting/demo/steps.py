"""Runs the one-off commands of a start (migrate, seed) and prints their output line by line.

Guarantees: the command ends with us; when it fails, the error holds the last lines of its log. Called by
launcher.py.
"""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from hosting.demo.errors import DemoError
from hosting.demo.processes import bind_to_parent
from hosting.demo.progress import say

LAST_LINES = 12


def run_step(argv: Sequence[str], *, env: Mapping[str, str], what: str, log_file: Path) -> None:
    """Run a command to its end; its standard error goes to the log. Raises DemoError when it fails."""
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [*argv],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=bind_to_parent(signal.SIGTERM),
        )
        try:
            for line in process.stdout or ():
                if line.strip():
                    say(line.rstrip())
            process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    if process.returncode != 0:
        last = "\n    ".join(log_file.read_text(errors="replace").rstrip().splitlines()[-LAST_LINES:])
        raise DemoError(f"Making {what} failed; the whole story is in {log_file}. Its last lines:\n    {last}")

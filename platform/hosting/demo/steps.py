"""One-off commands of a start (migrate, seed), their lines shown as they come.

Guarantees: the command ends with us; when it fails, its last lines are in the error. Called by launcher.py.
"""

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence

from hosting.demo.errors import DemoError
from hosting.demo.processes import bind_to_parent
from hosting.demo.progress import say

LAST_LINES = 25


def run_step(argv: Sequence[str], *, env: Mapping[str, str], what: str) -> None:
    """Run to the end, showing standard output; standard error is shown when it fails."""
    process = subprocess.Popen(
        [*argv],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=bind_to_parent(signal.SIGTERM),
    )
    said: deque[str] = deque(maxlen=LAST_LINES)
    try:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if _is_progress(line):
                say(line.rstrip())
        process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode != 0:
        raise DemoError(f"Making {what} failed. The last lines were:\n    " + "\n    ".join(said))


def _is_progress(line: str) -> bool:
    """A step's own words, not what its libraries log ("2026-11-22 08:00:00,123 INFO ...")."""
    return bool(line.strip()) and not line[:4].isdigit() and not line.startswith((" ", "\t", "Traceback"))

"""Starts children that cannot outlive us, and queries the system about processes.

Guarantees: when we die, however we die, the kernel sends a child that was started with `bind_to_parent`
its signal; a root process can run a server as an unprivileged user and still let it reach a private
folder. Called by cluster.py and children.py.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_VERSION_3 = 0x20080522

NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def bind_to_parent(
    death_signal: signal.Signals, *, user: int | None = None, reach_everywhere: bool = False
) -> Callable[[], None]:
    """A `preexec_fn` that gives the child a death signal and, optionally, another user.

    `reach_everywhere` keeps the right to enter folders (CAP_DAC_OVERRIDE) across the change of user: a
    checkout in root's private home stays private, and PostgreSQL, which refuses to run as root, still
    reaches it.
    """
    parent = os.getpid()

    def prepare() -> None:
        # The user first: the kernel forgets the death signal when the user changes.
        if user is not None:
            _become(user, reach_everywhere=reach_everywhere)
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:  # we died between fork and prctl
                os._exit(1)

    return prepare


def _become(user: int, *, reach_everywhere: bool) -> None:
    if reach_everywhere and _libc is not None:
        _libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    if reach_everywhere and _libc is not None:
        mask = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAP_VERSION_3, 0)
        data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
        if _libc.capset(header, data) == 0:
            _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def is_alive(pid: int) -> bool:
    """Whether a process of that id runs (a zombie does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return sys.platform != "linux"


def command_of(pid: int) -> str:
    """The command line of a process, "" if there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        if sys.platform == "linux":
            return ""
    ps = ["ps", "-p", str(pid), "-o", "command="]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip()


def children_of(pid: int) -> list[int]:
    """Ids of the direct children of a process."""
    if sys.platform != "linux":
        pgrep = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
        return [int(line) for line in pgrep.stdout.split()]
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            children.append(int(stat.parent.name))
    return children


def others_can_enter(folder: Path) -> bool:
    """Whether any user may pass through every folder down to this one."""
    return all(part.stat().st_mode & 0o001 for part in [folder, *folder.parents] if part.exists())

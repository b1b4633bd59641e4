"""The kept template: a stopped data folder that every run copies, so that a warm start takes a second.

Guarantees: no server ever runs on the kept folder, so neither a killed run nor two at once can harm it. It is copied
only while nothing it was made from has changed: migrations, SQL, charters, locked packages, and every file of ours
that ran while the banks were opened and peopled. It gets its name only when it is whole and on the disk. A checkout
that another user owns is left alone: that user's runs start from nothing. Called by servers.py.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.house import ROOT

FOLDER = ROOT / ".testbed"
PACKAGES = ("platform", "tenants", "banks", "governance", "ledger", "infra")
MAKERS = ("requirements.lock", "tests/house/populate.py", "tests/house/cast.py", "tests/house/servers.py")
MADE_FROM = "made-from.json"


class KeptTemplate:
    """One folder of the checkout's, ignored by git: `.testbed`."""

    def __init__(self, folder: Path = FOLDER, *, root: Path = ROOT) -> None:
        self.folder = folder
        self.root = root

    @property
    def _whole(self) -> Path:
        return self.folder / "template"

    def copy_to(self, data_dir: Path) -> bool:
        """Copy the kept data folder; False when there is none that this code would make, or none for this user."""
        try:
            with self._locked(fcntl.LOCK_SH):
                made_from = json.loads((self._whole / MADE_FROM).read_text())
                if made_from != self._made_from(made_from):
                    return False
                _copy(self._whole / "data", data_dir)
        except (OSError, ValueError, subprocess.CalledProcessError):
            shutil.rmtree(data_dir, ignore_errors=True)
            return False
        return True

    def keep(self, data_dir: Path, ran: Iterable[str]) -> None:
        """Keep a copy of a stopped server's data folder; `ran` are the files whose code filled it."""
        making = self.folder / "making"
        with suppress(OSError, subprocess.CalledProcessError):  # not ours to write, or the disk is full
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with self._locked(fcntl.LOCK_EX):
                shutil.rmtree(making, ignore_errors=True)  # of a run that was killed here
                making.mkdir()
                _copy(data_dir, making / "data")
                (making / MADE_FROM).write_text(json.dumps(self._made_from(ran)))
                os.sync()  # the server that filled it forced nothing to the disk
                shutil.rmtree(self._whole, ignore_errors=True)
                making.rename(self._whole)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Nobody replaces what is being copied; the kernel drops the lock of a process that dies."""
        if self.folder.stat().st_uid != os.geteuid():
            raise PermissionError(f"{self.folder} is another user's.")
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield

    def _made_from(self, ran: Iterable[str]) -> dict[str, str]:
        """A digest of each file that counts now, by its path from the root."""
        names = {*self._shapes(), *MAKERS, *(name for name in ran if name != "python")}
        digests = {name: _digest(self.root / name) for name in sorted(names)}
        return {**digests, "python": f"{sys.version_info[:2]} {sys.platform}"}

    def _shapes(self) -> Iterator[str]:
        """What tables, guards and charters are made from, wherever it lies."""
        for package in PACKAGES:
            for path in (self.root / package).rglob("*"):
                if path.suffix in {".sql", ".toml"} or (path.suffix == ".py" and path.parent.name == "migrations"):
                    yield str(path.relative_to(self.root))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _copy(source: Path, target: Path) -> None:
    """With owners and rights: as root, the server runs as another user, whose folder it has to be."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True, capture_output=True)

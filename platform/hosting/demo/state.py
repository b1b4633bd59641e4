"""The demo's state folder: data, mail, logs, secrets, and the record of its running processes.

Guarantees: one launcher per folder (by a lock that the kernel drops when its holder dies); only our user
can read secrets; sockets are in a short private folder of their own; `delete_all` removes only names that
Commonhour creates. Refuses, with a sentence, a folder of another user. Called by the launcher.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from hosting.demo.cluster import SOCKET_PATH_LIMIT
from hosting.demo.datafolder import sentence_of_owner
from hosting.demo.errors import DemoError

ROOT = Path(__file__).resolve().parents[3]
LONGEST_SOCKET_NAME = "/postgres/.s.PGSQL.5432.lock"
LOG_LIMIT_BYTES = 5_000_000
OUR_NAMES = (
    *("postgres", "postgres.lock", "postgres.making", "valkey", "logs", "mail", "static", "files"),
    *("secret-key", "passwords.json", "environment.json", "running.json", "demo-logins.json"),
    "clock",
)


class AlreadyRunningError(DemoError):
    """Another launcher holds this folder."""


class State:
    """One state folder, `.commonhour` in the checkout unless COMMONHOUR_STATE names another."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or Path(os.environ.get("COMMONHOUR_STATE") or ROOT / ".commonhour")).resolve()
        self._lock: IO[str] | None = None

    @property
    def data_dir(self) -> Path:
        return self.folder / "postgres"

    @property
    def maildir(self) -> Path:
        return self.folder / "mail"

    @property
    def logins_file(self) -> Path:
        return self.folder / "demo-logins.json"

    # -- taking and leaving it ----------------------------------------------

    def claim(self) -> None:
        """Make the folder if needed and become its only launcher."""
        try:
            # Root runs PostgreSQL as another user, which has to pass through this folder.
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise DemoError(f"The folder {self.folder} cannot be made: {_reason(error, self.folder)}") from error
        if self.folder.stat().st_uid != os.geteuid():
            raise DemoError(sentence_of_owner(self.folder))
        try:
            self._lock = (self.folder / "run.lock").open("a")
        except OSError as error:
            raise DemoError(f"{self.folder} cannot be used: {_reason(error, self.folder)}") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(self._sentence_of_other_launcher()) from None
        (self.folder / "logs").mkdir(exist_ok=True)

    def _sentence_of_other_launcher(self) -> str:
        running = self.read_json("running.json")
        pid = running.get("pid", "unknown")
        if not running.get("ready"):
            return f"Commonhour is being started here already (process {pid}): wait a moment."
        return (
            f"Commonhour already runs here: http://localhost:{running['port']}/ (process {pid}). "
            f"Stop it with Ctrl-C in its terminal, or with: kill {pid}"
        )

    def is_claimed_by_another(self) -> bool:
        """Whether a launcher runs on this folder now."""
        try:
            with (self.folder / "run.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def delete_all(self) -> list[str]:
        """Remove the files that Commonhour created; return the names of the others."""
        for name in OUR_NAMES:
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        (self.folder / "logs").mkdir()
        return sorted({entry.name for entry in self.folder.iterdir()} - {"run.lock", "logs"})

    # -- small files ----------------------------------------------------------

    def read_json(self, name: str) -> dict[str, Any]:
        try:
            value = json.loads((self.folder / name).read_text())
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        self._write_private(name, json.dumps(value, indent=1))

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
        """A secret, created on first use and stored in the folder."""
        path = self.folder / name
        try:
            if stored := path.read_text().strip():
                return stored
        except FileNotFoundError:
            pass
        self._write_private(name, make())
        return path.read_text().strip()

    def _write_private(self, name: str, text: str) -> None:
        """Write a file that only our user can read, completely or not at all."""
        part = self.folder / f"{name}.part"
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        part.replace(self.folder / name)

    def log_file(self, name: str) -> Path:
        """The log file of a child; a long log is renamed to `.1` first."""
        path = self.folder / "logs" / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path

    # -- sockets --------------------------------------------------------------

    def socket_folder(self) -> Path:
        """A private folder with a short path: the kernel cuts socket paths at 107 bytes.

        The name follows from the state folder, so that a killed launcher leaves one folder, not many.
        """
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:8]
        for parent in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):
            folder = Path(parent) / f"commonhour-{os.geteuid()}-{digest}"
            if len(os.fsencode(f"{folder}{LONGEST_SOCKET_NAME}")) > SOCKET_PATH_LIMIT:
                continue
            try:
                folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
            except OSError:
                continue
            # Temporary folders are open to all: another user may have made this name first, as a trap.
            status = folder.lstat()
            if folder.is_dir() and not folder.is_symlink() and status.st_uid == os.geteuid():
                folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
                return folder
        raise DemoError(
            "No folder for sockets: the temporary folder's path is too long or not writable. "
            "Set TMPDIR to a short folder of yours and start again."
        )


def _reason(error: OSError, folder: Path) -> str:
    if isinstance(error, PermissionError):
        existing = next(part for part in [folder, *folder.parents] if part.exists())
        return sentence_of_owner(existing)
    if error.errno == 28:
        return "the disk is full. Make room and start again."
    return f"{error.strerror}. Name another folder in COMMONHOUR_STATE."


def wait_until(holds: Callable[[], bool], *, timeout_seconds: float, every_seconds: float = 0.05) -> bool:
    """Wait until `holds` returns true; return False when the time is over."""
    deadline = time.monotonic() + timeout_seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_seconds)
    return True

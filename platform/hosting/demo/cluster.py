"""The embedded PostgreSQL 18: creates, starts, stops and, for fault tests, kills it.

Guarantees: a data folder has at most one owner (a lock held while we run); a folder in `data_dir` is
complete or not ours (initdb works beside it and renames); neither a stale postmaster.pid, even one whose
number now belongs to another program, nor orphans of a killed server stop a start; the server stops when
the process that started it dies. Connections come through a unix socket that only our user (and root)
can open. Refuses, with a sentence in ClusterError, damaged folders and folders of other programs or users.

Called by the demo launcher, the test plugin and the benchmarks; does not import Django. Start it from
the main thread: the kernel ties a child to the thread that started it.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from hosting.demo import datafolder
from hosting.demo.binaries import postgres_program
from hosting.demo.errors import DemoError
from hosting.demo.processes import NOBODY, bind_to_parent, children_of, is_alive, others_can_enter

PORT = 5432  # only names the socket file; nothing listens on TCP
ADMIN = "postgres"
SOCKET_PATH_LIMIT = 107  # bytes the kernel allows, less the closing zero

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # A schema per bank: dumping the template or migrating many banks locks many tables at once.
    "max_locks_per_transaction": "1024",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}
# For tests only: fast, and a power cut loses the cluster. Commits still reach the operating system before
# they are acknowledged, so that killing the server loses none.
THROW_AWAY: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


class ClusterError(DemoError):
    """The database cannot be started; the text is a sentence that says what to do."""


class ClusterBusyError(ClusterError):
    """Another living process runs a database in this data folder."""


class Cluster:
    """One data folder and the server that runs on it. Usable as a context manager: start, then stop."""

    def __init__(
        self,
        data_dir: Path,
        socket_dir: Path,
        *,
        durable: bool,
        settings: Mapping[str, str] | None = None,
        log_file: Path | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.socket_dir = socket_dir.resolve()
        self.durable = durable
        self.log_file = log_file or self.data_dir.with_name(self.data_dir.name + ".log")
        self.settings = {**SETTINGS, **({} if durable else THROW_AWAY), **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- addresses ---------------------------------------------------------

    def url(self, user: str = ADMIN, dbname: str = "postgres") -> str:
        """A libpq URL through the socket; no password, the socket is private."""
        place = quote(str(self.socket_dir))
        return f"postgresql://{quote(user, safe='')}@/{quote(dbname, safe='')}?host={place}&port={PORT}"

    @property
    def socket_file(self) -> Path:
        return self.socket_dir / f".s.PGSQL.{PORT}"

    # -- life --------------------------------------------------------------

    def start(self, *, timeout_seconds: float = 60) -> None:
        """Make the folder if there is none, then start and wait until connections are answered.

        Retries while orphans of a killed server still hold its shared memory.
        """
        if self.is_ready():
            return
        deadline = time.monotonic() + timeout_seconds
        self._prepare_socket_dir()
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._prepare_data_dir()
            self._outwait_predecessor(deadline)
            while not self._start_once(deadline):
                if time.monotonic() > deadline:
                    raise ClusterError(self._failure("PostgreSQL did not start"))
                time.sleep(0.5)
        except BaseException:
            self.stop()
            raise

    def stop(self, *, timeout_seconds: float = 30) -> None:
        """Fast shutdown: ends sessions, writes a checkpoint. Does nothing when stopped already."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout_seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
        self._drop_lock()

    def kill9(self) -> None:
        """SIGKILL the postmaster and all its children, as a power cut would; returns when all are gone.

        The postmaster is held still first, so that it can neither fork nor clean up.
        """
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGSTOP)
        family = children_of(process.pid)
        process.kill()
        for pid in family:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()
        while any(is_alive(pid) for pid in family):
            time.sleep(0.01)
        self._drop_lock()

    def is_running(self) -> bool:
        """Whether the server process we started lives."""
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        """Whether our server lives and answers connections."""
        if not self.is_running():
            return False
        probe = subprocess.run(
            [postgres_program("pg_isready"), "-q", "-h", self.socket_dir, "-p", str(PORT), "-t", "3"],
            check=False,
            env={"PATH": os.defpath},
        )
        return probe.returncode == 0

    def last_lines(self, count: int = 12) -> str:
        """The end of the server's log."""
        try:
            return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-count:])
        except OSError:
            return ""

    # -- steps of a start --------------------------------------------------

    @property
    def _server_user(self) -> int | None:
        """PostgreSQL refuses to run as root; root lends it the user `nobody`."""
        return NOBODY if os.geteuid() == 0 else None

    def _spawn(self, program: str, *arguments: str, output: IO[bytes] | int) -> "subprocess.Popen[bytes]":
        """Start one of PostgreSQL's programs as its server user, bound to our life."""
        if threading.current_thread() is not threading.main_thread():
            raise ClusterError("Start the database from the main thread: it would end with this one.")
        path = postgres_program(program)
        private = not (others_can_enter(path.parent) and others_can_enter(self.data_dir.parent))
        return subprocess.Popen(
            [path, *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=bind_to_parent(signal.SIGINT, user=self._server_user, reach_everywhere=private),
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        )

    def _prepare_socket_dir(self) -> None:
        longest = f"{self.socket_file}.lock"
        if len(os.fsencode(longest)) > SOCKET_PATH_LIMIT:
            raise ClusterError(
                f"The path of the database's socket is too long ({longest}): set TMPDIR to a short "
                "folder such as /tmp and start again."
            )
        self.socket_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._own(self.socket_dir)

    def _own(self, path: Path) -> None:
        if self._server_user is not None:
            os.chown(path, NOBODY, NOBODY)

    def _take_lock(self) -> None:
        """One owner at a time; the kernel drops the lock when the owner dies, however it dies."""
        path = self.data_dir.with_name(self.data_dir.name + ".lock")
        try:
            self._lock = path.open("ab")
        except PermissionError as error:
            raise ClusterError(datafolder.sentence_of_owner(path.parent)) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._drop_lock()
            raise ClusterBusyError(
                f"Another process already runs the database in {self.data_dir}: stop it first, "
                "or wait until it has stopped."
            ) from error

    def _drop_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _prepare_data_dir(self) -> None:
        state = datafolder.examine(self.data_dir)
        if state.refusal:
            raise ClusterError(state.refusal)
        if state.half_made:
            datafolder.move_aside(self.data_dir)
        if state.complete:
            return
        making = self.data_dir.with_name(self.data_dir.name + ".making")
        if making.exists():  # an initdb was killed; the folder holds no data yet
            datafolder.move_aside(making)
        making.mkdir(mode=0o700)
        self._own(making)
        self._initdb(making)
        (making / datafolder.MARKER).write_text("Made by Commonhour's run.py\n")
        if self.data_dir.exists():
            self.data_dir.rmdir()  # empty, or examine() would have refused
        making.rename(self.data_dir)

    def _initdb(self, folder: Path) -> None:
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        options += ["--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions"]
        if not self.durable:
            options.append("--no-sync")
        initdb = self._spawn("initdb", f"--pgdata={folder}", "-U", ADMIN, *options, output=subprocess.PIPE)
        output, _ = initdb.communicate()
        if initdb.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            words = output.decode(errors="replace")
            raise ClusterError(_sentence_of_failure("PostgreSQL could not make its data folder", words))

    def _outwait_predecessor(self, deadline: float) -> None:
        """Wait until a server that a killed process left behind has stopped, and remove its pid file."""
        # It may still be writing its last checkpoint. We hold the lock, so no other process wants it to go on.
        is_signalled = False
        while (pid := datafolder.running_server(self.data_dir)) is not None:
            if not is_signalled:
                os.kill(pid, signal.SIGINT)
                is_signalled = True
            if time.monotonic() > deadline:
                raise ClusterError(f"An older PostgreSQL (process {pid}) does not stop: end it with kill {pid}.")
            time.sleep(0.1)
        # The number in a stale file may be another program's by now (after a reboot); PostgreSQL would refuse to start.
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)

    def _start_once(self, deadline: float) -> bool:
        """Start the server; return whether it answers, or False when orphans of a killed server still block it."""
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        place = [f"-D{self.data_dir}", f"-k{self.socket_dir}", f"-p{PORT}"]
        with self.log_file.open("ab") as log:
            log_end = log.tell()
            self.process = self._spawn("postgres", *place, *options, output=log)
        while not self.is_ready():
            if not self.is_running():
                if "is still in use" in self._log_since(log_end):
                    return False
                raise ClusterError(self._failure("PostgreSQL stopped while starting"))
            if time.monotonic() > deadline:
                raise ClusterError(self._failure("PostgreSQL does not answer"))
            time.sleep(0.02)
        return True

    def _log_since(self, position: int) -> str:
        with self.log_file.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def _failure(self, what: str) -> str:
        return _sentence_of_failure(f"{what} (its log is {self.log_file})", self.last_lines())


def _sentence_of_failure(what: str, output: str) -> str:
    if "No space left on device" in output:
        return f"{what}: the disk is full. Make room and start again."
    return f"{what}. Its last lines:\n{output.rstrip()}"

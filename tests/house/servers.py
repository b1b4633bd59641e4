"""Real servers for the tests: one throw-away PostgreSQL and one Valkey for a whole run.

Guarantees: they start once, in the process that started pytest, on a copy of the kept template (kept.py) or from
nothing; each worker gets a database of its own, cloned in a tenth of a second from one template in which the
platform is prepared and the three founding banks are open, and a cache of its own: clones share their ids, so what
one worker counted would count for the next. What a killed run left is removed by the next one.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from hosting.demo.broker import broker_url, valkey
from hosting.demo.children import Program
from hosting.demo.cluster import Cluster, ClusterError
from hosting.demo.database import OWNER, WEB, prepare_database
from tests.house import PATIENCE_SECONDS, ROOT
from tests.house.kept import KeptTemplate

TEMPLATE_DB = "commonhour_template_db"
CACHES = 256  # databases of the one Valkey; the broker has the first
ADDRESS = "COMMONHOUR_TEST_SOCKET"  # how workers find the cluster of the process that started them
# The web login's own limits (infra/database/roles.sql) end what takes seconds; on a slow machine that is a test.
PATIENT = " ".join(
    f"-c{limit}={PATIENCE_SECONDS}s"
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
)
PREFIX = "cht"  # of a run's folder in the system's temporary one


@dataclass
class Servers:
    """What runs for this test run; `stop` ends it and removes its folder."""

    folder: Path
    cluster: Cluster
    broker: Program
    lock: IO[str]

    @classmethod
    def start(cls, kept: KeptTemplate | None = None, *, afresh: bool = False) -> "Servers":
        """Start both on a copy of what is kept; `afresh`, or where nothing fits, from nothing, and keep that."""
        remove_leftovers()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = (folder / "locking").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / "locking").rename(folder / "lock")  # locked before a run that tidies up can find it
        folder.chmod(0o755)
        cluster = Cluster(folder / "data", folder / "s", durable=False)
        broker = valkey(
            data_dir=folder / "valkey", socket_dir=folder / "v", log_file=folder / "valkey.log", durable=False
        )
        broker.argv = [*broker.argv, "--databases", str(CACHES)]
        broker.launch()
        os.environ[ADDRESS] = str(folder)
        os.environ["CELERY_BROKER_URL"] = broker_url(folder / "v")
        os.environ["CACHE_URL"] = _cache_of("")
        servers = cls(folder, cluster, broker, lock)
        try:
            kept = kept or KeptTemplate()
            if afresh or not servers._runs_on_copy_of(kept):
                cluster.start()
                servers._make_template(kept)
            broker.wait_ready()
        except BaseException:
            servers.stop()
            raise
        return servers

    def stop(self) -> None:
        self.broker.stop()
        self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()

    def _runs_on_copy_of(self, kept: KeptTemplate) -> bool:
        """Whether there was one, and a server starts on it; what is damaged, or was given to another user, is none."""
        if not kept.copy_to(self.cluster.data_dir):
            return False
        try:
            self.cluster.start()
        except ClusterError:
            shutil.rmtree(self.cluster.data_dir)
            return False
        return True

    def _make_template(self, kept: KeptTemplate) -> None:
        urls = prepare_database(self.cluster.url(), TEMPLATE_DB)
        ran = self.folder / "ran"
        environment = {
            **os.environ,
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_URL": urls.web,
            "DJANGO_SETTINGS_MODULE": "hosting.settings_test",
        }
        run(["platform/manage.py", "prepare_platform"], {**environment, "COMMONHOUR_OWNER": "1"})
        run(["-m", "tests.house.populate", str(ran)], environment)
        self.cluster.stop()  # only a stopped server's folder may be copied
        kept.keep(self.cluster.data_dir, ran.read_text().split("\n"))
        self.cluster.start()


def remove_leftovers() -> None:
    """Remove the folders of runs that were killed: the kernel dropped their locks."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.stat().st_uid != os.geteuid():
                continue
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # not a run's, not begun, or still running


def run(arguments: list[str], environment: dict[str, str]) -> None:
    """Run Python in the project's root; its output is shown only when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


def url(user: str, dbname: str) -> str:
    """A connection URL to the running test cluster; the web login is given a slow machine's patience."""
    folder = Path(os.environ[ADDRESS])
    place = Cluster(folder / "data", folder / "s", durable=False).url(user, dbname)
    return f"{place}&options={quote(PATIENT)}" if user == WEB else place


def clone(name: str) -> None:
    """Make database `name` from the template, replacing one left by an earlier worker."""
    with psycopg.connect(url("postgres", "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("create database {} template {} owner {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE_DB), sql.Identifier(OWNER)
            )
        )
        # A database's own rights are not cloned with it; these are what infra/database/roles.sql gives.
        rights = "revoke connect, temporary on database {0} from public; grant connect on database {0} to {1}"
        server.execute(sql.SQL(rights).format(sql.Identifier(name), sql.Identifier(WEB)))


def _cache_of(worker: str) -> str:
    """For CACHE_URL: the second database of Valkey, or the one that is the worker's own (gw0 has the third)."""
    number = 2 + int(worker.removeprefix("gw")) if worker else 1
    return f"unix://{Path(os.environ[ADDRESS]) / 'v' / 'valkey.sock'}?db={number}"


def use(name: str, worker: str) -> None:
    """Point this process's settings (not yet imported) at a database and a cache."""
    os.environ["CACHE_URL"] = _cache_of(worker)
    os.environ["DATABASE_URL"] = url(WEB, name)
    os.environ["DATABASE_OWNER_URL"] = url(OWNER, name)

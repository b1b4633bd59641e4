"""Real servers for the tests: one throw-away PostgreSQL and one Valkey for a whole run.

Guarantees: they start once, in the process that started pytest; each worker gets a
database of its own, cloned in a tenth of a second from one template in which the
platform is prepared and the three founding banks are open, and a cache of its own:
clones share their ids, so what one worker counted would count for the next.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from hosting.demo.broker import broker_url, valkey
from hosting.demo.children import Program
from hosting.demo.cluster import Cluster
from hosting.demo.database import OWNER, WEB, prepare_database

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE_DB = "commonhour_template_db"
CACHES = 256  # databases of the one Valkey; the broker has the first
ADDRESS = "COMMONHOUR_TEST_SOCKET"  # how workers find the cluster of the process that started them


@dataclass
class Servers:
    """What runs for this test run; `stop` ends it and removes its folder."""

    folder: Path
    cluster: Cluster
    broker: Program

    @classmethod
    def start(cls) -> "Servers":
        folder = Path(tempfile.mkdtemp(prefix="cht"))
        folder.chmod(0o755)
        cluster = Cluster(folder / "data", folder / "s", durable=False)
        broker = valkey(
            data_dir=folder / "valkey", socket_dir=folder / "v", log_file=folder / "valkey.log", durable=False
        )
        broker.argv = [*broker.argv, "--databases", str(CACHES)]
        cluster.start()
        broker.start()
        servers = cls(folder, cluster, broker)
        os.environ[ADDRESS] = str(folder)
        os.environ["CELERY_BROKER_URL"] = broker_url(folder / "v")
        os.environ["CACHE_URL"] = _cache_of("")
        servers._prepare_template()
        return servers

    def stop(self) -> None:
        self.broker.stop()
        self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare_template(self) -> None:
        urls = prepare_database(self.cluster.url(), TEMPLATE_DB)
        environment = {
            **os.environ,
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_URL": urls.web,
            "DJANGO_SETTINGS_MODULE": "hosting.settings_test",
        }
        run(["platform/manage.py", "prepare_platform"], {**environment, "COMMONHOUR_OWNER": "1"})
        run(["-m", "tests.house.populate"], environment)


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
    """A connection URL to the running test cluster."""
    folder = Path(os.environ[ADDRESS])
    return Cluster(folder / "data", folder / "s", durable=False).url(user, dbname)


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

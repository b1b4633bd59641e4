"""A PostgreSQL that keeps its promises (fsync on), with the platform and one bank in it.

The test run's own cluster trades durability for speed; crash tests and benchmarks may not.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from hosting.demo.cluster import Cluster
from hosting.demo.database import prepare_database
from tests.house import ROOT
from tests.house.servers import run

DATABASE = "durable"


@dataclass(frozen=True)
class DurableBank:
    """The cluster, what a process needs to reach it, and the bank's schema."""

    cluster: Cluster
    environment: Mapping[str, str]
    schema: str

    def superuser(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            self.cluster.url(dbname=DATABASE), autocommit=True, options=f"-c search_path={self.schema}"
        )


@contextmanager
def durable_bank(*, settings: Mapping[str, str] | None = None) -> Iterator[DurableBank]:
    """Start a durable cluster in a folder of its own, open one bank, and remove everything at the end."""
    folder = Path(tempfile.mkdtemp(prefix="chd"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "data", folder / "s", durable=True, settings=settings)
    try:
        cluster.start()
        urls = prepare_database(cluster.url(), DATABASE)
        environment = {
            **os.environ,
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_URL": urls.web,
            "DJANGO_SETTINGS_MODULE": "hosting.settings_test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        }
        run(["platform/manage.py", "prepare_platform"], {**environment, "COMMONHOUR_OWNER": "1"})
        run(["-m", "tests.faults.open_one_bank"], environment)
        with psycopg.connect(cluster.url(dbname=DATABASE)) as server:
            row = server.execute("select schema_name from tenants_bank").fetchone()
        assert row is not None
        yield DurableBank(cluster, environment, row[0])
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)

"""Contestants as groups of processes that run for a slice of time on order."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import psycopg

from hosting.demo.binaries import postgres_program
from hosting.demo.cluster import Cluster
from tests.house import ROOT

HERE = Path(__file__).resolve().parent
# Two disjoint halves, so that no client waits for another's rows or deadlocks: the ceiling is to be the ceiling.
CEILING_SCRIPT = """\\set giver random(1, 500)
\\set receiver random(501, 1000)
select ceiling_post(:giver, :receiver, 30);
"""


class Contestant(Protocol):
    def rate(self, seconds: float) -> float:
        """Posts a second, of all clients together."""
        ...


class Ceiling:
    """pgbench calling one function, prepared, as many clients as the others have."""

    def __init__(self, cluster: Cluster, *, database: str, clients: int, folder: Path) -> None:
        script = folder / "ceiling.pgbench"
        script.write_text(CEILING_SCRIPT)
        self.command = [
            *(postgres_program("pgbench"), "-n", "-M", "prepared", "-f", str(script)),
            *("-c", str(clients), "-j", str(min(clients, os.cpu_count() or 1))),
            *("-h", str(cluster.socket_dir), "-U", "postgres"),
        ]
        self.database = database

    def rate(self, seconds: float) -> float:
        command = [*self.command, "-T", str(max(1, round(seconds))), self.database]
        run = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
        found = re.search(r"^tps = ([\d.]+)", run.stdout, re.MULTILINE)
        assert found is not None, run.stdout
        return float(found[1])


class Workers:
    """So many processes of tests.bench.worker."""

    def __init__(self, name: str, *, clients: int, environment: Mapping[str, str]) -> None:
        self.running = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.worker", name],
                cwd=ROOT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            for _ in range(clients)
        ]  # fmt: skip

    def __enter__(self) -> Self:
        for worker in self.running:
            assert self._answer(worker)["ready"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.running:
            assert worker.stdin is not None
            worker.stdin.close()
            worker.wait(30)

    def rate(self, seconds: float) -> float:
        for worker in self.running:
            self._order(worker, {"do": "go", "seconds": seconds})
        answers = [self._answer(worker) for worker in self.running]
        return sum(answer["done"] / answer["seconds"] for answer in answers)

    def measure(self, what: str) -> Any:
        """A contestant's other measure, by its first client alone."""
        self._order(self.running[0], {"do": what})
        return self._answer(self.running[0])["result"]

    @staticmethod
    def _order(worker: "subprocess.Popen[str]", order: Mapping[str, Any]) -> None:
        assert worker.stdin is not None
        worker.stdin.write(json.dumps(order) + "\n")
        worker.stdin.flush()

    @staticmethod
    def _answer(worker: "subprocess.Popen[str]") -> Any:
        assert worker.stdout is not None
        line = worker.stdout.readline()
        if not line:
            raise RuntimeError("A client of the benchmark died; what it said is above.")
        return json.loads(line)


def prepare(name: str, environment: Mapping[str, str]) -> None:
    """Make a contestant's tables and accounts."""
    subprocess.run(
        [sys.executable, "-m", "tests.bench.worker", name, "prepare"], cwd=ROOT, env=dict(environment), check=True
    )


def new_database(cluster: Cluster, name: str) -> dict[str, str]:
    """A database of a rival's own in the same cluster, and how its processes find it."""
    with psycopg.connect(cluster.url(), autocommit=True) as server:
        server.execute(f"create database {name}")  # type: ignore[arg-type]
    outside = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    paths = f"{ROOT}:{ROOT / 'platform'}"
    address = {"BENCH_DATABASE": name, "BENCH_HOST": str(cluster.socket_dir)}
    return {**outside, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore", **address}

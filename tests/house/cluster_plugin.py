"""Brings a run what its tests need before Django's settings are imported: servers and Django, or nothing at all.

Guarantees: a run of pure tests alone (needs.py) starts no server and does not set Django up; every other run has
both before the first conftest is imported. Workers of pytest-xdist find the servers of the process that started
them. Loaded early by `-p` in pyproject.toml: pytest-django reads the settings while pytest reads its configuration,
and the settings need the database's address.
"""

import atexit
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

for _place in (str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "platform")):
    if _place not in sys.path:
        sys.path.insert(0, _place)


from tests.house.needs import any_needs_servers  # noqa: E402

SETTINGS = "DJANGO_SETTINGS_MODULE"
FRESH = "COMMONHOUR_TEST_FRESH"  # said by `run.py test` for a whole run


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before pytest-django's own, which sets Django up where the environment names settings."""
    os.environ.pop(SETTINGS, None)
    known = early_config.known_args_namespace
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not (known.help or known.version) and needs_servers(worker, known.file_or_dir):
        _bring(worker)


def needs_servers(worker: str, given: list[str]) -> bool:
    """Whether this process needs them; a worker does as the process that started it."""
    if worker:
        return "COMMONHOUR_TEST_SOCKET" in os.environ
    places = [Path(each.partition("::")[0]).absolute() for each in given]
    return not places or any_needs_servers(places)


def _bring(worker: str) -> None:
    from tests.house.servers import Servers, clone, use

    if not worker:
        afresh = any(os.environ.get(name, "") not in {"", "0", "false"} for name in (FRESH, "CI"))
        servers = Servers.start(afresh=afresh)
        atexit.register(servers.stop)
    name = f"test_{worker or 'main'}"
    clone(name)
    use(name, worker)
    os.environ[SETTINGS] = "hosting.settings_test"


def pytest_collection_finish() -> None:
    """Without settings sentences still have to be read: in the language they are written in."""
    if SETTINGS not in os.environ and "django" in sys.modules:
        from django.conf import settings

        settings.configure(USE_I18N=False, TIME_ZONE="UTC")


@pytest.fixture(autouse=True)
def _start_on_platform() -> Iterator[None]:
    """Every test begins and ends on the platform's ground, with an empty cache: what it counts, it counts alone."""
    if SETTINGS not in os.environ:
        yield
        return
    from django.core.cache import cache
    from django.db import connection

    cache.clear()
    yield
    if connection.connection is not None:
        connection.set_schema_to_public()  # type: ignore[attr-defined]

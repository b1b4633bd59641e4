"""Isolation is tested in a database that may be committed to, and in which banks may be opened and dropped.

Each leak is tested twice: with the house's guard nothing leaks, and without the guard the leak is
there, so that no test passes for a wrong reason.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from hosting.demo.database import OWNER
from tenants.backend.base import DatabaseWrapper
from tenants.context import point_at_platform
from tenants.hostnames import forget_hostnames
from tenants.models import Bank
from tenants.services import open_bank
from tests.house.databases import connections_at, own_clone, superuser

_numbers = itertools.count(1)


@dataclass(frozen=True)
class OwnDatabase:
    """A database of this test module's own, with the three founding banks in it."""

    name: str
    door: Bank
    lamoni: Bank
    valley: Bank

    def superuser(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return superuser(self.name)

    def open_another(self) -> Bank:
        """A bank that no other database has, so that its role can be dropped too."""
        number = next(_numbers)
        return open_bank(name=f"Guest Bank {number}", slug=f"guest-{number}", charter="blank")

    @contextmanager
    def stock_tenancy(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Every guard of the backend out: one login with all rights, and `public` behind each bank's schema."""
        paths: Callable[[DatabaseWrapper], list[str]] = lambda self: [self.schema_name, "public", "extensions"]  # noqa: E731
        with patch.context() as patched, connections_at(self.name, user=OWNER):
            patched.setattr(settings, "OWNER", True)
            patched.setattr(DatabaseWrapper, "_get_cursor_search_paths", paths)
            yield


@pytest.fixture(scope="module")
def own(django_db_blocker: Any) -> Iterator[OwnDatabase]:
    with own_clone("tenancy") as name, django_db_blocker.unblock(), connections_at(name):
        door, lamoni, valley = (Bank.objects.get(slug=slug) for slug in ("door", "lamoni", "valley"))
        yield OwnDatabase(name, door, lamoni, valley)


@pytest.fixture(autouse=True)
def _no_remembered_hosts() -> Iterator[None]:
    """Addresses are remembered for seconds in a process; tests change whose they are."""
    forget_hostnames()
    yield
    forget_hostnames()


@pytest.fixture
def on_platform(own: OwnDatabase) -> Iterator[OwnDatabase]:
    """The module's own database, entered and left on the platform's ground."""
    point_at_platform()
    yield own
    connection.close()
    point_at_platform()


@pytest.fixture
def owner(own: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnDatabase]:
    """What only migrations have: the owner's login, which does not become anybody else."""
    with connections_at(own.name, user=OWNER), monkeypatch.context() as patch:
        patch.setattr(settings, "OWNER", True)
        yield own
        point_at_platform()


def bank_here() -> UUID:
    """Which bank's rows a query sees now."""
    from banks.identity.queries import this_bank

    return this_bank().bank_id


def role_here() -> str:
    """The database role that statements run under now."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])

"""Two ways of standing in a bank: rolled back with the test, or in a database of one's own that may be committed to."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    import psycopg

    from tenants.models import Bank
    from tests.ledger.books import People


@pytest.fixture
def people(inside_door: "Bank") -> "People":
    """Accounts in Door County's books; the test runs inside that bank and is rolled back."""
    from tests.ledger.books import People

    return People()


@dataclass(frozen=True)
class OwnDatabase:
    """A database that only this test module uses. `door` and `lamoni` are its banks."""

    name: str
    door: "Bank"
    lamoni: "Bank"

    def superuser(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection that no guard and no right stops; its path leads into Door County's schema."""
        import psycopg

        from tests.house.servers import url

        return psycopg.connect(
            url("postgres", self.name), autocommit=True, options=f"-c search_path={self.door.schema_name}"
        )


@pytest.fixture(scope="module")
def own_database(django_db_blocker: pytest.FixtureRequest) -> Iterator[OwnDatabase]:
    """Django's connections, of every thread, point at a fresh clone while the module's tests run."""
    import psycopg

    from tenants.models import Bank
    from tests.house.databases import connections_at
    from tests.house.servers import clone, url

    name = f"ledger_{os.getpid()}_{uuid4().hex[:6]}"
    clone(name)
    with django_db_blocker.unblock(), connections_at(name):  # type: ignore[attr-defined]
        yield OwnDatabase(name, Bank.objects.get(slug="door"), Bank.objects.get(slug="lamoni"))
    with psycopg.connect(url("postgres", "postgres"), autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


@pytest.fixture
def committed(own_database: OwnDatabase) -> Iterator[OwnDatabase]:
    """The test runs inside Door County of its module's own database; what it writes stays."""
    from tenants.context import in_bank

    with in_bank(own_database.door):
        yield own_database

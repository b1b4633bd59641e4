"""The cast: three banks always stand in the database, and a few people live in each.

Door County and Lamoni are the two banks that most tests play off against each other.
A test's changes are rolled back; the banks stay.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tenants.context import in_bank, point_at_platform
from tenants.models import Bank
from tests.house.cast import Cast, gather_cast


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin cloned this worker's database already; pytest-django must make none."""


@pytest.fixture(autouse=True)
def _start_on_platform(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test begins and ends on the platform's ground."""
    yield
    if connection.connection is not None:
        connection.set_schema_to_public()  # type: ignore[attr-defined]


def _bank(slug: str) -> Bank:
    point_at_platform()
    return Bank.objects.get(slug=slug)


@pytest.fixture
def lamoni(db: None) -> Bank:
    return _bank("lamoni")


@pytest.fixture
def door(db: None) -> Bank:
    return _bank("door")


@pytest.fixture
def valley(db: None) -> Bank:
    return _bank("valley")


@pytest.fixture
def door_cast(door: Bank) -> Cast:
    """People of Door County, freshly taken in; signed-in clients by `cast.client(name)`."""
    return gather_cast(door)


@pytest.fixture
def lamoni_cast(lamoni: Bank) -> Cast:
    return gather_cast(lamoni)


@pytest.fixture
def valley_cast(valley: Bank) -> Cast:
    return gather_cast(valley)


@pytest.fixture
def inside_door(door: Bank) -> Iterator[Bank]:
    """The test's own code runs inside Door County's schema."""
    with in_bank(door):
        yield door


@pytest.fixture
def inside_lamoni(lamoni: Bank) -> Iterator[Bank]:
    with in_bank(lamoni):
        yield lamoni


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Any:
    """allauth counts failed sign-ins in the cache; one test's must not stop the next."""
    yield

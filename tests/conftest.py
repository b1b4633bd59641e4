"""The cast: three banks always stand in the database, and a few people live in each.

Door County and Lamoni are the two banks that most tests play off against each other.
A test's changes are rolled back; the banks stay.

Fixtures import what they need in their bodies: a pure test, which asks for none of them, does not wait for Django.
"""

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.house.midnight import wait_for_room

if TYPE_CHECKING:
    from tenants.models import Bank
    from tests.house.cast import Cast
    from tests.house.live import LiveBank, LiveSite

# Hypothesis as in CI everywhere: the same examples in every run, and none fails for being slow.
settings.load_profile("ci")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """Around pytest-timeout's own: waiting for a day with room for the test is none of the test's time."""
    wait_for_room(item)
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin cloned this worker's database already; pytest-django must make none."""


def _bank(slug: str) -> "Bank":
    from tenants.context import in_platform
    from tenants.models import Bank

    with in_platform():
        return Bank.objects.get(slug=slug)


@pytest.fixture
def lamoni(db: None) -> "Bank":
    return _bank("lamoni")


@pytest.fixture
def door(db: None) -> "Bank":
    return _bank("door")


@pytest.fixture
def valley(db: None) -> "Bank":
    return _bank("valley")


@pytest.fixture
def door_cast(door: "Bank") -> "Cast":
    """People of Door County, freshly taken in; signed-in clients by `cast.client(name)`."""
    from tests.house.cast import gather_cast

    return gather_cast(door)


@pytest.fixture
def lamoni_cast(lamoni: "Bank") -> "Cast":
    from tests.house.cast import gather_cast

    return gather_cast(lamoni)


@pytest.fixture
def valley_cast(valley: "Bank") -> "Cast":
    from tests.house.cast import gather_cast

    return gather_cast(valley)


@pytest.fixture
def inside_door(door: "Bank") -> "Iterator[Bank]":
    """The test's own code runs inside Door County's schema."""
    from tenants.context import in_bank

    with in_bank(door):
        yield door


@pytest.fixture
def inside_valley(valley: "Bank") -> "Iterator[Bank]":
    from tenants.context import in_bank

    with in_bank(valley):
        yield valley


@pytest.fixture
def inside_lamoni(lamoni: "Bank") -> "Iterator[Bank]":
    from tenants.context import in_bank

    with in_bank(lamoni):
        yield lamoni


@pytest.fixture(scope="session")
def site() -> "Iterator[LiveSite]":
    """A real server on a database of this worker's own."""
    from tests.house.live import live_site

    with live_site(f"live_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as running:
        yield running


@pytest.fixture
def live_door(site: "LiveSite") -> "LiveBank":
    return site.bank("door")


@pytest.fixture
def live_lamoni(site: "LiveSite") -> "LiveBank":
    return site.bank("lamoni")


@pytest.fixture
def live_valley(site: "LiveSite") -> "LiveBank":
    return site.bank("valley")

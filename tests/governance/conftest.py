"""Where governance is tested: inside a bank, with an act that can be watched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tenants.models import Bank
    from tests.governance.assembly import RingBell


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> "RingBell":
    """An act of this test's own on the closed list."""
    from governance.acts import registry
    from tests.governance.assembly import RingBell

    act = RingBell()
    monkeypatch.setitem(registry._ACTS, act.kind, act)
    return act


@pytest.fixture(scope="module")
def own_lamoni(django_db_blocker: Any) -> "Iterator[Bank]":
    """Lamoni in a database of this module's own, which threads may commit to."""
    from tenants.models import Bank
    from tests.house.databases import connections_at, own_clone

    with own_clone("governance") as name, django_db_blocker.unblock(), connections_at(name):
        yield Bank.objects.get(slug="lamoni")


@pytest.fixture(scope="session")
def _spare_database() -> Iterator[str]:
    from tests.house.databases import own_clone

    with own_clone("guards") as name:
        yield name


@pytest.fixture(scope="module")
def _owned(_spare_database: str, django_db_blocker: Any) -> Iterator[None]:
    """By a login that may take guards out; each statement has the rights of the bank all the same."""
    from tests.house.databases import connections_at

    with django_db_blocker.unblock(), connections_at(_spare_database, user="postgres"):
        yield


@pytest.fixture
def unlocked(_owned: None) -> "Iterator[Bank]":
    """Inside Valley; what a test writes is gone, and what it takes out is back, for the next one."""
    from django.db import transaction

    from tenants.context import in_bank
    from tenants.models import Bank

    valley = Bank.objects.get(slug="valley")
    with in_bank(valley), transaction.atomic():
        yield valley
        transaction.set_rollback(True)

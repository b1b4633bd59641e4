"""Where governance is tested: inside a bank, with an act that can be watched."""

from collections.abc import Iterator
from typing import Any

import pytest

from governance.acts import registry
from tenants.models import Bank
from tests.governance.assembly import RingBell
from tests.house.databases import connections_at, own_clone


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> RingBell:
    """An act of this test's own on the closed list."""
    act = RingBell()
    monkeypatch.setitem(registry._ACTS, act.kind, act)
    return act


@pytest.fixture(scope="module")
def own_lamoni(django_db_blocker: Any) -> Iterator[Bank]:
    """Lamoni in a database of this module's own, which threads may commit to."""
    with own_clone("governance") as name, django_db_blocker.unblock(), connections_at(name):
        yield Bank.objects.get(slug="lamoni")

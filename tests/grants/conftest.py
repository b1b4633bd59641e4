"""Lamoni's clock, and a Lamoni of this folder's own that threads may commit to."""

from collections.abc import Iterator
from typing import Any

import pytest

from tenants.models import Bank
from tests.house.databases import connections_at, own_clone
from tests.proposals.conftest import clock

__all__ = ["clock"]


@pytest.fixture(scope="module")
def own_lamoni(django_db_blocker: Any) -> Iterator[Bank]:
    with own_clone("grants") as name, django_db_blocker.unblock(), connections_at(name):
        yield Bank.objects.get(slug="lamoni")

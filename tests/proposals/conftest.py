"""A clock that the tests of proposals move: notices, delays and reviews take days."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tenants.models import Bank


@pytest.fixture
def clock(lamoni: Bank) -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 11, 2, 18, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller

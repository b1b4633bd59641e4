"""The evening at which circles are looked at, and a village in which people sit in them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from tenants.models import Bank


@pytest.fixture
def at_the_evening(valley: "Bank") -> Iterator[None]:
    """The bank stands before its clock is turned back."""
    from tests.governance.assembly import EVENING

    with time_machine.travel(EVENING, tick=True):
        yield


@pytest.fixture
def seated(valley: "Bank", at_the_evening: None) -> "Bank":
    from tenants.context import in_bank
    from tests.circles.village import seat

    with in_bank(valley):
        seat()
    return valley

"""The evening at which circles are looked at, and a village in which people sit in them."""

from collections.abc import Iterator

import pytest
import time_machine

from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import seat
from tests.governance.assembly import EVENING


@pytest.fixture
def at_the_evening(valley: Bank) -> Iterator[None]:
    """The bank stands before its clock is turned back."""
    with time_machine.travel(EVENING, tick=True):
        yield


@pytest.fixture
def seated(valley: Bank, at_the_evening: None) -> Bank:
    with in_bank(valley):
        seat()
    return valley

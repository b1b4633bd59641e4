"""A bank in its first days, in which administrators still adopt rules by hand."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tenants.models import Bank


@pytest.fixture
def young_door(door: "Bank") -> "Bank":
    """Door County with one voting member: too few for its own rule, so the administrator adopts."""
    from banks.people.members.models import Member
    from tenants.context import in_bank

    with in_bank(door):
        Member.objects.exclude(name="Ada").update(resting_since=date(2026, 1, 1))
    return door

"""Orientations as tests need them."""

from datetime import datetime, timedelta
from typing import Any

from banks.membership.orientations.models import Orientation


def planned_in(*, days: int, now: datetime, **more: Any) -> Orientation:
    """An orientation in some days, at the library; a negative number lies back."""
    given = {"starts_at": now + timedelta(days=days), "place": "Carnegie Library, Main Street", "seats": 12}
    return Orientation.objects.create(**{**given, **more})

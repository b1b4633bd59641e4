"""Many at once on one row: whoever waited too long was not acknowledged, and tries again, as a person would."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from tenants.context import in_bank
from tenants.models import Bank

TRIES = 40
Given = TypeVar("Given")


def in_turn(bank: Bank, act: Callable[[], Given]) -> Given:
    """What the act gives, in a thread of its own, once its turn has come."""
    try:
        for _ in range(TRIES):
            try:
                with in_bank(bank):
                    return act()
            except OperationalError as waited:
                if not isinstance(waited.__cause__, LockNotAvailable):
                    raise
        raise TimeoutError
    finally:
        connection.close()

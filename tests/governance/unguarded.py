"""Taking one guard out of the database, as the owner of its tables, inside a test that is rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction


def take_out(statement: str) -> None:
    """Run a statement as the owner; the next one has the bank's own rights again. `{role}` is the bank's role."""
    role = connection.schema_name  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; reset role")
        cursor.execute(statement.format(role=role))
        cursor.execute(f"set role {role}; set constraints all deferred")


def without_trigger(trigger: str, table: str) -> None:
    take_out(f"alter table {table} disable trigger {trigger}")


def refused_by_the_database(write: Callable[[], object], match: str = "") -> None:
    """The guard holds: the write is refused, and nothing of it stays."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        write()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

"""The policy book read once for a request or an act, instead of once for each question.

Guarantees: while a reading is open, all questions to `banks.policies.queries` about what is in force are answered from
one query; a version adopted within the reading is seen by the next question. Versions are never changed once they
stand, so their built values are kept for the life of the process. Refuses nothing: without an open reading each
question asks the database, as services called by a test or a shell do.
Called by: the middleware for each request to a bank, the worker and the clock for each step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db import connection
from pydantic import BaseModel

from banks.policies.models import PolicyVersion

# A few hundred banks with some thirty kinds each.
MOST_VALUES_KEPT = 8192
_values: dict[tuple[UUID, type[BaseModel]], BaseModel] = {}


@dataclass(slots=True)
class Reading:
    """The versions read so far, for each schema the act visits; `changed` are schemas it has written to."""

    versions: dict[str, list[PolicyVersion]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


_open: ContextVar[Reading | None] = ContextVar("policy_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Read the policy book once in this block; a block within a block shares the outer one's reading."""
    if _open.get() is not None:
        yield
        return
    token = _open.set(Reading())
    try:
        yield
    finally:
        _open.reset(token)


def versions_read() -> list[PolicyVersion] | None:
    """Every version of every kind, oldest first within each kind; None when each question has to ask for itself."""
    reading = _open.get()
    schema = _schema()
    # What this act wrote may still be rolled back, and then a kept copy would be wrong: it asks each time.
    if reading is None or schema in reading.changed:
        return None
    if schema not in reading.versions:
        reading.versions[schema] = list(PolicyVersion.objects.order_by("kind", "number"))
    return reading.versions[schema]


def forget_reading() -> None:
    """Stop answering from what was read: the book of this schema is being written to."""
    reading = _open.get()
    if reading is not None:
        reading.changed.add(_schema())


def value_of(row: PolicyVersion, kind_class: type[BaseModel]) -> BaseModel:
    """A version's value. Keys the type has given up since are left out, new ones have their default."""
    key = (row.pk, kind_class)
    value = _values.get(key)
    if value is None:
        if len(_values) >= MOST_VALUES_KEPT:
            _values.clear()
        known = {name: held for name, held in row.body.items() if name in kind_class.model_fields}
        value = _values[key] = kind_class.model_validate(known)
    return value


def _schema() -> str:
    return str(cast(Any, connection).schema_name)

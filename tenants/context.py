"""The only way into a bank, and the only place that may call django-tenants' context managers.

Guarantees: `in_bank` and `in_platform` point the connection at one schema and
put back what was there, for this thread alone, also when an exception passes
through. They refuse to be entered while a transaction is open, because a
deferred guard would then fire under another path (architecture.md, trap 3).
A lint in tests/architecture refuses every other way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django_tenants.postgresql_backend.base import FakeTenant

from tenants.errors import EnteredInsideTransaction

PUBLIC = "public"


class HasSchema(Protocol):
    """What is needed of a bank to enter it: models.Bank and hostnames.KnownBank have it."""

    @property
    def id(self) -> UUID: ...

    @property
    def schema_name(self) -> str: ...


def _wrapper() -> Any:
    """The connection as tenants.backend makes it; the type checker knows only Django's."""
    return connection


def current_schema() -> str:
    """Name of the schema this thread's connection points at; "public" outside every bank."""
    return str(_wrapper().schema_name)


def current_bank_id() -> UUID | None:
    """Id of the bank this thread is in, or None on the platform's own ground."""
    tenant = _wrapper().tenant
    return None if current_schema() == PUBLIC else getattr(tenant, "id", None)


def _in_transaction() -> bool:
    """Whether a transaction of ours is open; the one that a test case wraps around everything is not."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def point_at(tenant: Any) -> None:
    """Point this thread's connection at a schema until further notice; for the request middleware."""
    if _in_transaction() and current_schema() != tenant.schema_name:
        raise EnteredInsideTransaction(schema=tenant.schema_name)
    _wrapper().set_tenant(tenant, include_public=False)


def point_at_platform() -> None:
    """Point this thread's connection at the platform's own schema."""
    point_at(FakeTenant(schema_name=PUBLIC))


@contextmanager
def in_bank(bank: HasSchema) -> Iterator[None]:
    """Run the block inside one bank's schema, under that bank's role."""
    before = _wrapper().tenant
    point_at(bank)
    try:
        yield
    finally:
        _wrapper().set_tenant(before, include_public=False)


@contextmanager
def in_platform() -> Iterator[None]:
    """Run the block in the platform's own schema, under the platform's role."""
    before = _wrapper().tenant
    point_at_platform()
    try:
        yield
    finally:
        _wrapper().set_tenant(before, include_public=False)

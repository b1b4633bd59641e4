"""The only way into a bank's schema.

Guarantees: `in_bank` and `in_platform` point this thread's connection at one schema
and point it back afterwards, also after an exception. They refuse to start while a
transaction is open, because a deferred trigger would then fire under another path
(architecture.md, trap 3). A lint in tests/architecture refuses every other way in.
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
    """The attributes of a bank that entering it needs; models.Bank and hostnames.KnownBank have them."""

    @property
    def id(self) -> UUID: ...

    @property
    def schema_name(self) -> str: ...


def _wrapper() -> Any:
    """This thread's connection, typed as Any: the type checker does not know tenants.backend's attributes."""
    return connection


def current_schema() -> str:
    """Name of the schema that this thread's connection points at; "public" outside every bank."""
    return str(_wrapper().schema_name)


def current_bank_id() -> UUID | None:
    """Id of the bank that this thread is in; None in the platform's schema."""
    tenant = _wrapper().tenant
    return None if current_schema() == PUBLIC else getattr(tenant, "id", None)


def _in_transaction() -> bool:
    """Whether our code has a transaction open; the one that a test case wraps around each test does not count."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def point_at(tenant: Any) -> None:
    """Point this thread's connection at a schema until the next call; for the request middleware."""
    if _in_transaction() and current_schema() != tenant.schema_name:
        raise EnteredInsideTransaction(schema=tenant.schema_name)
    _wrapper().set_tenant(tenant, include_public=False)


def point_at_platform() -> None:
    """Point this thread's connection at the platform's own schema."""
    point_at(FakeTenant(schema_name=PUBLIC))


@contextmanager
def in_bank(bank: HasSchema) -> Iterator[None]:
    """Run the block inside one bank's schema, under that bank's role."""
    previous = _wrapper().tenant
    point_at(bank)
    try:
        yield
    finally:
        # Not `point_at`: that could refuse (an open transaction) and leave the connection in this bank.
        _wrapper().set_tenant(previous, include_public=False)


@contextmanager
def in_platform() -> Iterator[None]:
    """Run the block in the platform's own schema, under the platform's role."""
    previous = _wrapper().tenant
    point_at_platform()
    try:
        yield
    finally:
        _wrapper().set_tenant(previous, include_public=False)

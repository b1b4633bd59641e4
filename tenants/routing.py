"""Keeps each row in the bank from which it was read.

Guarantees: every instance remembers the schema from which it was read or to which it was
written; saving, deleting or refreshing it, following its relations or relating it to another
row while the connection points at a different schema raises `WrongBank`. Without this,
Django would find no row to update in the wrong bank and insert a copy there instead.

Costs one dictionary look-up per query and nothing per row: Django stamps every instance
with the alias that its router returned, and our alias also carries the schema (a `str`
equal to "default"). Settings name the class in DATABASE_ROUTERS; no module imports it. It
cannot see `bulk_create` of rows read elsewhere, nor an instance built by hand: those are
new rows.
"""

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from tenants.context import current_schema
from tenants.errors import WrongBank


class HomeAlias(str):
    """The alias "default", with the schema at which the connection pointed."""

    schema_name: str

    def __new__(cls, alias: str, schema_name: str = "") -> "HomeAlias":
        place = super().__new__(cls, alias)
        place.schema_name = schema_name
        return place


@lru_cache(maxsize=4096)  # one object per schema, shared by all its rows
def _alias_of(schema_name: str) -> HomeAlias:
    return HomeAlias(DEFAULT_DB_ALIAS, schema_name)


def home_schema_of(row: Model) -> str | None:
    """The schema from which a row was read or to which it was written; None for an unsaved row."""
    return getattr(row._state.db, "schema_name", None)


class RowsStayHome:
    """A database router; Django calls it before every read, write and relation."""

    def db_for_read(self, model: type[Model], **hints: Any) -> HomeAlias:
        return self._here(hints.get("instance"))

    def db_for_write(self, model: type[Model], **hints: Any) -> HomeAlias:
        return self._here(hints.get("instance"))

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> None:
        """Refuse to relate rows of two banks; return None, which leaves all else to Django."""
        schemas = {home_schema_of(one), home_schema_of(other)} - {None}
        if len(schemas) > 1:
            raise WrongBank(row=type(one).__name__)

    def _here(self, row: Model | None) -> HomeAlias:
        schema = current_schema()
        if row is not None and home_schema_of(row) not in {None, schema}:
            raise WrongBank(row=type(row).__name__)
        return _alias_of(schema)

"""A row stays in the bank it was read in.

Guarantees: every instance remembers the schema it was read from or written to; saving it,
deleting it, refreshing it, following a relation of it or relating it to another row while
the connection points at a different schema raises `WrongBank`. Without this, Django would
find nothing to update in the wrong bank and insert a copy there instead.

Costs one dictionary look-up a query and nothing a row: Django stamps every instance with
the alias its router named, and our alias also says which schema it was (a `str` equal to
"default"). Named in settings as DATABASE_ROUTERS; nobody else imports it. It cannot see
`bulk_create` of rows read elsewhere, nor an instance built by hand: those are new rows.
"""

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from tenants.context import current_schema
from tenants.errors import WrongBank


class HomeAlias(str):
    """The one database's alias, and the schema that was meant."""

    schema_name: str

    def __new__(cls, alias: str, schema_name: str = "") -> "HomeAlias":
        place = super().__new__(cls, alias)
        place.schema_name = schema_name
        return place


@lru_cache(maxsize=4096)
def _alias_of(schema_name: str) -> HomeAlias:
    return HomeAlias(DEFAULT_DB_ALIAS, schema_name)


def home_schema_of(row: Model) -> str | None:
    """The schema a row was read from or written to; None for one that is not in a database yet."""
    return getattr(row._state.db, "schema_name", None)


class RowsStayHome:
    """A database router: asked by Django before every read, write and relation."""

    def db_for_read(self, model: type[Model], **hints: Any) -> HomeAlias:
        return self._here(hints.get("instance"))

    def db_for_write(self, model: type[Model], **hints: Any) -> HomeAlias:
        return self._here(hints.get("instance"))

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> None:
        """None lets Django decide by itself; two rows of two banks are never related."""
        homes = {home_schema_of(one), home_schema_of(other)} - {None}
        if len(homes) > 1:
            raise WrongBank(row=type(one).__name__)

    def _here(self, row: Model | None) -> HomeAlias:
        here = current_schema()
        if row is not None and home_schema_of(row) not in {None, here}:
            raise WrongBank(row=type(row).__name__)
        return _alias_of(here)

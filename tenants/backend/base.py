"""The database connection, bound to one bank's schema and role at a time.

Guarantees: every statement runs under the role of the bank (or of the platform)
that the connection was last pointed at, with that schema alone on its search
path. A bank's role can read nothing outside its schema, so code that forgets
which bank it serves gets "permission denied" instead of another bank's rows.
Settings name it as ENGINE; no module imports it.

PostgreSQL undoes `SET` with the transaction that issued it, so this class forgets
what it has set at each rollback, savepoint rollback, close and switch
(architecture.md, trap 5). The owner login (migrations) has rights of its own
and sets only the path.

A bank's vault is a second role. `SET LOCAL` takes it for one transaction, so the
database itself ends it; before an outer transaction goes on, `behind_vault` sets the
ordinary role again. Slices of a bank call it through banks.people.vault.access.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import errors
from django_tenants.postgresql_backend import base as django_tenants_base
from psycopg import Connection, sql

from tenants.addresses import address_of
from tenants.errors import AlreadyBehindVault, NoVaultHere
from tenants.names import vault_of

PLATFORM_ROLE = "commonhour_platform"
PUBLIC = "public"
# Follows the bank's schema on the path. Not django-tenants' PG_EXTRA_SEARCH_PATHS: that queries the database at start.
EXTENSIONS = "extensions"


def forget_session(connection: "Connection[Any]") -> None:
    """Clear role, path, timeout and advisory locks; psycopg's pool calls this when a connection comes back."""
    # The login's own search path points nowhere, so a statement before the next `_handle_search_path` finds no table.
    connection.execute(
        "RESET ROLE; RESET search_path; RESET statement_timeout; SELECT pg_advisory_unlock_all()",
        prepare=False,
    )
    connection.commit()


class DatabaseWrapper(django_tenants_base.DatabaseWrapper):
    """Sets search path and role in one round trip, before the first statement that needs them."""

    schema_name: str
    search_path_set_schemas: list[str] | None
    _setting_search_path: bool
    tenant: Any
    # The schema whose vault's role is set now; None outside `behind_vault`.
    _behind_vault_of: str | None = None

    @property
    def bank_id(self) -> UUID | None:
        """Id of the bank that this connection points at; None in the platform's schema."""
        return None if self.schema_name == PUBLIC else getattr(self.tenant, "id", None)

    @property
    def bank_address(self) -> str:
        """The full address of this connection's bank at its primary host, for links in letters."""
        assert self.schema_name != PUBLIC, "only banks have members to write to"
        host = getattr(self.tenant, "primary_host", None) or f"{self.tenant.slug}.{settings.PLATFORM_HOST}"
        return address_of(host)

    @contextmanager
    def behind_vault(self) -> Iterator[None]:
        """Run the block in one transaction (or savepoint) under the role of the bank's vault, with no other right."""
        schema = self.schema_name
        if schema == PUBLIC:
            raise NoVaultHere()
        if self._behind_vault_of is not None:
            raise AlreadyBehindVault(schema=self._behind_vault_of)
        with transaction.atomic(using=self.alias):
            self._set_local_role(vault_of(schema))
            self._behind_vault_of = schema
            try:
                yield
            finally:
                # Cleared before Django rolls a savepoint back: that opens a cursor, and `_entry_sql` would set the
                # vault's role again.
                self._behind_vault_of = None
            # The rest of an outer transaction, and the triggers at its commit, run under the ordinary role.
            if not self.needs_rollback:
                self._set_local_role(schema)

    def _set_local_role(self, role: str) -> None:
        """Set a role until the transaction ends; the owner login keeps its own."""
        with self.cursor() as cursor:
            if not settings.OWNER:
                cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)).as_string(None))

    @property
    def pool(self) -> Any:
        """The process's connection pool, which passes each returned connection to `forget_session`."""
        # Django reads the pool's options from the settings; a `reset` in `get_connection_params` would be ignored.
        options = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(options, dict):
            options["reset"] = forget_session
        return super().pool

    def _handle_search_path(self, cursor: Any = None) -> None:
        # django-tenants calls this for each cursor; `search_path_set_schemas` says that nothing was undone since.
        if self._setting_search_path or self.search_path_set_schemas:
            return
        paths = self._get_cursor_search_paths()
        self._setting_search_path = True
        entry_cursor = self.connection.cursor() if cursor is None else cursor
        try:
            entry_cursor.execute(self._entry_sql(paths))
        except errors.InFailedSqlTransaction:
            # The transaction is already lost; only a rollback can follow, and it needs no path.
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas = paths
        finally:
            self._setting_search_path = False
            if cursor is None:
                entry_cursor.close()

    def _entry_sql(self, paths: list[str]) -> str:
        """The statements that set search path and role."""
        statements = sql.SQL("SET search_path = {}").format(sql.SQL(", ").join(map(sql.Identifier, paths)))
        if settings.OWNER:
            return statements.as_string(None)
        role = PLATFORM_ROLE if self.schema_name == PUBLIC else self.schema_name
        # One string without parameters: the simple protocol runs both in one round trip. RESET ROLE
        # is not needed first: PostgreSQL asks whether the *login* is a member of the role, not the current role.
        statements = sql.SQL("{}; SET ROLE {}").format(statements, sql.Identifier(role))
        if self._behind_vault_of == self.schema_name:
            # A savepoint inside the block was rolled back, and both roles with it: set the lasting role, then the
            # vault's, which ends with the transaction. In the other order SET ROLE would replace the vault's role.
            vault = sql.Identifier(vault_of(self.schema_name))
            statements = sql.SQL("{}; SET LOCAL ROLE {}").format(statements, vault)
        return statements.as_string(None)

    def _get_cursor_search_paths(self) -> list[str]:
        django_tenants_base._check_schema_name(self.schema_name)
        return [self.schema_name, EXTENSIONS]

"""The database connection that knows whose rows it may touch.

Guarantees: every statement runs under the role of the bank (or of the platform)
that the connection was last pointed at, with that schema alone on its search
path. A bank's role can read nothing outside its schema, so code that forgets
which bank it serves gets "permission denied" instead of somebody else's rows.
Named in settings as ENGINE; nobody else imports it.

PostgreSQL undoes `SET` with the transaction that issued it, so what we believe to
be set is forgotten at each rollback, savepoint rollback, close and switch
(architecture.md, trap 5). The owner login (migrations) has rights of its own
and sets only the path.

A bank's vault is a second role. It is taken for one transaction by `SET LOCAL`, so
the database itself takes it back, and it is put back before an outer transaction
goes on; callers in a bank come by banks.vault.access.
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
# Beside the schema itself; not django-tenants' PG_EXTRA_SEARCH_PATHS, which asks the database at each start.
EXTENSIONS = "extensions"


def forget_session(connection: "Connection[Any]") -> None:
    """Psycopg's pool calls this as a connection comes back: it leaves pointing nowhere."""
    connection.execute(
        "RESET ROLE; RESET search_path; RESET statement_timeout; SELECT pg_advisory_unlock_all()",
        prepare=False,
    )
    connection.commit()


class DatabaseWrapper(django_tenants_base.DatabaseWrapper):
    """One round trip sets path and role; see the module's docstring."""

    schema_name: str
    search_path_set_schemas: list[str] | None
    _setting_search_path: bool
    tenant: Any
    # The schema whose vault role this connection has at the moment.
    _behind_vault_of: str | None = None

    @property
    def bank_id(self) -> UUID | None:
        """Id of the bank this connection points at, or None on the platform's own ground."""
        return None if self.schema_name == PUBLIC else getattr(self.tenant, "id", None)

    @property
    def bank_address(self) -> str:
        """Where people reach the bank this connection points at, for links in letters; its primary host."""
        assert self.schema_name != PUBLIC, "only banks have members to write to"
        host = getattr(self.tenant, "primary_host", None) or f"{self.tenant.slug}.{settings.PLATFORM_HOST}"
        return address_of(host)

    @contextmanager
    def behind_vault(self) -> Iterator[None]:
        """One transaction (or savepoint) under the role of the bank's vault, and under no other right."""
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
                # Before the savepoint is taken back: releasing it asks for a cursor, which would enter anew.
                self._behind_vault_of = None
            # What an outer transaction does next, and what fires at its commit, is not the vault's.
            if not self.needs_rollback:
                self._set_local_role(schema)

    def _set_local_role(self, role: str) -> None:
        """Take a role until the transaction ends; the owner login becomes nobody else."""
        with self.cursor() as cursor:
            if not settings.OWNER:
                cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)).as_string(None))

    @property
    def pool(self) -> Any:
        """Django keeps one pool for a process; ours takes every connection back through `forget_session`.

        Django hands the pool its options from the settings, not from `get_connection_params`.
        """
        options = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(options, dict):
            options["reset"] = forget_session
        return super().pool

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or self.search_path_set_schemas:
            return
        paths = self._get_cursor_search_paths()
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            own.execute(self._entry_sql(paths))
        except errors.InFailedSqlTransaction:
            # The transaction is already lost; only a rollback can follow, and it needs no path.
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas = paths
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()

    def _entry_sql(self, paths: list[str]) -> str:
        path = sql.SQL("SET search_path = {}").format(sql.SQL(", ").join(map(sql.Identifier, paths)))
        if settings.OWNER:
            return path.as_string(None)
        role = PLATFORM_ROLE if self.schema_name == PUBLIC else self.schema_name
        # One string without parameters: the simple protocol runs both in one round trip. RESET ROLE
        # is not needed first: the *login* must be a member of the role, whatever the role of the moment.
        entering = sql.SQL("{}; SET ROLE {}").format(path, sql.Identifier(role))
        if self._behind_vault_of == self.schema_name:
            # A savepoint inside was taken back: set anew what lasts, and over it what ends with the transaction.
            entering = sql.SQL("{}; SET LOCAL ROLE {}").format(entering, sql.Identifier(vault_of(self.schema_name)))
        return entering.as_string(None)

    def _get_cursor_search_paths(self) -> list[str]:
        django_tenants_base._check_schema_name(self.schema_name)
        return [self.schema_name, EXTENSIONS]

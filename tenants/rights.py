"""The rights of a bank's two roles inside its own schema, as SQL.

Guarantees: a table in an app's `table_rights` gives the bank's ordinary role exactly
the rights listed there; a table in `vault_rights` gives the vault's role the rights
listed there, and the ordinary role none, unless `table_rights` lists it too; any other
table gives the ordinary role the four row rights and the vault's role none. No role
gets TRUNCATE, TRIGGER or DDL; the vault's role gets no function and no sequence.
Refuses: a name that is no table's, because the right it should take away would be
given. Engines list their append-only tables without knowing about roles. Called by
tenants.migrating after every migration of a schema.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from tenants.names import vault_of

WEB_LOGIN = "commonhour_web"
TEMPLATE = "commonhour_template"
FULL = "SELECT, INSERT, UPDATE, DELETE"
NOTHING = ""
ALLOWED_WORDS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})


@dataclass(frozen=True, slots=True)
class TableRights:
    """The rights on one table of the bank's ordinary role and of its vault's role, comma-separated."""

    bank: str
    vault: str


def rights_of(table: str) -> TableRights:
    """The rights on a table of a bank's schema, from the apps' declarations."""
    vault = _declared("vault_rights").get(table, NOTHING)
    return TableRights(bank=declared_rights().get(table, NOTHING if vault else FULL), vault=vault)


def declared_rights() -> dict[str, str]:
    """Table name -> rights of the ordinary role, where an app limits them."""
    return {"django_migrations": "SELECT", **_declared("table_rights")}


def vault_tables() -> list[str]:
    """The tables behind the vault, by name."""
    return sorted(_declared("vault_rights"))


def _declared(attribute: str) -> dict[str, str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    declared: dict[str, str] = {}
    for config in apps.get_app_configs():
        for table, rights in getattr(config, attribute, {}).items():
            assert {word.strip() for word in rights.split(",")} <= ALLOWED_WORDS, (table, rights)
            assert table in tables, f"{config.label}.{attribute} names {table}, which is no table"
            declared[table] = rights
    return declared


def make_vault_role(schema_name: str) -> None:
    """Create the role of a schema's vault, if it does not exist, and let the web login set it. Owner login only."""
    role = vault_of(schema_name)
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)).as_string(None))
        if schema_name != TEMPLATE:
            # Without inherit the login has none of the role's rights until it runs SET ROLE.
            grant = sql.SQL("grant {} to {} with inherit false, set true")
            cursor.execute(grant.format(sql.Identifier(role), sql.Identifier(WEB_LOGIN)).as_string(None))


def grant_bank_rights(schema_name: str) -> None:
    """Grant a schema's two roles exactly their rights on its tables, functions and sequences. Owner login only."""
    make_vault_role(schema_name)
    schema, role, vault = (sql.Identifier(name) for name in (schema_name, schema_name, vault_of(schema_name)))
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = %s order by 1", [schema_name])
        tables = [name for (name,) in cursor.fetchall()]
        # Revoke first: a table may have been named for the vault, or limited, since the last migration.
        statements = [
            sql.SQL("grant usage on schema {} to {}, {}").format(schema, role, vault),
            sql.SQL("revoke all on all tables in schema {} from {}, {}").format(schema, role, vault),
            sql.SQL("revoke all on all functions in schema {} from public, {}").format(schema, vault),
            sql.SQL("revoke all on all sequences in schema {} from {}").format(schema, vault),
            sql.SQL("grant execute on all functions in schema {} to {}").format(schema, role),
            sql.SQL("grant usage on all sequences in schema {} to {}").format(schema, role),
        ]
        for table in tables:
            rights = rights_of(table)
            for words, grantee in ((rights.bank, role), (rights.vault, vault)):
                if words:
                    grant = sql.SQL("grant {} on {}.{} to {}")
                    statements.append(grant.format(sql.SQL(words), schema, sql.Identifier(table), grantee))
        cursor.execute(sql.SQL("; ").join(statements).as_string(None))


def grant_platform_rights() -> None:
    """Grant the platform's role its rights in the public schema. Owner login only."""
    # The role may read the template and not write it: its SQL runs with the owner's rights (`create_bank_schema`).
    with connection.cursor() as cursor:
        cursor.execute(
            """
            grant usage on schema public to commonhour_platform;
            grant select, insert, update, delete on all tables in schema public to commonhour_platform;
            grant usage on all sequences in schema public to commonhour_platform;
            revoke insert, update, delete on public.tenants_schematemplate from commonhour_platform;
            revoke insert, update, delete on public.django_migrations from commonhour_platform;
            """
        )

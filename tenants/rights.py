"""Which rights a bank's role has inside its own schema, as SQL.

Guarantees: a table named in some app's `table_rights` gets exactly what stands
there; any other table gets the four row rights; nobody gets TRUNCATE, TRIGGER or
DDL. Engines name their append-only tables without knowing what a role is.
Called by tenants.migrating after every migration of a schema.
"""

from django.apps import apps
from django.db import connection
from psycopg import sql

FULL = "SELECT, INSERT, UPDATE, DELETE"
ALLOWED_WORDS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})


def declared_rights() -> dict[str, str]:
    """Table name -> comma-separated rights, as the apps declare them."""
    declared: dict[str, str] = {"django_migrations": "SELECT"}
    for config in apps.get_app_configs():
        for table, rights in getattr(config, "table_rights", {}).items():
            assert {word.strip() for word in rights.split(",")} <= ALLOWED_WORDS, (table, rights)
            declared[table] = rights
    return declared


def grant_bank_rights(schema_name: str) -> None:
    """Give the role named like the schema its rights on all that the schema holds. Owner login only."""
    schema, role = sql.Identifier(schema_name), sql.Identifier(schema_name)
    declared = declared_rights()
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = %s order by 1", [schema_name])
        tables = [name for (name,) in cursor.fetchall()]
        statements = [
            sql.SQL("grant usage on schema {} to {}").format(schema, role),
            sql.SQL("revoke all on all tables in schema {} from {}").format(schema, role),
            sql.SQL("revoke all on all functions in schema {} from public").format(schema),
            sql.SQL("grant execute on all functions in schema {} to {}").format(schema, role),
            sql.SQL("grant usage on all sequences in schema {} to {}").format(schema, role),
        ]
        statements += [
            sql.SQL("grant {} on {}.{} to {}").format(
                sql.SQL(declared.get(table, FULL)), schema, sql.Identifier(table), role
            )
            for table in tables
        ]
        cursor.execute(sql.SQL("; ").join(statements).as_string(None))


def grant_platform_rights() -> None:
    """Give the platform's role its rights in the public schema. Owner login only."""
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

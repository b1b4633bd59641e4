"""System checks that query the database: `manage.py check --database default`.

They check that the server loses no acknowledged commit (durability settings), that the
login has no rights of its own, that no bank's role can change its books, and that only
the vault's role reaches a bank's vault, and nothing else. Every deployment runs them
before it serves requests.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from tenants.rights import FULL, rights_of, vault_tables

DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
APPEND_ONLY = ("ledger_account", "ledger_accountchange", "ledger_journalentry", "ledger_posting")


@register(Tags.database)
def check_durability(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Four settings of the server are on, so that a confirmed hour survives a crash."""
    if not databases:
        return []
    off = [name for name in DURABLE if _one("select current_setting(%s)", name) != "on"]
    return [
        Error(f"PostgreSQL runs with {name} off; a crash could lose recorded hours.", id="commonhour.E001")
        for name in off
    ]


@register(Tags.database)
def check_login_has_no_rights(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The web's login owns nothing, inherits nothing and is no superuser; rights come with SET ROLE alone."""
    if not databases or settings.OWNER:
        return []
    # `session_user` is the login itself; `current_user` would be the role that the connection has set.
    has_rights = _one("select rolsuper or rolinherit or rolbypassrls from pg_roles where rolname = session_user")
    owned_tables = _one(
        "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = session_user)"
    )
    if has_rights or owned_tables:
        return [
            Error(
                "The database login of the web has rights of its own.",
                hint="Use commonhour_web as infra/database/roles.sql makes it.",
                id="commonhour.E002",
            )
        ]
    return []


@register(Tags.database)
def check_books_are_append_only(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """No bank's role may write rows of the books except through their functions."""
    if not databases:
        return []
    return [Error(f"A bank's role may {right} {table}.", id="commonhour.E003") for table, right in _book_writes()]


@register(Tags.database)
def check_the_vault_is_apart(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """On vault tables each role has the rights that the apps declare; on other tables the vault's role has none."""
    if not databases:
        return []
    return [
        Error(f"{role} may {right} {table}.", id="commonhour.E004")
        for role, table, right in _rights_held()
        if right not in _declared_rights(table.partition(".")[2], vault=role.endswith("_vault"))
    ]


def _declared_rights(table: str, *, vault: bool) -> list[str]:
    rights = rights_of(table)
    return (rights.vault if vault else rights.bank).split(", ")


def _rights_held() -> Iterable[tuple[str, str, str]]:
    """(role, table, right) of ordinary roles on vault tables, and of vault roles on all tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select o.rolname, n.nspname || '.' || c.relname, r.word
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_roles o
              on (o.rolname = n.nspname and c.relname = any(%s)) or o.rolname = n.nspname || '_vault'
            cross join unnest(%s::text[]) r (word)
            where n.nspname ~ '^t_[0-9a-f]{12}$' and c.relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege(o.oid, c.oid, r.word)
            order by 1, 2, 3
            """,
            [vault_tables(), FULL.split(", ")],
        )
        return list(cursor.fetchall())


def _book_writes() -> Iterable[tuple[str, str]]:
    """(table, right) of every right by which a bank's role could write its books directly."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select n.nspname || '.' || c.relname, r.word
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) r (word)
            where n.nspname ~ '^t_[0-9a-f]{12}$' and c.relname = any(%s)
              and has_table_privilege(n.nspname, c.oid, r.word)
            order by 1, 2
            """,
            [list(APPEND_ONLY)],
        )
        return list(cursor.fetchall())


def _one(statement: str, *values: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return None if row is None else row[0]

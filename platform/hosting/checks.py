"""System checks that ask the database itself: `manage.py check --database default`.

They say, before a bank trusts us with its hours, that nothing acknowledged can be lost
(durability settings), that the login has no rights of its own, that no bank's role can
change its books, and that what is behind a bank's vault is reached by the vault's role
alone and from nowhere else. Run by the launcher and by every deployment before it serves.
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
    """A confirmed hour must survive a crash: four settings of the server have to be on."""
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
    strong = _one("select rolsuper or rolinherit or rolbypassrls from pg_roles where rolname = session_user")
    owns = _one(
        "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = session_user)"
    )
    if strong or owns:
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
    """No bank's role may write a row of the books except through their functions."""
    if not databases:
        return []
    return [Error(f"A bank's role may {right} {table}.", id="commonhour.E003") for table, right in _too_strong()]


@register(Tags.database)
def check_the_vault_is_apart(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Behind the vault a bank's ordinary role may do what the apps declare; the vault may do nothing outside."""
    if not databases:
        return []
    return [
        Error(f"{role} may {right} {table}.", id="commonhour.E004")
        for role, table, right in _rights_held()
        if right not in _words(table.partition(".")[2], vault=role.endswith("_vault"))
    ]


def _words(table: str, *, vault: bool) -> list[str]:
    given = rights_of(table)
    return (given.vault if vault else given.bank).split(", ")


def _rights_held() -> Iterable[tuple[str, str, str]]:
    """Role, table, right: what ordinary roles hold of vault tables, and what vault roles hold of any."""
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


def _too_strong() -> Iterable[tuple[str, str]]:
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

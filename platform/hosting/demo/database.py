"""Prepares any PostgreSQL 18 server for Commonhour: database, roles, rights.

Guarantees: idempotent, and safe when several processes do it at once on one server (roles belong to the
server, not to a database). Refuses a server older than 18 and a login that may not create roles.
Called by the demo launcher, the test plugin and the benchmarks; does not import Django.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from hosting.demo.errors import DemoError

ROLES_SQL = Path(__file__).resolve().parents[3] / "infra" / "database" / "roles.sql"
OWNER = "commonhour_owner"
WEB = "commonhour_web"
OLDEST_SERVER = 180000
# The key of an advisory lock; any number that all Commonhour processes share.
PREPARING = 7_203_117


class DatabaseRefusedError(DemoError):
    """The server cannot be prepared; the text is a sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class DatabaseUrls:
    """How migrations (owner) and how web, worker and clock (web) sign in."""

    owner: str
    web: str


@dataclass(frozen=True, kw_only=True)
class LoginPasswords:
    """Passwords for a server that listens on the network."""

    owner: str
    web: str

    @classmethod
    def new(cls) -> "LoginPasswords":
        return cls(owner=secrets.token_urlsafe(24), web=secrets.token_urlsafe(24))


def prepare_database(admin_url: str, dbname: str, *, passwords: LoginPasswords | None = None) -> DatabaseUrls:
    """Create the database if there is none, apply roles.sql, return the two sign-in URLs.

    `admin_url` names any database of the server and a login that may create databases and roles.
    Without `passwords` the roles get none: for a server reached through a private socket.
    """
    with _administrator(admin_url, "postgres") as server:
        if server.info.server_version < OLDEST_SERVER:
            raise DatabaseRefusedError(
                f"The database server is PostgreSQL {server.info.server_version // 10000}: Commonhour "
                "needs 18 or newer. Name another server in DATABASE_URL."
            )
        server.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            row = server.execute("SELECT FROM pg_database WHERE datname = %s", [dbname]).fetchone()
            if row is None:
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(dbname)))
            with _administrator(admin_url, dbname) as database:
                _apply_roles(database, dbname, passwords)
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseRefusedError(
                f"The login in DATABASE_URL may not prepare the database ({error.diag.message_primary}): "
                "use one that may create databases and roles, or let an administrator apply "
                "infra/database/roles.sql and set DATABASE_OWNER_URL as well."
            ) from error
    return DatabaseUrls(
        owner=login_url(admin_url, dbname, user=OWNER, password=passwords.owner if passwords else ""),
        web=login_url(admin_url, dbname, user=WEB, password=passwords.web if passwords else ""),
    )


def _apply_roles(database: psycopg.Connection, dbname: str, passwords: LoginPasswords | None) -> None:
    with database.transaction():
        database.execute(ROLES_SQL.read_bytes())
        database.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(dbname), sql.Identifier(OWNER)))
        for role, password in ((OWNER, passwords.owner), (WEB, passwords.web)) if passwords else ():
            database.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


@contextmanager
def _administrator(admin_url: str, dbname: str) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(
            login_url(admin_url, dbname),
            autocommit=True,
            connect_timeout=10,
            options="-c client_min_messages=warning",
        )
    except psycopg.OperationalError as error:
        raise DatabaseRefusedError(
            f"The server in DATABASE_URL cannot be reached ({str(error).strip()}): start it, or correct "
            "the address, user and password."
        ) from error
    with connection:
        yield connection


def login_url(url: str, dbname: str, *, user: str | None = None, password: str = "") -> str:
    """The same server's URL with another database and, if given, another login."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    login = parts.netloc.rpartition("@")[0]
    if user is not None:
        login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    return urlunsplit(parts._replace(netloc=f"{login}@{place}" if login else place, path=f"/{quote(dbname, safe='')}"))


def named_database(url: str) -> str:
    """The database a URL names; "commonhour" when it names none or only the server's own."""
    name = unquote(urlsplit(url).path.lstrip("/"))
    return name if name not in {"", "postgres", "template1"} else "commonhour"

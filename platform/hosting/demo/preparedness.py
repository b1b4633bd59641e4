"""Whether this very code has already migrated and seeded this very database.

Guarantees: the note lives in the database, so it comes and goes with it; any change of a source file,
a charter, SQL or the lock makes it stale. Called by launcher.py, to make a second start fast.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from hosting.demo.state import ROOT

FOLDERS = ("platform", "tenants", "banks", "governance", "ledger")
SUFFIXES = {".py", ".sql", ".toml"}


def code_digest() -> str:
    """Changes with everything migrations and seeding are made from."""
    made_from = hashlib.sha256()
    for path in [ROOT / "requirements.lock", *_sources()]:
        made_from.update(f"{path.relative_to(ROOT)}\n".encode())
        made_from.update(hashlib.sha256(path.read_bytes()).digest())
    return made_from.hexdigest()


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES)


def noted_digest(owner_url: str) -> str:
    """The digest noted in the database, "" if none."""
    with psycopg.connect(owner_url) as line:
        row = line.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return (row[0] if row else "") or ""


def note_prepared(owner_url: str, digest: str) -> None:
    """Note it as the database's comment, which the owner may write."""
    with psycopg.connect(owner_url) as line:
        name = sql.Identifier(line.info.dbname)
        line.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(digest)))

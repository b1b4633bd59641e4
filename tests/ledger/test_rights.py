"""Nobody but the books' own functions writes the books: not the bank's role, not even the tables' owner."""

from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from ledger.statements import balance_of
from tenants.models import Bank
from tests.house.servers import url
from tests.ledger.books import People, post
from tests.ledger.conftest import OwnDatabase

TABLES = ("ledger_account", "ledger_accountchange", "ledger_journalentry", "ledger_posting")


def test_a_banks_role_may_only_read_the_books(inside_door: Bank) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, privilege_type from information_schema.role_table_grants"
            " where table_schema = %s and table_name like 'ledger%%' and grantee <> 'commonhour_owner'",
            [inside_door.schema_name],
        )
        assert sorted(cursor.fetchall()) == [(table, "SELECT") for table in TABLES]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["insert", "update", "delete", "truncate"])
def test_the_banks_role_is_refused(people: People, table: str, verb: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(_statement(verb, table))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_the_owner_is_refused_too(committed: OwnDatabase, table: str, verb: str) -> None:
    people = People()
    post({people.anne: 60, people.bill: -60})
    with psycopg.connect(url("commonhour_owner", committed.name)) as owner:
        owner.execute(f"set search_path = {committed.door.schema_name}")
        with pytest.raises(psycopg.DatabaseError) as refused:
            owner.execute(_statement(verb, table))
    assert refused.value.sqlstate == "LG012"


def test_no_bank_may_call_another_banks_functions(door: Bank, inside_lamoni: Bank) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f"select {door.schema_name}.ledger_genesis(%s)", [uuid4()])


def test_no_role_of_a_bank_may_create_what_a_function_could_mistake(inside_door: Bank) -> None:
    """The functions name their tables in full; types and operators are safe while nobody can make any."""
    with connection.cursor() as cursor:
        cursor.execute("select nspname from pg_namespace where has_schema_privilege(current_user, oid, 'CREATE')")
        assert [name for (name,) in cursor.fetchall() if not name.startswith("pg_")] == []


def test_a_temporary_table_of_the_same_name_deceives_nobody(people: People) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select has_database_privilege(current_user, current_database(), 'TEMP')")
            (may_make,) = cursor.fetchone() or (False,)
            if may_make:
                cursor.execute("create temporary table ledger_account (like ledger_account) on commit drop")
        post({people.anne: 60, people.bill: -60})
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.ledger_account")
    assert balance_of(people.anne) == 60


def _statement(verb: str, table: str) -> str:
    change = {
        "ledger_account": "balance_minutes = balance_minutes + 60",
        "ledger_accountchange": "floor_minutes = 0",
        "ledger_journalentry": "service_date = service_date - 1",
        "ledger_posting": "minutes = 2 * minutes",
    }[table]
    return {
        "insert": f"insert into {table} select * from {table} limit 1",
        "update": f"update {table} set {change}",
        "delete": f"delete from {table}",
        "truncate": f"truncate {table} cascade",
    }[verb]

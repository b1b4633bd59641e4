"""The proof finds any single row that was changed, removed or slipped in with every guard switched off."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from ledger.accounts import Limits, close_account, rename_account, set_limits
from ledger.audit import CHECKS, Finding, books_digest, prove_books
from tenants.context import in_bank
from tests.house.databases import connections_at
from tests.ledger.books import DECISION, NOW, People, fund, member, post, reverse
from tests.ledger.conftest import OwnDatabase

TABLES = ("ledger_account", "ledger_accountchange", "ledger_journalentry", "ledger_posting")
ROWS_PER_COLUMN = 2
OTHER_VALUE = {
    "uuid": "gen_random_uuid()",
    "text": "coalesce({c}, '') || 'x'",
    "character varying": "coalesce({c}, '') || 'x'",
    "integer": "{c} + 1",
    "bigint": "coalesce({c}, 0) + 1",
    "boolean": "not {c}",
    "date": "{c} + 1",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 microsecond'",
    "bytea": "set_byte({c}, 7, get_byte({c}, 7) # 1)",
    "xid8": "({c}::text::bigint + 1)::text::xid8",
}
FARTHER = "{c} + 5000"  # a number that no other row has, where the primary key would stop us


@pytest.fixture(scope="module")
def lived_in(own_database: OwnDatabase) -> Iterator[OwnDatabase]:
    """Books with every kind of entry and of account change, seen by a login that no guard stops."""
    chance = random.Random(20261101)
    with in_bank(own_database.door):
        people = People()
        accounts = [people.anne, people.bill, people.carl, *(member() for _ in range(5))]
        for _ in range(40):
            giver, receiver, other = chance.sample(accounts, 3)
            minutes = 15 * chance.randint(1, 8)
            post({giver: 2 * minutes, receiver: -minutes, other: -minutes})
        entries = [post({accounts[i]: 60, people.fund: -60}, kind="credit").entry_id for i in range(6)]
        post({people.fund: -60, people.anne: 60}, kind="grant", decision_id=DECISION)
        for entry in entries[:2]:
            reverse(entry)
        set_limits(kind="member", limits=Limits(floor_minutes=-60, floor_is_hard=True), now=NOW)
        set_limits(account_id=people.anne, limits=Limits(ceiling_minutes=6000, ceiling_is_hard=True), now=NOW)
        rename_account(account_id=people.fund, name="Harvest", now=NOW)
        close_account(account_id=fund(), now=NOW)
    with connections_at(own_database.name, user="postgres"):
        yield own_database


@pytest.fixture
def inside(lived_in: OwnDatabase) -> Iterator[OwnDatabase]:
    with in_bank(lived_in.door):
        yield lived_in


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _findings_after(write: str) -> list[Finding]:
    """What the proof says while the forged row stands; then it is as if it never had."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("reset role; set local session_replication_role = replica")  # all triggers off
        cursor.execute(write)
        assert cursor.rowcount == 1, write
        findings = prove_books()
        transaction.set_rollback(True)
    return findings


def _forgeries() -> list[tuple[str, str]]:
    """(row's own key, statement), at least one hundred of them."""
    chance = random.Random(7)
    made: list[tuple[str, str]] = []
    for table in TABLES:
        rows = [ctid for (ctid,) in _rows(f"select ctid::text from {table} order by ctid")]
        columns = _rows(
            "select column_name, data_type from information_schema.columns where table_schema = current_schema()"
            f" and table_name = '{table}' order by ordinal_position"
        )
        for column, kind in columns:
            form = FARTHER if (table, column) in {(TABLES[1], "number"), (TABLES[3], "number")} else OTHER_VALUE[kind]
            for row in chance.sample(rows, ROWS_PER_COLUMN):
                change = f"{column} = {form.format(c=column)}"
                made.append((f"{table}.{column}", f"update {table} set {change} where ctid = '{row}'"))
        for row in chance.sample(rows, 2):
            made.append((f"{table} deleted", f"delete from {table} where ctid = '{row}'"))
            made.append((f"{table} inserted", _copy_of(table, [name for name, _ in columns], row)))
    return made


def _copy_of(table: str, columns: list[str], row: str) -> str:
    fresh = {
        "ledger_account": {"id": "uuidv7()", "holder_id": "uuidv7()", "key": "null"},
        "ledger_accountchange": {"number": "number + 1000"},
        "ledger_journalentry": {"id": "uuidv7()", "reverses_id": "null"},
        "ledger_posting": {
            "number": "(select max(number) + 1 from ledger_posting q where q.account_id = p.account_id)",
            "entry_id": "(select id from ledger_journalentry e where not exists (select from ledger_posting q"
            " where q.entry_id = e.id and q.account_id = p.account_id) limit 1)",
        },
    }[table]
    values = ", ".join(fresh.get(column, column) for column in columns)
    return f"insert into {table} ({', '.join(columns)}) select {values} from {table} p where ctid = '{row}'"


def test_sound_books_give_no_finding(inside: OwnDatabase) -> None:
    assert prove_books() == []


def test_a_hundred_forged_rows_are_each_found(inside: OwnDatabase) -> None:
    forgeries = _forgeries()
    assert len(forgeries) >= 100
    unfound = [name for name, write in forgeries if not _findings_after(write)]
    assert unfound == []
    assert prove_books() == []


def test_a_finding_names_the_row(inside: OwnDatabase) -> None:
    account, number, entry = _rows("select account_id, number, entry_id from ledger_posting order by 1, 2 limit 1")[0]
    findings = _findings_after(
        f"update ledger_posting set minutes = minutes + 1 where account_id = '{account}' and number = {number}"
    )
    by_check = {finding.check: finding for finding in findings}
    assert by_check["balances_run"].row == f"{account} / {number}"
    assert by_check["entries_balance"].row == str(entry)
    assert str(entry) in by_check["entries_balance"].sentence


def test_each_check_finds_something(inside: OwnDatabase) -> None:
    """A check that never speaks proves nothing."""
    writes = [write for _, write in _forgeries()]
    writes.append(
        "update ledger_accountchange set floor_minutes = 6000, floor_is_hard = true where (account_id, number) ="
        " (select account_id, 1 from ledger_posting where minutes < 0 order by 1 limit 1)"
    )
    spoken = {finding.check for write in writes for finding in _findings_after(write)}
    assert spoken == {check.__name__.removeprefix("check_") for check in CHECKS}


def test_a_tail_forged_consistently_changes_the_digest_kept_outside(inside: OwnDatabase) -> None:
    """Whoever rewrites an account, its chain and its head alike is betrayed by yesterday's digest."""
    before = books_digest()
    assert before == books_digest()
    account = _rows("select account_id from ledger_posting limit 1")[0][0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("reset role; set local session_replication_role = replica")
        cursor.execute(f"delete from ledger_posting where account_id = '{account}'")
        cursor.execute(
            "update ledger_account set posting_count = 0, balance_minutes = 0, head_hash = ledger_genesis(id)"
            f" where id = '{account}'"
        )
        assert books_digest() != before
        transaction.set_rollback(True)

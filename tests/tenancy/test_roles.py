"""What a bank's role, and the login without a role, can do in the database: nothing outside the bank."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, DataError, ProgrammingError, connection

from hosting.demo.database import WEB
from tenants.context import in_bank
from tests.house.servers import url
from tests.tenancy.conftest import OwnDatabase

REFUSED = {
    "the platform's logins": "select * from public.users_user",
    "the list of banks": "select * from public.tenants_bank",
    "another bank's members": "select * from {other}.banks_member",
    "another bank's postings": "select * from {other}.ledger_posting",
    "writing to another bank": "update {other}.banks_member set name = 'Mallory'",
    "password hashes of roles": "select * from pg_catalog.pg_authid",
    "inserting a posting past the books' function": "insert into ledger_posting select * from ledger_posting",
    "changing a posting": "update ledger_posting set minutes = minutes",
    "deleting a posting": "delete from ledger_posting",
    "changing a journal entry": "update ledger_journalentry set service_date = service_date",
    "deleting a journal entry": "delete from ledger_journalentry",
    "raising a balance": "update ledger_account set balance_minutes = balance_minutes",
    "changing a policy version": "update banks_policyversion set reason = reason",
    "deleting a policy version": "delete from banks_policyversion",
    "changing a part in an exchange": "update banks_exchangeline set service_minutes = service_minutes",
    "deleting a part in an exchange": "delete from banks_exchangeline",
    "changing an attendance": "update banks_attendance set hosted = hosted",
    "deleting a credit": "delete from banks_credit",
    "emptying a table": "truncate banks_notice",
    "switching a guard off": "alter table ledger_posting disable trigger all",
    "making a table": "create table loot (id int)",
    "making a temporary table": "create temporary table loot (id int)",
    "making a function": "create function loot() returns int language sql as 'select 1'",
    "making a schema": "create schema loot",
    "making a role": "create role loot_{fresh}",
    "opening a bank": "select public.create_bank_schema('t_0123456789ab')",
    "dropping a bank": "select public.drop_bank_schema('{other}')",
    "becoming the owner": "set role commonhour_owner",
}  # fmt: skip


@pytest.fixture
def statement(request: pytest.FixtureRequest, own: OwnDatabase) -> str:
    return REFUSED[request.param].format(other=own.lamoni.schema_name, fresh=uuid4().hex[:8])


@pytest.mark.parametrize("statement", REFUSED, indirect=True)
def test_a_banks_role_is_refused(on_platform: OwnDatabase, statement: str) -> None:
    with in_bank(on_platform.door), pytest.raises(ProgrammingError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.errors.InsufficientPrivilege), cause


@pytest.mark.parametrize("statement", sorted(set(REFUSED) - {"opening a bank", "dropping a bank"}), indirect=True)
def test_without_the_role_each_of_them_goes_through(on_platform: OwnDatabase, statement: str) -> None:
    with on_platform.superuser() as anybody:
        anybody.execute("begin")
        anybody.execute(f"set search_path = {on_platform.door.schema_name}; set session_replication_role = replica")
        anybody.execute(statement)
        anybody.execute("rollback")


@pytest.fixture
def login(own: OwnDatabase) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(url(WEB, own.name), autocommit=True) as bare:
        yield bare


def test_the_login_itself_has_no_right_at_all(own: OwnDatabase, login: psycopg.Connection) -> None:
    for statement in (
        "select * from public.tenants_bank",
        "select * from public.users_user",
        f"select * from {own.door.schema_name}.banks_member",
        f"insert into {own.door.schema_name}.banks_notice default values",
        "create table public.loot (id int)",
        "create temporary table loot (id int)",
        "create schema loot",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            login.execute(statement)  # type: ignore[call-overload]
    with pytest.raises(psycopg.errors.UndefinedTable):
        login.execute("select * from banks_member")


def test_a_login_that_inherits_its_roles_reads_every_bank(own: OwnDatabase) -> None:
    loose = f"loose_{uuid4().hex[:8]}"
    with own.superuser() as server:
        server.execute(f"create role {loose} login; grant connect on database {own.name} to {loose}")
        server.execute(f"grant {own.door.schema_name}, {own.lamoni.schema_name} to {loose} with inherit true")
        try:
            with psycopg.connect(url(loose, own.name), autocommit=True) as login:
                for bank in (own.door, own.lamoni):
                    assert login.execute(f"select count(*) from {bank.schema_name}.banks_member").fetchone() > (0,)
        finally:
            server.execute(f"revoke connect on database {own.name} from {loose}; drop role {loose}")


def test_the_platforms_role_reads_no_bank(on_platform: OwnDatabase) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f"select * from {on_platform.door.schema_name}.banks_member")


def test_the_platforms_role_cannot_write_the_template_that_runs_with_the_owners_rights(
    on_platform: OwnDatabase,
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("update tenants_schematemplate set sql = 'grant commonhour_owner to commonhour_web'")


@pytest.mark.parametrize("name", ["public", "t_", "t_0123456789aX", "t_0123456789ab; drop schema public", "pg_catalog"])
def test_the_owners_two_functions_take_no_other_name(on_platform: OwnDatabase, name: str) -> None:
    for function in ("create_bank_schema", "drop_bank_schema"):
        with pytest.raises(DataError, match="not a bank's schema name"), connection.cursor() as cursor:
            cursor.execute(f"select public.{function}(%s)", [name])


def test_an_open_banks_schema_cannot_be_dropped_even_by_the_function(on_platform: OwnDatabase) -> None:
    with pytest.raises(DatabaseError, match="only after the bank was closed"), connection.cursor() as cursor:
        cursor.execute("select public.drop_bank_schema(%s)", [on_platform.door.schema_name])

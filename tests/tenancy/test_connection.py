"""The connection says whose rows it may touch, after rollbacks, savepoints and a trip through the pool."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django_tenants.postgresql_backend import base as stock

from banks.people.members.models import Member
from hosting.demo.database import WEB
from tenants import context
from tenants.backend import base as backend
from tenants.context import current_schema, in_bank, in_platform, point_at
from tenants.errors import EnteredInsideTransaction
from tests.house.databases import connections_at
from tests.tenancy.conftest import OwnDatabase, bank_here, role_here

POOL = {"min_size": 1, "max_size": 1, "timeout": 10}  # so that what is given back is what is taken out


class Stop(Exception):
    """Ends a transaction as a fault would."""


@pytest.fixture
def rollback_is_not_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard out: after a rollback we go on believing what the database has taken back."""
    plain = stock.original_backend.DatabaseWrapper
    monkeypatch.setattr(stock.DatabaseWrapper, "rollback", plain.rollback)
    monkeypatch.setattr(stock.DatabaseWrapper, "savepoint_rollback", plain.savepoint_rollback)


def bank_after_a_rollback(own: OwnDatabase) -> Any:
    """Serve Lamoni, then Door County, whose first statements are taken back; whose rows come next?"""
    with in_bank(own.lamoni):
        bank_here()
    with in_bank(own.door):
        with suppress(Stop), transaction.atomic():
            bank_here()
            raise Stop
        return bank_here()


def test_after_a_rollback_the_bank_is_entered_again(on_platform: OwnDatabase) -> None:
    assert bank_after_a_rollback(on_platform) == on_platform.door.id


@pytest.mark.usefixtures("rollback_is_not_noticed")
def test_without_noticing_the_rollback_another_banks_rows_come(on_platform: OwnDatabase) -> None:
    assert bank_after_a_rollback(on_platform) == on_platform.lamoni.id


def bank_after_a_savepoint(own: OwnDatabase) -> Any:
    """The path is set again inside a savepoint that is taken back."""
    with in_bank(own.lamoni):
        bank_here()
        with transaction.atomic():
            with suppress(Stop), transaction.atomic():
                connection.set_tenant(own.door, include_public=False)  # type: ignore[attr-defined]  # past our own refusal
                bank_here()
                raise Stop
            return bank_here()


def test_after_a_savepoint_is_taken_back_path_and_role_are_set_again(on_platform: OwnDatabase) -> None:
    assert bank_after_a_savepoint(on_platform) == on_platform.door.id


@pytest.mark.usefixtures("rollback_is_not_noticed")
def test_without_noticing_the_savepoint_another_banks_rows_come(on_platform: OwnDatabase) -> None:
    assert bank_after_a_savepoint(on_platform) == on_platform.lamoni.id


def test_role_and_path_go_together(on_platform: OwnDatabase) -> None:
    for bank in (on_platform.door, on_platform.lamoni):
        with in_bank(bank):
            assert role_here() == bank.schema_name
            with connection.cursor() as cursor:
                cursor.execute("show search_path")
                assert cursor.fetchone() == (f'"{bank.schema_name}", "extensions"'.replace('"', ""),)
    assert role_here() == backend.PLATFORM_ROLE


def test_a_bank_costs_one_statement_when_entered_and_none_after(on_platform: OwnDatabase) -> None:
    counting = Counting()
    with in_bank(on_platform.door), connection.execute_wrapper(counting):
        bank_here()
        bank_here()
    assert [sql for sql in counting.seen if sql.startswith("SET")] == [counting.seen[0]]
    assert len(counting.seen) == 3


class Counting:
    """Notes each statement that passes."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen.append(sql)
        return execute(sql, params, many, context)


def test_a_failed_statement_inside_savepoints_leaves_the_bank_usable(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door), transaction.atomic():
        for _ in range(3):
            with suppress(ProgrammingError), transaction.atomic():
                with suppress(ProgrammingError), transaction.atomic():
                    Member.objects.raw("select nothing from banks_member")[0]
                Member.objects.raw("select nothing from banks_member")[0]
        assert bank_here() == on_platform.door.id


@pytest.fixture
def pooled(own: OwnDatabase) -> Iterator[OwnDatabase]:
    with connections_at(own.name, pool=POOL):
        yield own


def raw_checkout(own: OwnDatabase) -> tuple[str, str]:
    """Serve a bank, give the connection back, and take it out of the pool past Django: role and path."""
    with in_bank(own.door):
        bank_here()
    connection.close()
    with connection.pool.connection() as taken:  # type: ignore[attr-defined]
        return tuple(taken.execute("select current_user, current_setting('search_path')").fetchone())  # type: ignore[return-value]


def test_a_connection_comes_back_to_the_pool_pointing_nowhere(pooled: OwnDatabase) -> None:
    assert raw_checkout(pooled) == (WEB, "no_bank_selected")
    with connection.pool.connection() as taken:  # type: ignore[attr-defined]
        with pytest.raises(psycopg.errors.UndefinedTable):
            taken.execute("select * from banks_member")
        taken.rollback()


def test_without_the_reset_the_pool_hands_on_the_last_bank(own: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "forget_session", lambda connection: None)
    with connections_at(own.name, pool=POOL):
        role, path = raw_checkout(own)
        assert (role, path.split(",")[0]) == (own.door.schema_name, own.door.schema_name)


def test_a_statement_timeout_and_a_lock_do_not_travel_with_the_connection(pooled: OwnDatabase) -> None:
    with in_bank(pooled.door), connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        usual = cursor.fetchone()
        assert usual != ("7s",)
        cursor.execute("set statement_timeout = '7s'; select pg_advisory_lock(4711)")
    connection.close()
    with in_bank(pooled.lamoni), connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == usual
        cursor.execute("select count(*) from pg_locks where locktype = 'advisory' and objid = 4711")
        assert cursor.fetchone() == (0,)


def test_entering_a_bank_with_a_transaction_open_is_refused(on_platform: OwnDatabase) -> None:
    with transaction.atomic():
        with pytest.raises(EnteredInsideTransaction), in_bank(on_platform.door):
            pass
        with pytest.raises(EnteredInsideTransaction):
            point_at(on_platform.door)
    with in_bank(on_platform.door), transaction.atomic(), pytest.raises(EnteredInsideTransaction), in_platform():
        pass


def where_a_callback_runs(own: OwnDatabase) -> str:
    """Work that a bank's code leaves for after the commit, with the transaction begun outside the bank."""
    seen: list[str] = []
    with transaction.atomic(), in_bank(own.door):
        transaction.on_commit(lambda: seen.append(current_schema()))
    return seen[0]


def test_work_left_for_after_the_commit_runs_in_its_bank(on_platform: OwnDatabase) -> None:
    seen: list[str] = []
    with in_bank(on_platform.door), transaction.atomic():
        transaction.on_commit(lambda: seen.append(current_schema()))
    assert seen == [on_platform.door.schema_name]
    with pytest.raises(EnteredInsideTransaction):
        where_a_callback_runs(on_platform)


def test_without_the_refusal_it_would_run_on_the_platform(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "_in_transaction", lambda: False)
    assert where_a_callback_runs(on_platform) == "public"


def test_a_fault_inside_a_bank_leads_back_to_where_we_were(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.lamoni):
        with pytest.raises(Stop), in_bank(on_platform.door):
            raise Stop
        assert bank_here() == on_platform.lamoni.id
    assert current_schema() == "public"


def test_a_new_thread_is_in_no_bank_and_a_used_one_keeps_none(on_platform: OwnDatabase) -> None:
    def look() -> str:
        try:
            return str(Member.objects.count())
        except ProgrammingError as refused:
            return str(refused)
        finally:
            connections.close_all()

    def visit() -> None:
        with in_bank(on_platform.lamoni):
            bank_here()

    with in_bank(on_platform.door), ThreadPoolExecutor(1) as one_thread:
        assert "does not exist" in one_thread.submit(look).result()
        one_thread.submit(visit).result()
        assert "does not exist" in one_thread.submit(look).result()


def test_a_cursor_held_across_a_switch_stays_in_the_old_bank_so_only_with_blocks_are_allowed(
    on_platform: OwnDatabase,
) -> None:
    with in_bank(on_platform.door):
        held = connection.cursor()
        held.execute("select 1")
    with in_bank(on_platform.lamoni):
        held.execute("select current_user")
        assert held.fetchone() == (on_platform.door.schema_name,)
        assert bank_here() == on_platform.lamoni.id

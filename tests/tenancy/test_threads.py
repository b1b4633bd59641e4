"""Many threads in many banks: nobody ever stands in somebody else's."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django_tenants.models import TenantMixin
from django_tenants.postgresql_backend import base as stock
from django_tenants.utils import tenant_context  # noqa: TID251 - the form that is refused everywhere else

from banks.hours.catalogue.models import Category
from tenants.context import current_schema, in_bank, point_at
from tenants.models import Bank
from tests.house import PATIENCE_SECONDS
from tests.house.databases import connections_at
from tests.tenancy.conftest import OwnDatabase, bank_here

POOL = {"min_size": 1, "max_size": 4, "timeout": PATIENCE_SECONDS}
Enter = Callable[[Bank], Any]


def homes_after_crossing(own: OwnDatabase, enter: Enter) -> list[str]:
    """Two threads, each at home in one bank, visit Door County at the same time; where are they after?"""
    both = threading.Barrier(2, timeout=PATIENCE_SECONDS)

    def visit(home: Bank) -> str:
        try:
            point_at(home)
            both.wait()
            if home is own.valley:
                both.wait()  # Lamoni's thread enters first
            with enter(own.door):
                if home is own.lamoni:
                    both.wait()
                both.wait()  # both are inside
                if home is own.valley:
                    both.wait()  # Lamoni's thread leaves first
            if home is own.lamoni:
                both.wait()
            return current_schema()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(visit, [own.lamoni, own.valley]))


def test_two_threads_in_two_banks_come_home(on_platform: OwnDatabase) -> None:
    homes = [on_platform.lamoni.schema_name, on_platform.valley.schema_name]
    assert homes_after_crossing(on_platform, in_bank) == homes


def test_with_the_tenant_itself_one_comes_home_to_the_others_bank(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TypeError, match="in_bank"), on_platform.door:
        pass
    monkeypatch.setattr(Bank, "__enter__", TenantMixin.__enter__)
    homes = homes_after_crossing(on_platform, lambda bank: bank)
    assert homes == [on_platform.valley.schema_name, on_platform.lamoni.schema_name]


def test_one_context_object_for_two_threads_forgets_the_first_ones_home(on_platform: OwnDatabase) -> None:
    shared = tenant_context(on_platform.door)  # what a decorator keeps
    homes = homes_after_crossing(on_platform, lambda bank: shared)
    assert homes == [on_platform.door.schema_name, on_platform.valley.schema_name]


def test_our_own_way_in_makes_a_new_object_each_time_even_as_a_decorator(on_platform: OwnDatabase) -> None:
    shared = in_bank(on_platform.door)
    fresh = shared._recreate_cm  # type: ignore[attr-defined]  # what contextlib calls for a decorated function
    homes = homes_after_crossing(on_platform, lambda bank: fresh())
    assert homes == [on_platform.lamoni.schema_name, on_platform.valley.schema_name]


class Mixture:
    """What one thread does: reads and writes of every kind, in banks in a random order."""

    def __init__(self, own: OwnDatabase, seed: int) -> None:
        self.banks = [own.door, own.lamoni, own.valley]
        self.random = random.Random(seed)
        self.run_id = uuid4().hex[:8]
        self.wrong = 0

    def run(self, rounds: int) -> int:
        try:
            for number in range(rounds):
                bank = self.random.choice(self.banks)
                try:
                    with in_bank(bank):
                        self.random.choice(self.KINDS)(self, bank, f"{bank.slug} {self.run_id} {number}")
                except ProgrammingError:  # the bank's tables were not there: the wrong schema, or none
                    self.wrong += 1
                if self.random.random() < 0.3:
                    connection.close()
        finally:
            connections.close_all()
        return self.wrong

    def look(self, bank: Bank) -> None:
        self.wrong += bank_here() != bank.id

    def plain_read(self, bank: Bank, name: str) -> None:
        self.look(bank)

    def write(self, bank: Bank, name: str) -> None:
        with transaction.atomic():
            self.look(bank)
            Category.objects.create(name=name)
            self.look(bank)

    def failed_write(self, bank: Bank, name: str) -> None:
        with suppress(ZeroDivisionError), transaction.atomic():
            self.look(bank)
            raise ZeroDivisionError
        self.look(bank)

    def failed_savepoint(self, bank: Bank, name: str) -> None:
        with transaction.atomic():
            with suppress(ProgrammingError), transaction.atomic():
                Category.objects.raw("select nothing from banks_category")[0]
            self.look(bank)
        self.look(bank)

    def named_cursor(self, bank: Bank, name: str) -> None:
        names = [row.name for row in Category.objects.iterator(chunk_size=2)]
        known = {other.slug for other in self.banks} - {bank.slug}
        self.wrong += any(found.split()[0] in known for found in names if found)

    KINDS: tuple[Callable[["Mixture", Bank, str], None], ...] = (
        plain_read, write, failed_write, failed_savepoint, named_cursor,
    )  # fmt: skip


def wrong_reads(own: OwnDatabase, *, threads: int, rounds: int) -> int:
    """How often a thread saw a bank it was not in, and how many rows stand in the wrong bank in the end."""
    with connections_at(own.name, pool=POOL):
        with ThreadPoolExecutor(threads) as workers:
            runs = workers.map(lambda seed: Mixture(own, seed).run(rounds), range(threads))
            wrong = sum(runs)
        for bank in (own.door, own.lamoni, own.valley):
            others = {own.door.slug, own.lamoni.slug, own.valley.slug} - {bank.slug}
            with in_bank(bank):
                wrong += sum(name.split()[0] in others for name in Category.objects.values_list("name", flat=True))
    return wrong


def test_eight_threads_over_four_connections_never_see_another_bank(own: OwnDatabase) -> None:
    assert wrong_reads(own, threads=8, rounds=40) == 0


def test_the_same_mixture_turns_red_when_rollbacks_go_unnoticed(
    own: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock.DatabaseWrapper, "rollback", stock.original_backend.DatabaseWrapper.rollback)
    assert wrong_reads(own, threads=4, rounds=40) > 0

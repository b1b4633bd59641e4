"""A bank's background work runs in that bank or not at all."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from celery import Task, current_app
from celery.contrib.testing.worker import start_worker
from celery.exceptions import Reject
from django.db import connection
from django_tenants.utils import get_tenant_model

from hosting.celery import app
from hosting.schedule import BANK_TASKS, sweep
from tenants.context import current_schema, in_platform, point_at_platform
from tenants.models import Bank, JobRun
from tenants.services import close_bank, reopen_bank, suspend_bank
from tenants.tasks import BankTask
from tests.house import PATIENCE_SECONDS
from tests.house.queues import own_queue, waiting
from tests.tenancy.conftest import OwnDatabase, role_here

seen: list[tuple[str, str]] = []


@app.task(base=BankTask, name="tests.look_around")
def look_around() -> str:
    seen.append((current_schema(), role_here()))
    return current_schema()


class StockTask(Task):
    """What tasks are without the house's base: the schema is set where the row says, and nobody looks."""

    abstract = True

    def __call__(self, bank_id: str, *args: Any, **kwargs: Any) -> Any:
        bank = get_tenant_model().objects.filter(pk=bank_id).first()
        if bank is not None:
            connection.set_tenant(bank)  # type: ignore[attr-defined]
        return self.run(*args, **kwargs)


@app.task(base=StockTask, name="tests.look_around_carelessly")
def look_around_carelessly() -> str:
    return current_schema()


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


def test_a_task_runs_in_its_bank_under_its_role_and_comes_back(on_platform: OwnDatabase) -> None:
    assert look_around(str(on_platform.door.id)) == on_platform.door.schema_name
    assert seen == [(on_platform.door.schema_name, on_platform.door.schema_name)]
    assert current_schema() == "public"


def gone(own: OwnDatabase) -> str:
    return str(uuid4())


def suspended(own: OwnDatabase) -> str:
    bank = own.open_another()
    suspend_bank(bank)
    return str(bank.id)


def closed(own: OwnDatabase) -> str:
    bank = own.open_another()
    suspend_bank(bank)
    close_bank(bank)
    return str(bank.id)


@pytest.mark.parametrize("state", [gone, suspended, closed])
def test_a_task_for_a_bank_that_is_not_open_is_rejected_and_runs_nothing(
    on_platform: OwnDatabase, state: Callable[[OwnDatabase], str]
) -> None:
    bank_id = state(on_platform)
    with pytest.raises(Reject) as rejected:
        look_around(bank_id)
    assert not rejected.value.requeue
    assert seen == []


def test_without_the_check_the_task_of_a_bank_that_has_gone_runs_on_the_platform(on_platform: OwnDatabase) -> None:
    assert look_around_carelessly(gone(on_platform)) == "public"
    bank_id = suspended(on_platform)
    assert look_around_carelessly(bank_id).startswith("t_")
    point_at_platform()


def test_a_reopened_banks_tasks_run_again(on_platform: OwnDatabase) -> None:
    bank = Bank.objects.get(pk=suspended(on_platform))
    reopen_bank(bank)
    assert look_around(str(bank.id)) == bank.schema_name


def test_every_task_that_the_clock_sends_to_banks_has_the_base(on_platform: OwnDatabase) -> None:
    assert BANK_TASKS
    for task in BANK_TASKS.values():
        assert isinstance(task, BankTask)
    for name, task in current_app.tasks.items():
        if name.startswith("banks."):
            assert isinstance(task, BankTask), name


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with own_queue(monkeypatch) as name:
        yield name


def test_the_sweep_sends_one_message_for_each_open_bank(on_platform: OwnDatabase, queue: str) -> None:
    suspended(on_platform)
    with in_platform():
        open_ids = {str(pk) for pk in Bank.objects.filter(state="open").values_list("pk", flat=True)}
    for what, task in BANK_TASKS.items():
        assert sweep(what) == len(open_ids)
        messages = waiting(queue)
        assert sorted(message.payload[0][0] for message in messages) == sorted(open_ids)
        assert {message.headers["task"] for message in messages} == {task.name}


def test_a_real_worker_rejects_what_it_may_not_run_and_goes_on(on_platform: OwnDatabase, queue: str) -> None:
    """The worker's own consumer on the real broker; only its process is shared with this test."""
    ghost, shut, fine = gone(on_platform), suspended(on_platform), str(on_platform.open_another().id)
    for bank_id in (ghost, shut, fine):
        look_around.apply_async(args=[bank_id])
    with start_worker(app, pool="solo", queues=[queue], perform_ping_check=False, shutdown_timeout=PATIENCE_SECONDS):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not seen and time.monotonic() < deadline:
            time.sleep(0.05)
    assert [schema == role for schema, role in seen] == [True]
    assert waiting(queue) == [], "what is rejected is not put back"
    ran = JobRun.objects.filter(name=look_around.name, bank_id__in=[shut, fine])
    assert [str(run.bank_id) for run in ran] == [fine]

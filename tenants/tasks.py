"""The base class of background tasks that run inside one bank.

Guarantees: a BankTask takes its bank's id as first argument, looks the bank up in
the platform's schema when it starts, and is rejected when the bank is not open. It
never runs in `public`.
"""

import time
from typing import Any
from uuid import UUID

from celery import Task
from celery.exceptions import Reject
from django.db import close_old_connections
from django.utils import timezone

from banks.policies.reading import one_reading
from tenants.context import in_bank, in_platform
from tenants.lifecycle import BankState, answers_requests
from tenants.models import Bank, JobRun
from tenants.queries import bank_by_id


class BankTask(Task):
    """Base of every task of a bank: callers say `task.delay(str(bank_id), ...)`; `run` gets the other arguments."""

    abstract = True
    typing = False  # the bank's id is ours, not an argument of `run`: Celery would count it

    def __call__(self, bank_id: str, *args: Any, **kwargs: Any) -> Any:
        # Checked in the call: Celery swallows an exception in `task_prerun` and would run the task in `public`
        # (architecture.md, trap 6).
        close_old_connections()
        try:
            with in_platform():
                bank = bank_by_id(UUID(bank_id))
            if bank is None or not answers_requests(BankState(bank.state)):
                raise Reject(f"bank {bank_id} is not open", requeue=False)
            return self._run_inside(bank, args, kwargs)
        finally:
            close_old_connections()

    def _run_inside(self, bank: Bank, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run in the bank and record the outcome in the platform's schema."""
        started, trouble = time.monotonic(), ""
        try:
            with in_bank(bank), one_reading():
                return self.run(*args, **kwargs)
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"[:1000]
            raise
        finally:
            with in_platform():
                JobRun.objects.update_or_create(
                    bank=bank,
                    name=self.name,
                    defaults={
                        "last_ran": timezone.now(),
                        "seconds": time.monotonic() - started,
                        "trouble": trouble,
                    },
                )

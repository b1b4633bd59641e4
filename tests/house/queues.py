"""A queue of a test's own on the run's real broker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import pytest
from kombu import Connection

from hosting.celery import app


@contextmanager
def own_queue(patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where tasks go that name no queue, while the block runs; its name."""
    name = f"test-{uuid4().hex[:8]}"
    with patch.context() as patched:
        patched.setattr(app.amqp, "queues", app.amqp.Queues({}))
        app.conf.task_default_queue = name
        try:
            yield name
        finally:
            app.conf.task_default_queue = "celery"


def waiting(queue: str) -> list[Any]:
    """What the broker holds for the queue, taken out."""
    found: list[Any] = []
    with Connection(os.environ["CELERY_BROKER_URL"]) as broker:
        simple = broker.SimpleQueue(queue)
        with suppress(simple.Empty):
            while True:
                found.append(simple.get(block=False))
                found[-1].ack()
    return found

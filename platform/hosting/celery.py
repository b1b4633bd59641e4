"""The Celery app of worker and clock: `celery -A hosting.celery worker` and `celery -A hosting.celery beat`.

Messages may get lost (architecture.md, trap 12): due work is a row in a table of the
bank (the outbox, policies that take effect later), and the clock's sweeps find it
without a message.
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hosting.settings")

app = Celery("commonhour")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # A request also sends messages: a broker that accepts the connection and never answers must not block it.
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
    },
    # Acknowledged after the task has run, so that another worker takes over the tasks of a killed one. Tasks are safe
    # to run twice.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=300,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
    imports=["hosting.schedule"],
)
app.autodiscover_tasks = lambda *args, **kwargs: None  # `imports` lists all modules with tasks
app.set_default()

"""Asks the worker to look at the outbox once the transaction has committed.

Losing the nudge loses nothing: the clock sweeps every outbox. So a broker that is
down must never make a member's report fail, and its errors end here, in the log.
"""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

from banks.identity.queries import this_bank

log = logging.getLogger(__name__)
SEND_TASK = "banks.notices.send_due"


def nudge_outbox() -> None:
    """Nudge after commit; a few seconds at most are lost on a broker that does not answer."""
    bank_id = str(this_bank().bank_id)
    transaction.on_commit(lambda: _nudge(bank_id))


def _nudge(bank_id: str) -> None:
    try:
        current_app.send_task(SEND_TASK, args=[bank_id], retry=False, expires=60)
    except (KombuError, OperationalError, OSError) as refused:
        log.warning("outbox not nudged, the sweep will find it: %s", refused)

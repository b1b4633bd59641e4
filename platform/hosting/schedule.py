"""The clock: which functions run in each open bank, and how often.

Each tick is two tasks: a sweep in the platform's schema, which sends one small
message per open bank, and the bank's own task. A lost message costs one tick: due
work is in tables, and the next sweep finds it.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from banks.asking.listings.services import release_held
from banks.deciding.circles.services import tell_of_terms
from banks.deciding.meetings.services import carry_out_due
from banks.deciding.rounds.services import process_due_rounds
from banks.deciding.stewardship.services import round_of_stewardship
from banks.hours.credits.services import collect_monthly_levy, credit_first_exchanges
from banks.membership.admission.clock import round_of_applications
from banks.membership.applications.birthdays import come_of_age
from banks.membership.leaving.queries import erased_since
from banks.membership.leaving.resting import rest_quiet_members
from banks.membership.orientations.reminding import remind_of_orientations
from banks.membership.powers.services import tell_of_powers
from banks.membership.screening.clock import round_of_screening
from banks.notices.nudge import SEND_TASK
from banks.notices.services import send_due
from banks.people.members.homes import geocode_members
from banks.policies.clock import now
from banks.policies.services import apply_due_policies
from hosting.celery import app
from ledger.audit import prove_books
from tenants.context import current_bank_id, in_platform
from tenants.models import BooksProof
from tenants.queries import open_banks
from tenants.services import register_erasures
from tenants.tasks import BankTask


@shared_task(base=BankTask, name=SEND_TASK)
def send_outbox() -> int:
    """Send the bank's waiting mail, and register its erasures of the last day with the platform; the number sent."""
    _register_erasures(since=now() - timedelta(days=1))
    return send_due(now=now())


@shared_task(base=BankTask, name="banks.daily_round")
def daily_round() -> None:
    """Do the bank's due work: rules, contributions, decisions, applications, orientations, reviews, birthdays, rest."""
    apply_due_policies(now())
    collect_monthly_levy(now=now())
    credit_first_exchanges(now=now())
    rest_quiet_members(now=now())
    _register_erasures(since=None)
    release_held(now=now())
    geocode_members(now=now())
    tell_of_powers(now=now())
    tell_of_terms(now=now())
    round_of_stewardship(now=now())
    process_due_rounds(now=now())
    carry_out_due(now=now())
    round_of_applications(now=now())
    remind_of_orientations(now=now())
    round_of_screening(now=now())
    come_of_age(now=now())


@shared_task(base=BankTask, name="banks.prove_books")
def prove_bank() -> int:
    """Recompute the bank's books and store the outcome for the operators' desk; the number of findings."""
    bank_id = current_bank_id()
    assert bank_id is not None, "a BankTask runs inside a bank"
    started = time.monotonic()
    findings = prove_books()
    with in_platform():
        BooksProof.objects.update_or_create(
            bank_id=bank_id,
            defaults={
                "proved_at": now(),
                "seconds": time.monotonic() - started,
                "findings": len(findings),
                "first_finding": f"{findings[0].check}: {findings[0].sentence}" if findings else "",
            },
        )
    return len(findings)


def _register_erasures(*, since: datetime | None) -> None:
    """Register erasures in this bank with the platform, from a moment on, or all."""
    # A restored backup of the bank holds the erased details again; the platform's register says whose.
    bank_id = current_bank_id()
    assert bank_id is not None, "a BankTask runs inside a bank"
    if erasures := erased_since(since):
        with in_platform():
            register_erasures(bank_id, erasures)


BANK_TASKS: dict[str, Any] = {"outbox": send_outbox, "day": daily_round, "proof": prove_bank}


@shared_task(name="platform.sweep")
def sweep(work: str) -> int:
    """Send one message per open bank for one kind of work, a key of BANK_TASKS; the number sent."""
    close_old_connections()
    with in_platform():
        banks = open_banks()
    for bank in banks:
        # Expires, so that a stopped worker does not find hours of equal messages when it starts again.
        BANK_TASKS[work].apply_async(args=[str(bank.id)], expires=3600)
    close_old_connections()
    return len(banks)


app.conf.beat_schedule = {
    "outboxes": {"task": "platform.sweep", "schedule": timedelta(seconds=30), "args": ["outbox"]},
    "rules and levies": {"task": "platform.sweep", "schedule": timedelta(minutes=10), "args": ["day"]},
    "proofs of the books": {"task": "platform.sweep", "schedule": timedelta(hours=1), "args": ["proof"]},
}

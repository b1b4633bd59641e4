"""Opens a bank in steps, each in its own transaction and each safe to run again.

requested -> schema (from the template's SQL) -> founded (from its charter) -> open.
A step that fails leaves the bank in its state and records the reason on its row;
calling `advance` again continues there. The state comes from the row, never from the
caller's object: a stale object cannot reopen a suspended bank, and of two callers at
the same step one does the work.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from banks.charter import found_bank
from banks.membership.joining.founding import take_in_founder
from tenants.context import in_bank, in_platform
from tenants.hostnames import forget_hostnames
from tenants.lifecycle import BankState
from tenants.models import Bank


def make_schema(bank: Bank) -> None:
    """Create the bank's roles and schema from the template, unless they exist."""
    with in_platform(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select public.create_bank_schema(%s)", [bank.schema_name])
        _record_step(bank, BankState.REQUESTED, BankState.SCHEMA)


def found(bank: Bank) -> None:
    """Found the community from its charter, with its first member, unless it is founded already."""
    # Two transactions, because a bank is entered before its transaction begins: after a crash in between, the row still
    # says "schema", and `found_bank` finds the community and does nothing.
    with in_bank(bank), transaction.atomic():
        made = found_bank(charter_name=bank.charter, bank_id=bank.id, name=bank.name, now=bank.requested_at)
        if made and bank.founder_name:
            take_in_founder(name=bank.founder_name, email=bank.founder_email, now=bank.requested_at)
    with in_platform(), transaction.atomic():
        _record_step(bank, BankState.SCHEMA, BankState.FOUNDED)


def open_doors(bank: Bank) -> None:
    """Let the bank answer requests."""
    with in_platform(), transaction.atomic():
        _record_step(bank, BankState.FOUNDED, BankState.OPEN, opened_at=timezone.now())
    forget_hostnames()


STEPS = {
    BankState.REQUESTED: make_schema,
    BankState.SCHEMA: found,
    BankState.FOUNDED: open_doors,
}


def advance(bank: Bank) -> Bank:
    """Take the steps that a bank still needs to be open; a step's exception is recorded on the row and raised."""
    while (step := STEPS.get(_current_state(bank))) is not None:
        try:
            step(bank)
        except Exception as error:
            # Of any kind, since operators see the reason on the console; it is raised again below.
            with in_platform():
                Bank.objects.filter(pk=bank.pk).update(trouble=f"{step.__name__}: {error}"[:2000])
            raise
    return bank


def _current_state(bank: Bank) -> BankState:
    with in_platform():
        bank.refresh_from_db(fields=["state", "trouble", "opened_at"])
    return BankState(bank.state)


def _record_step(bank: Bank, before: BankState, after: BankState, **more: datetime) -> None:
    """Record a step as done, unless another caller has moved the bank meanwhile."""
    # The condition on the old state makes this safe without a lock.
    Bank.objects.filter(pk=bank.pk, state=before).update(state=after, trouble="", **more)

"""Opens a bank in steps, each its own transaction and each safe to run again.

requested -> schema (replay of the template's SQL) -> founded (its charter) -> open.
A step that fails leaves the bank where it was, with the reason on its row; running
`advance` again goes on from there. Where a bank stands is what its row says, never what
the caller holds: an old object cannot reopen a suspended bank, and of two walkers at the
same step one does the work.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from banks.charter import found_bank
from banks.joining.founding import take_in_founder
from tenants.context import in_bank, in_platform
from tenants.hostnames import forget_hostnames
from tenants.lifecycle import BankState
from tenants.models import Bank


def make_schema(bank: Bank) -> None:
    """Make role and schema from the template; nothing when they are there."""
    with in_platform(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select public.create_bank_schema(%s)", [bank.schema_name])
        _record_step(bank, BankState.REQUESTED, BankState.SCHEMA)


def found(bank: Bank) -> None:
    """Found the community from its charter, with its first member; nothing when it was founded before."""
    with in_bank(bank), transaction.atomic():
        made = found_bank(charter_name=bank.charter, bank_id=bank.id, name=bank.name, now=bank.requested_at)
        if made and bank.founder_name:
            take_in_founder(name=bank.founder_name, email=bank.founder_email, now=bank.requested_at)
    with in_platform(), transaction.atomic():
        _record_step(bank, BankState.SCHEMA, BankState.FOUNDED)


def open_doors(bank: Bank) -> None:
    with in_platform(), transaction.atomic():
        _record_step(bank, BankState.FOUNDED, BankState.OPEN, opened_at=timezone.now())
    forget_hostnames()


STEPS = {
    BankState.REQUESTED: make_schema,
    BankState.SCHEMA: found,
    BankState.FOUNDED: open_doors,
}


def advance(bank: Bank) -> Bank:
    """Walk a bank from where it stands to open; raises what a step raises, with the reason kept on the row."""
    while (step := STEPS.get(_current_state(bank))) is not None:
        try:
            step(bank)
        except Exception as refused:
            with in_platform():
                Bank.objects.filter(pk=bank.pk).update(trouble=f"{step.__name__}: {refused}"[:2000])
            raise
    return bank


def _current_state(bank: Bank) -> BankState:
    with in_platform():
        bank.refresh_from_db(fields=["state", "trouble", "opened_at"])
    return BankState(bank.state)


def _record_step(bank: Bank, before: BankState, after: BankState, **more: datetime) -> None:
    """Note the step as done, unless somebody has moved the bank meanwhile."""
    Bank.objects.filter(pk=bank.pk, state=before).update(state=after, trouble="", **more)

"""Reads for the operators' desk: banks, jobs, proofs of the books; never a member, never a balance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse

from tenants.lifecycle import BankState, may_move
from tenants.models import Bank, BooksProof, JobRun, SchemaMigration
from tenants.queries import address_of_bank

JOB_WORDS = {
    "banks.notices.send_due": "Sending mail",
    "banks.daily_round": "Rules that begin, monthly contributions",
    "banks.prove_books": "Proving the books",
}
ACTS = {
    "suspend": (BankState.SUSPENDED, "Suspend this bank", True),
    "reopen": (BankState.OPEN, "Open it again", False),
    "close": (BankState.CLOSED, "Close it for good", True),
    "resume": (BankState.OPEN, "Go on opening it", False),
}


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank on the desk."""

    name: str
    url: str
    console_url: str
    hostname: str
    state: str
    state_words: str
    proof: BooksProof | None
    migrated_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class JobRow:
    name: str
    bank: str
    last_ran: datetime
    ok: bool
    trouble: str


def bank_rows() -> list[BankRow]:
    """Every bank, by name, with its last proof."""
    migrated = dict(
        SchemaMigration.objects.filter(trouble="").values_list("schema_name").annotate(at=Max("ran_at")).order_by()
    )
    banks = Bank.objects.select_related("proof").prefetch_related("domains").order_by("name")
    return [bank_row(bank, migrated.get(bank.schema_name)) for bank in banks]


def bank_row(bank: Bank, migrated_at: datetime | None = None) -> BankRow:
    hostname = next((host.domain for host in bank.domains.all() if host.is_primary), "")
    return BankRow(
        name=bank.name,
        url=address_of_bank(bank),
        console_url=reverse("console-bank", args=[bank.pk]),
        hostname=hostname,
        state=bank.state,
        state_words=BankState(bank.state).label,
        proof=getattr(bank, "proof", None),
        migrated_at=migrated_at or bank.opened_at,
        trouble=bank.trouble,
    )


def job_rows(bank: Bank | None = None) -> list[JobRow]:
    """The last run of each job, in one bank or in all."""
    runs = JobRun.objects.select_related("bank").order_by("bank__name", "name")
    if bank is not None:
        runs = runs.filter(bank=bank)
    return [
        JobRow(
            JOB_WORDS.get(run.name, run.name),
            "" if bank else run.bank.name,
            run.last_ran,
            not run.trouble,
            run.trouble,
        )
        for run in runs
    ]


def facts_of(bank: Bank) -> list[tuple[str, Any]]:
    return [
        ("Address", address_of_bank(bank)),
        ("Schema", bank.schema_name),
        ("Charter", bank.charter.replace("_", " ")),
        ("Opened", bank.opened_at.strftime("%d %B %Y") if bank.opened_at else "not yet"),
        ("Trouble", bank.trouble or "none"),
    ]


def acts_on(bank: Bank) -> list[tuple[str, str, bool]]:
    """(value, label, whether dangerous) of the acts that an operator may do with a bank in its state."""
    state = BankState(bank.state)
    acts = []
    for value, (target, words, danger) in ACTS.items():
        unfinished = state in {BankState.REQUESTED, BankState.SCHEMA, BankState.FOUNDED}
        if value == "resume":
            fits = unfinished
        elif value == "reopen":
            fits = state == BankState.SUSPENDED
        else:
            fits = may_move(now=state, to=target) and not unfinished
        if fits:
            acts.append((value, words, danger))
    return acts

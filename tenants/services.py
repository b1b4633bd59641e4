"""Writes about banks: open, suspend, reopen, close, drop, register erasures. For operators, the clock and the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from tenants.context import in_platform
from tenants.errors import NameRefused, StateRefused
from tenants.hostnames import forget_hostnames
from tenants.lifecycle import BankState, may_move
from tenants.models import Bank, Erasure, Hostname
from tenants.names import slug_refusal
from tenants.provisioning import advance


@dataclass(frozen=True, slots=True)
class Founder:
    """The first member: the bank's first administrator, who signs in with a code sent by mail."""

    name: str
    email: str


def request_bank(
    *, name: str, slug: str, charter: str, founder: Founder | None = None, now: datetime | None = None
) -> Bank:
    """Register a bank to be opened, with its address. Raises NameRefused when the bank cannot take the address.

    The charter is in force from `now`; the demo passes a day a year ago.
    """
    if why := slug_refusal(slug):
        raise NameRefused(slug=slug, why=why)
    bank_id = uuid7()
    bank = Bank(id=bank_id, name=name, slug=slug, charter=charter, schema_name=f"t_{bank_id.hex[-12:]}")
    if now is not None:
        bank.requested_at = now
    if founder is not None:
        bank.founder_name, bank.founder_email = founder.name, founder.email
    with in_platform():
        try:
            # The unique slug and domain decide between two requests for one address at once.
            with transaction.atomic():
                bank.save(force_insert=True)
                Hostname.objects.create(tenant=bank, domain=f"{slug}.{settings.PLATFORM_HOST}", is_primary=True)
        except IntegrityError:
            raise NameRefused(slug=slug, why=f"Another bank already answers at “{slug}”.") from None
    return bank


def open_bank(
    *, name: str, slug: str, charter: str, founder: Founder | None = None, now: datetime | None = None
) -> Bank:
    """Register a bank and take all steps until it is open."""
    return advance(request_bank(name=name, slug=slug, charter=charter, founder=founder, now=now))


def suspend_bank(bank: Bank) -> None:
    """Stop a bank from answering requests and running tasks; its data stay."""
    _move(bank, BankState.SUSPENDED)


def reopen_bank(bank: Bank) -> None:
    _move(bank, BankState.OPEN)


def close_bank(bank: Bank) -> None:
    """Close a suspended bank for good; its schema stays until `drop_closed_bank`."""
    _move(bank, BankState.CLOSED)


def drop_closed_bank(bank: Bank) -> None:
    """Drop a closed bank's schema and roles, for good."""
    if bank.state != BankState.CLOSED:
        raise StateRefused(bank=bank.slug, state=bank.state)
    with in_platform(), connection.cursor() as cursor:
        cursor.execute("select public.drop_bank_schema(%s)", [bank.schema_name])


def register_erasures(bank_id: UUID, erasures: Iterable[tuple[UUID, datetime]]) -> None:
    """Record (member id, moment) of erasures in a bank, except those on record. Call it `in_platform`."""
    rows = [Erasure(bank_id=bank_id, member_id=member_id, at=at) for member_id, at in erasures]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)


def _move(bank: Bank, to: BankState) -> None:
    with in_platform(), transaction.atomic():
        row = Bank.objects.select_for_update().get(pk=bank.pk)
        if not may_move(now=BankState(row.state), to=to):
            raise StateRefused(bank=row.slug, state=row.state, to=to)
        row.state = to
        row.save(update_fields=["state"])
    bank.state = to
    forget_hostnames()

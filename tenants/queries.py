"""Reads about banks. Call them while the connection points at the platform (`in_platform`)."""

from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from tenants.addresses import address_of
from tenants.lifecycle import BankState
from tenants.models import Bank, Hostname

__all__ = ["address_of", "address_of_bank", "bank_by_id", "bank_by_slug", "open_banks"]


def open_banks() -> list[Bank]:
    """Every bank that answers requests, by name."""
    return list(Bank.objects.filter(state=BankState.OPEN).order_by("name"))


def bank_by_id(bank_id: UUID) -> Bank | None:
    """The bank, with `primary_host` annotated: inside a bank the table of host names is out of reach."""
    primary = Hostname.objects.filter(tenant=OuterRef("pk"), is_primary=True).values("domain")[:1]
    return Bank.objects.filter(pk=bank_id).annotate(primary_host=Subquery(primary)).first()


def bank_by_slug(slug: str) -> Bank | None:
    return Bank.objects.filter(slug=slug).first()


def address_of_bank(bank: Bank) -> str:
    """The full address of a bank at its primary host name, whatever host a request came to."""
    primary = bank.domains.filter(is_primary=True).values_list("domain", flat=True).first()
    return address_of(primary or f"{bank.slug}.{settings.PLATFORM_HOST}")

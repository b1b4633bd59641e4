"""Reads about banks. Call them on the platform's own ground (`in_platform`)."""

from uuid import UUID

from django.conf import settings

from tenants.lifecycle import BankState
from tenants.models import Bank


def open_banks() -> list[Bank]:
    """Every bank that answers requests, by name."""
    return list(Bank.objects.filter(state=BankState.OPEN).order_by("name"))


def bank_by_id(bank_id: UUID) -> Bank | None:
    return Bank.objects.filter(pk=bank_id).first()


def bank_by_slug(slug: str) -> Bank | None:
    return Bank.objects.filter(slug=slug).first()


def address_of(host: str) -> str:
    """The full address of a host of this platform, e.g. http://lamoni.localhost:8000."""
    port = f":{settings.PLATFORM_PORT}" if settings.PLATFORM_PORT else ""
    return f"{settings.PLATFORM_SCHEME}://{host}{port}"


def address_of_bank(bank: Bank) -> str:
    """The address people use for a bank: always its primary host name, never the request's."""
    primary = bank.domains.filter(is_primary=True).values_list("domain", flat=True).first()
    return address_of(primary or f"{bank.slug}.{settings.PLATFORM_HOST}")

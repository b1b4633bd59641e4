"""Reads of the bank's identity."""

from typing import Any, cast

from django.db import connection

from banks.identity.models import BankIdentity


def this_bank() -> BankIdentity:
    """The bank whose schema we are in; raises DoesNotExist in a schema that was never founded."""
    return BankIdentity.objects.get(pk=1)


def is_founded() -> bool:
    return BankIdentity.objects.filter(pk=1).exists()


def bank_address() -> str:
    """The bank's own address without a slash at the end, as the connection knows it (tenants/backend)."""
    return str(cast(Any, connection).bank_address)

"""Reads of the bank's identity."""

from banks.identity.models import BankIdentity


def this_bank() -> BankIdentity:
    """The bank whose schema we are in; raises DoesNotExist in a schema that was never founded."""
    return BankIdentity.objects.get(pk=1)


def is_founded() -> bool:
    return BankIdentity.objects.filter(pk=1).exists()

"""Refusals of the tenants package: a code for programs, a sentence for people, data for both."""

from typing import Any, ClassVar


class TenantError(Exception):
    """Base class of this package's refusals."""

    code: ClassVar[str] = "tenants.refused"
    sentence: ClassVar[str] = "The platform cannot do that."

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.sentence)


class AlreadyBehindVault(TenantError):
    """A programming error: leaving an inner block would end the vault's role in the middle of the outer block."""

    code = "tenants.already_behind_vault"
    sentence = "The vault is open already; it is entered once at a time."


class BankNotOpen(TenantError):
    code = "tenants.bank_not_open"
    sentence = "This bank is not open at the moment. Please come back later."


class BankUnknown(TenantError):
    code = "tenants.bank_unknown"
    sentence = "No bank has this address."


class EnteredInsideTransaction(TenantError):
    """A programming error: entering a bank with a transaction open would let it commit under another path."""

    code = "tenants.entered_inside_transaction"
    sentence = "A bank must be entered before its transaction begins."


class NoVaultHere(TenantError):
    """A programming error: only banks have a vault."""

    code = "tenants.no_vault_here"
    sentence = "The platform has no vault; enter a bank first."


class NameRefused(TenantError):
    code = "tenants.name_refused"

    def __init__(self, *, slug: str, why: str) -> None:
        super().__init__(slug=slug, why=why)
        self.sentence = why  # type: ignore[misc]  # each refusal says its own reason


class StateRefused(TenantError):
    code = "tenants.state_refused"
    sentence = "A bank in this state cannot do that."


class WrongBank(TenantError):
    """An object of one bank was about to be used in another."""

    code = "tenants.wrong_bank"
    sentence = "This belongs to another bank."

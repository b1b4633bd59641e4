"""Refusals about what is sealed."""

from banks.errors import BankError


class SealBroken(BankError):
    """It was changed, moved here from another row, column, table or bank, or never sealed at all."""

    code = "vault.seal_broken"
    words = (
        "What is kept here under seal was changed or belongs elsewhere. Please tell the people who run the platform."
    )


class SealKeyUnknown(BankError):
    """It names a key that this deployment does not have; also what plain text in a sealed column looks like."""

    code = "vault.seal_key_unknown"
    words = "The key to what is kept here under seal is missing. Please tell the people who run the platform."


class NothingToSealWith(BankError):
    """A programming error or a deployment's: sealing outside every bank, or without a key."""

    code = "vault.nothing_to_seal_with"
    words = "Nothing can be sealed here: there is no bank or no key. Please tell the people who run the platform."

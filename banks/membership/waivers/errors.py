"""Refusals about the waiver."""

from banks.errors import BankError


class NoWaiver(BankError):
    code = "waivers.no_waiver"
    words = "This bank asks nobody to sign a waiver at the moment."


class WordsChanged(BankError):
    code = "waivers.words_changed"
    words = "The words have changed since you read them. Please read the new ones and sign those."
    field = "words_sha256"


class SignerNameMissing(BankError):
    code = "waivers.name_missing"
    words = "Please write the full name of the person who signs."
    field = "signer_name"


class GuardianSigns(BankError):
    code = "waivers.guardian_signs"
    words = "{name} is under age, so a legal guardian signs. Please ask them to write their own name here."
    field = "signer_name"


class GuardianIsTheMinor(BankError):
    code = "waivers.guardian_is_the_minor"
    words = "The guardian is another person than {name}. Please write the guardian's own name."
    field = "signer_name"


class GuardianNotOfAge(BankError):
    code = "waivers.guardian_not_of_age"
    words = "A guardian is of age. Please tick that you are, or ask somebody who is."
    field = "is_of_age"


class SignedInTheFuture(BankError):
    code = "waivers.signed_in_the_future"
    words = "The day of signing lies in the future. Choose the day that stands beside the name on the paper."
    field = "signed_on"

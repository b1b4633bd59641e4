"""The family of refusals in a bank.

Each refusal has a `code` for programs, a `sentence` for people (what is wrong, and
what to do), `data`, and, where one form field is to blame, its name in `field`.
hosting/errors.py decides the HTTP status.
"""

from typing import Any, ClassVar


class BankError(Exception):
    """A refusal; subclasses set `code` and a sentence with {placeholders} for the data."""

    code: ClassVar[str] = "banks.refused"
    words: ClassVar[str] = "That cannot be done."
    field: str | None = None

    def __init__(self, *, field: str | None = None, **data: Any) -> None:
        self.data = data
        if field is not None:
            self.field = field
        self.sentence = self.words.format(**data)
        super().__init__(self.sentence)


class NotFound(BankError):
    code = "banks.not_found"
    words = "There is no such page or person here."


class NotAllowed(BankError):
    code = "banks.not_allowed"
    words = "{who} may do this. Please ask your coordinator."


class NotAMember(BankError):
    code = "banks.not_a_member"
    words = "Your sign-in belongs to no current member of this bank."

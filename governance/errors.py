"""The base class of governance's refusals: a code for programs, a sentence for people, data for both."""

from typing import Any, ClassVar


class GovernanceError(Exception):
    """A refusal; subclasses set `code` and a sentence with {placeholders} for the data."""

    code: ClassVar[str] = "governance.refused"
    words: ClassVar[str] = "That cannot be decided this way."

    def __init__(self, **data: Any) -> None:
        self.data = data
        self.sentence = self.words.format(**data)
        super().__init__(self.sentence)

"""Which words of a finished page are accounted for: old sentences that are not translatable yet, and data.

A word counts as known where it stands in a row of words that the vocabulary holds, so "hour" alone does not excuse
"a glass of hour".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.translation.wording import HOLE, words_of

END = ""
SHORTEST = 3  # shorter ones are initials, or stand beside a longer one


@dataclass
class Vocabulary:
    """Rows of words, found again in a text in one pass; each word leads to those that may follow it."""

    rows: dict[str, Any] = field(default_factory=dict)

    def learn(self, sentences: Iterable[str]) -> None:
        """Take in each sentence; what is filled in parts it into rows of their own."""
        for sentence in sentences:
            for piece in sentence.split(HOLE):
                branch = self.rows
                for word in words_of(piece):
                    branch = branch.setdefault(word, {})
                if branch is not self.rows:
                    branch[END] = {}

    def unknown_words(self, text: str) -> list[str]:
        """The plain words of a text that no row accounts for; words with an accent are translated, or names."""
        words = words_of(text)
        known: set[int] = set()
        for start in range(len(words)):
            branch = self.rows
            for at in range(start, len(words)):
                if words[at] not in branch:
                    break
                branch = branch[words[at]]
                if END in branch:
                    known |= set(range(start, at + 1))
        return [word for at, word in enumerate(words) if at not in known and len(word) >= SHORTEST and word.isascii()]

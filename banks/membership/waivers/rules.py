"""Words that people sign, pure (row L19): which they are, who may sign them, and what changed in them.

Guarantees: words are named by their SHA-256, so a signature says for ever under which words it stands.
Called by: the queries and services here, the pages, and the papers.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal
from uuid import UUID

from banks.membership.waivers.errors import GuardianIsTheMinor, GuardianNotOfAge, GuardianSigns, SignerNameMissing

Mark = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One version of the words. `number` counts the versions of the membership rules that hold them."""

    version: str
    text: str
    policy_version_id: UUID
    number: int
    effective_at: datetime

    @property
    def sha256(self) -> str:
        return sha256_of(self.text)

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went, or is new."""

    mark: Mark
    words: str


def sha256_of(text: str) -> str:
    """Of the words as they were shown."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraphs(text: str) -> list[str]:
    """The words, cut where an empty line stands."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def check_signer(*, signer_name: str, name: str, is_minor: bool, as_guardian: bool, is_of_age: bool) -> str:
    """The signer's name, tidy; refused where nobody signs, or the wrong one does."""
    signer = " ".join(signer_name.split())
    if not any(letter.isalpha() for letter in signer):
        raise SignerNameMissing()
    if is_minor and not as_guardian:
        raise GuardianSigns(name=name)
    if as_guardian and _folded(signer) == _folded(name):
        raise GuardianIsTheMinor(name=name)
    if as_guardian and not is_of_age:
        raise GuardianNotOfAge()
    return signer


def what_changed(before: str, after: str) -> list[list[Piece]]:
    """Both texts in one, paragraph by paragraph: words that stayed, went, and are new."""
    old, new = paragraphs(before), paragraphs(after)
    found: list[list[Piece]] = []
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            found += [[Piece("same", each)] for each in new[j1:j2]]
        else:
            found += list(_pairs(old[i1:i2], new[j1:j2]))
    return found


def _pairs(gone: Sequence[str], come: Sequence[str]) -> Iterator[list[Piece]]:
    """Paragraphs that took each other's place, word by word; what has no partner stands alone."""
    for place in range(max(len(gone), len(come))):
        old = gone[place] if place < len(gone) else ""
        new = come[place] if place < len(come) else ""
        yield list(_words(old.split(), new.split()))


def _words(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece("same", " ".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("gone", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("new", " ".join(new[j1:j2]))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())

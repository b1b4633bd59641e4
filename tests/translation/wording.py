"""What counts as a sentence for people, and the form in which sentences are compared.

A sentence here is any wording a person may read: a whole sentence, a label, a piece between two variables. Every
value that is filled in stands as `{}`, so `f"{name} rests."` and `{{ name }} rests.` are the same sentence.
"""

import re

HOLE = "{}"
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")  # no part of an id or a key
# Two words in a row, or one word alone that begins with a capital letter: "Sign out", "Home".
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,;:.]?\s+[A-Za-z(“{]|[A-Za-z}]\s+[A-Za-z]{2,}")
ONE_WORD = re.compile(r"[A-Z][a-z]+[.?!:]?")
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def normal(text: str) -> str:
    """On one line, with `{}` for whatever is filled in."""
    return " ".join(FILLED_IN.sub(HOLE, text).split())


def has_words(text: str) -> bool:
    """Whether a piece of a page says anything: two letters side by side."""
    return bool(re.search(r"[A-Za-z]{2}", FILLED_IN.sub("", text)))


def reads_like_a_sentence(text: str) -> bool:
    """Whether a string in Python is meant for people rather than for the machine."""
    return bool(TWO_WORDS.search(text) or ONE_WORD.fullmatch(text))


def words_of(text: str) -> tuple[str, ...]:
    """The words alone, without case, signs and numbers: what pages and source have in common."""
    return tuple(word.casefold().replace("’", "'") for word in WORD.findall(text))

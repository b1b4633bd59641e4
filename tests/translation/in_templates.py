"""The sentences of a template that do not pass through gettext.

Read: the text between tags, attributes that a person reads or hears, and wording handed to a tag or filter
(`{% include … with words="Back" %}`, `{{ name|default:"Nobody" }}`). Not read: what stands in `{% translate %}`,
`{% blocktranslate %}` or `_("…")`.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

from tests.translation.wording import HOLE, has_words, normal, reads_like_a_sentence

READ_OR_HEARD = ("alt", "aria-label", "aria-description", "data-label", "placeholder", "title")
BOUNDARY = "\x00"  # where a tag of Django stood: what follows may be left out
CONSTANT = re.compile(r"(?P<before>[\w|:=(]*)(?P<quote>[\"'])(?P<text>.*?)(?P=quote)")
NOT_FOR_PEOPLE = re.compile(r"(date|time|cut|json_script|_\(|translate|trans)[:(]?$")
# Their first argument is a name of ours, not wording.
NAMES_FIRST = ("include", "extends", "url", "static", "load", "icon", "block", "translate", "trans", "if", "elif")


def untranslated(text: str, *, is_html: bool = True) -> Iterator[str]:
    """Every sentence of the template, in normal form; one that stands there twice comes twice."""
    bare, handed = _without_tags(text)
    pieces = list(pieces_of_html(bare)) if is_html else bare.split("\n")
    for piece in [part for each in pieces for part in each.split(BOUNDARY)]:
        if has_words(piece):
            yield normal(piece)
    yield from map(normal, handed)


def _without_tags(text: str) -> tuple[str, list[str]]:
    """The template with `{}` for variables and a boundary for tags, and the wording handed to either."""
    kept, handed, until = [], [], ""
    for token in Lexer(text).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if until:
            until = "" if token.token_type == TokenType.BLOCK and name == until else until
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            kept.append(HOLE)
            handed += _constants(token.contents)
        elif token.token_type == TokenType.BLOCK:
            kept.append(BOUNDARY)
            if name in ("comment", "blocktranslate", "blocktrans"):
                until = f"end{name}"
            elif name in NAMES_FIRST:
                handed += list(_constants(token.contents))[1:] if name not in ("translate", "trans") else []
            else:
                handed += _constants(token.contents)
    return "".join(kept), [each for each in handed if each]


def _constants(contents: str) -> Iterator[str]:
    """Each constant of a tag; "" in the place of one that is no wording."""
    for found in CONSTANT.finditer(contents):
        is_wording = reads_like_a_sentence(found["text"]) and not NOT_FOR_PEOPLE.search(found["before"])
        yield found["text"] if is_wording else ""


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = self.silent or (tag if tag in ("script", "style") else "")
        given = dict(attrs)
        names = [*READ_OR_HEARD, "value"] if given.get("type") in ("submit", "button") else READ_OR_HEARD
        self.found += [given[name] or "" for name in names if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.silent = "" if tag == self.silent else self.silent

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def pieces_of_html(text: str) -> list[str]:
    """Text nodes and spoken attributes; the same reading serves templates and finished pages."""
    parser = _Pieces()
    parser.feed(text)
    parser.close()
    return parser.found

"""A language that is English with an accent on every letter: what has none has not passed through gettext.

It is made for a run from the catalogues of our packages and of the libraries whose sentences our pages show. What is
filled in and every HTML tag stay as they are.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings
from django.test import override_settings
from django.utils import translation

from infra.languages.catalogues import PACKAGES, SOURCE_LANGUAGE, compiled, gathered, read

PSEUDO = "en-xa"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "àƀçđéƒĝĥîĵķļɱñöƥǫŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖƤǪŔŠŢÛṼŴẊÝŽ"
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;)")
LIBRARIES = ("django.conf", "django.contrib.auth", "django.contrib.humanize", "allauth")


def pseudo(text: str) -> str:
    """The text with an accent on every letter."""
    accents = str.maketrans(PLAIN, ACCENTED)
    return "".join(part if KEPT.fullmatch(part) else part.translate(accents) for part in KEPT.split(text))


def translated(catalog: Catalog) -> Iterator[tuple[str | tuple[str, ...], str | tuple[str, ...], str | None]]:
    """(sentence, its pseudo-translation, context) of every sentence of a catalogue."""
    for message in catalog:
        if isinstance(message.id, tuple | list):
            yield tuple(message.id), tuple(map(pseudo, message.id)), message.context
        elif message.id:
            yield message.id, pseudo(message.id), message.context


def pseudo_catalogue() -> Catalog:
    """Ours, from the source as it is now, and those of the libraries."""
    catalog = Catalog(locale=SOURCE_LANGUAGE, fuzzy=False)
    sources = [gathered(package) for package in PACKAGES]
    for library in LIBRARIES:
        spec = find_spec(library)
        assert spec is not None
        assert spec.origin is not None
        sources.append(read(Path(spec.origin).parent / "locale/en/LC_MESSAGES/django.po", SOURCE_LANGUAGE))
    for source in sources:
        for sentence, spoken, context in translated(source):
            catalog.add(sentence, spoken, context=context)
    return catalog


@contextmanager
def pseudo_language(folder: Path) -> Iterator[None]:
    """While it lasts, the platform has English and the pseudo-language; the caller's own language stays as it was."""
    path = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compiled(pseudo_catalogue()))
    languages = [*settings.LANGUAGES, (PSEUDO, "Accented English")]
    with (
        override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder, *settings.LOCALE_PATHS]),
        translation.override(SOURCE_LANGUAGE),
    ):
        yield

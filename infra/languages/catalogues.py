"""Gathers the sentences of each package into its catalogue, and compiles what translators have written.

    .venv/bin/python infra/languages/catalogues.py              bring every catalogue up to date
    .venv/bin/python infra/languages/catalogues.py --add es     begin a language
    .venv/bin/python infra/languages/catalogues.py --check      change nothing; exit with 1 when something is behind

A catalogue is `<package>/locale/<language>/LC_MESSAGES/django.po`; English is the source, so its sentences are
their own translation. The compiled files beside the others are committed, like the stylesheet: a deployment has no
step that it may forget, and the check says when one is older than its catalogue.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCE_LANGUAGE = "en"
# Templates stand outside the apps, so they have a catalogue of their own (LOCALE_PATHS in hosting/settings.py).
PACKAGES = ("platform/hosting", "tenants", "banks", "governance", "ledger", "templates")
KEYWORDS = {**DEFAULT_KEYWORDS, **{f"{name}_lazy": places for name, places in DEFAULT_KEYWORDS.items()}}
HEADER = "# Gathered by infra/languages/catalogues.py from the sentences of this package."
# The moment of writing would change every catalogue at every run; a blank that stays empty says nothing.
NOISE = re.compile(
    r'^"(POT-Creation-Date:|Generated-By:|.*(VERSION|EMAIL@ADDRESS|YEAR-MO|LL@li\.org)).*\n', re.MULTILINE
)
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
COMMAND = ".venv/bin/python infra/languages/catalogues.py"

Sentence = tuple[str, str, str]  # context, singular, plural; "" where there is none


def gathered(package: str, *, root: Path = ROOT) -> Catalog:
    """Every sentence of a package that passes through gettext, in the order of its files."""
    catalog = empty_catalogue(SOURCE_LANGUAGE)
    for path in sorted((root / package).rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
            # Without line numbers a catalogue changes only when a sentence does.
            location = [(path.relative_to(root).as_posix(), 0)]
            for message, comments, context in sentences_of(path.read_text(), is_python=path.suffix == ".py"):
                catalog.add(message, locations=location, auto_comments=comments, context=context)
    return catalog


def sentences_of(text: str, *, is_python: bool) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Each sentence that is marked, with its notes for translators and its context."""
    if not is_python:
        # Django turns a template into Python that xgettext can read; Babel's reader minds the indentation.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    for _line, message, comments, context in extract(
        "python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        yield message, comments, context


def empty_catalogue(language: str) -> Catalog:
    return Catalog(locale=language, project="Commonhour", header_comment=HEADER, fuzzy=False)


def known(catalog: Catalog) -> set[Sentence]:
    """The sentences of a catalogue."""
    return {identity(message) for message in catalog if message.id}


def identity(message: Message) -> Sentence:
    ids = [*parts(message.id), ""]
    return message.context or "", ids[0], ids[1]


def parts(said: object) -> list[str]:
    """The one form of a sentence, or its several plural forms; "" for what is not said."""
    return [str(part or "") for part in (said if isinstance(said, tuple | list) else [said])]


def path_of(package: str, language: str, *, root: Path = ROOT) -> Path:
    return root / package / "locale" / language.replace("-", "_") / "LC_MESSAGES" / "django.po"


def languages(*, root: Path = ROOT) -> list[str]:
    """The languages that have catalogues; English first."""
    found = {folder.name for package in PACKAGES for folder in (root / package / "locale").glob("*") if folder.is_dir()}
    return [SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE})]


def read(path: Path, language: str) -> Catalog:
    """The catalogue at a path; an empty one where there is none yet."""
    if not path.exists():
        return empty_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(*, root: Path = ROOT, add: str = "") -> None:
    """Write every catalogue anew: new sentences come in, those no longer said go out, translations stay."""
    for package in PACKAGES:
        source = gathered(package, root=root)
        write(source, path_of(package, SOURCE_LANGUAGE, root=root))
        for language in {*languages(root=root)[1:], *([add] if add else [])}:
            path = path_of(package, language, root=root)
            translated = read(path, language)
            # A guess at a sentence that resembles another says the wrong thing until a translator sees it.
            translated.update(source, no_fuzzy_matching=True)
            translated.obsolete.clear()
            write(translated, path)
            if not is_compiled(translated, path.with_suffix(".mo")):
                path.with_suffix(".mo").write_bytes(compiled(translated))


def write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, catalog, width=120, sort_output=True, include_lineno=False)
    path.write_text(NOISE.sub("", text.getvalue().decode()))


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it, with what has a translation only: an empty plural would empty the page."""
    translated = Catalog(locale=catalog.locale, header_comment=HEADER, fuzzy=False)
    for message in catalog:
        if message.id and all(parts(message.string)):
            translated.add(message.id, message.string, context=message.context)
    file = BytesIO()
    write_mo(file, translated)
    return file.getvalue()


def is_compiled(catalog: Catalog, path: Path) -> bool:
    """Whether the file says what the catalogue says; its own date and the compiler's name do not count."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        return spoken(read_mo(file)) == spoken(catalog)


def spoken(catalog: Catalog) -> dict[Sentence, list[str]]:
    """What stands for each sentence that has a translation."""
    return {
        identity(message): parts(message.string) for message in catalog if message.id and all(parts(message.string))
    }


def faults(catalog: Catalog) -> Iterator[str]:
    """A line for each translation that fills in other things than its sentence does: the page would break, or lie."""
    for message in catalog:
        ids, strings = parts(message.id), [part for part in parts(message.string) if part]
        filled = {name for part in ids for name in FILLED_IN.findall(part)}
        for string in strings if message.id else []:
            # One of several plural forms may leave the number out: "one tree".
            found = set(FILLED_IN.findall(string))
            if found - filled or (len(ids) == 1 and filled - found):
                yield f"“{string}” does not fill in what “{ids[0]}” does"


def what_is_behind(*, root: Path = ROOT) -> Iterator[str]:
    """A line for every catalogue that does not say what the source or the translator says."""
    for package in PACKAGES:
        said = known(gathered(package, root=root))
        for language in languages(root=root):
            path = path_of(package, language, root=root)
            name, catalog = path.relative_to(root), read(path, language)
            yield from (f"{name} lacks “{sentence[1]}”" for sentence in sorted(said - known(catalog)))
            yield from (f"{name} has “{sentence[1]}”, which no page says" for sentence in sorted(known(catalog) - said))
            yield from (f"{name}: {fault}" for fault in faults(catalog))
            if language != SOURCE_LANGUAGE and not is_compiled(catalog, path.with_suffix(".mo")):
                yield f"{name.with_suffix('.mo')} is older than its catalogue"


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog=COMMAND)
    options.add_argument("--check", action="store_true")
    options.add_argument("--add", default="", metavar="LANGUAGE")
    chosen = options.parse_args(arguments)
    if not chosen.check:
        update(add=chosen.add)
    behind = list(what_is_behind())
    if behind:
        remedy = f"Run `{COMMAND}` and commit what it changes." if chosen.check else "Please mend the translations."
        sys.stderr.write("\n".join([*behind, remedy, ""]))
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

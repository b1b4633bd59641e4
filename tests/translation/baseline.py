"""The sentences that stood before translating began: allowed untranslated until somebody marks them, and no others.

    .venv/bin/python -m tests.translation.baseline      take out of the list what is translatable or gone by now

Nothing adds to the list: a new sentence is marked where it is written.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.architecture.source import package_files, read, tracked
from tests.translation import in_python, in_templates

LIST = Path(__file__).with_name("untranslated.txt")
COMMAND = "PYTHONPATH=platform:. .venv/bin/python -m tests.translation.baseline"


@cache
def untranslated() -> dict[str, list[str]]:
    """Every sentence of ours that does not pass through gettext, and the files it stands in."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in package_files():
        for sentence in in_python.untranslated(source):
            found[sentence].append(source.path)
    for path in tracked():
        if path.startswith("templates/") and path.endswith((".html", ".txt")):
            for sentence in in_templates.untranslated(read(path), is_html=path.endswith(".html")):
                found[sentence].append(path)
    return found


def allowed() -> set[str]:
    """The old sentences, as the list has them."""
    return set(LIST.read_text().splitlines())


def write(sentences: set[str]) -> None:
    LIST.write_text("".join(f"{sentence}\n" for sentence in sorted(sentences)))


if __name__ == "__main__":
    before = allowed()
    write(before & untranslated().keys())
    print(f"{len(before - untranslated().keys())} of {len(before)} sentences taken out of {LIST.name}.")

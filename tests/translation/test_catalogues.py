"""The catalogues say what the source says, and a translation that would break a page is found."""

import gettext
from io import BytesIO
from pathlib import Path

import pytest

from infra.languages import catalogues
from tests.translation.pseudo import pseudo

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext_lazy, pgettext
words = _("{name} gathers mushrooms.")
many = ngettext_lazy("%(count)s basket", "%(count)s baskets")
may = pgettext("the month", "May")
"""
TEMPLATE = """
    <p>{% translate "To the woods" %}
  {% blocktranslate count n=n %}{{ n }} tree{% plural %}{{ n }} trees{% endblocktranslate %}</p>
"""
SAID = {
    ("", "{name} gathers mushrooms.", ""), ("", "%(count)s basket", "%(count)s baskets"), ("the month", "May", ""),
    ("", "To the woods", ""), ("", "%(n)s tree", "%(n)s trees"),
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a sentence of each kind, its catalogues up to date."""
    for package in catalogues.PACKAGES:
        (tmp_path / package).mkdir(parents=True)
    (tmp_path / "banks/woods.py").write_text(PYTHON)
    (tmp_path / "templates/woods.html").write_text(TEMPLATE)
    catalogues.update(root=tmp_path, add="de")
    return tmp_path


def behind(project: Path) -> list[str]:
    return list(catalogues.what_is_behind(root=project))


def translate(project: Path, package: str, singular: str, *spoken: str) -> None:
    """As a translator does, in the German catalogue; then compiled."""
    path = catalogues.path_of(package, "de", root=project)
    catalog = catalogues.read(path, "de")
    catalog[singular].string = spoken if len(spoken) > 1 else spoken[0]
    catalogues.write(catalog, path)


def test_every_kind_of_sentence_is_gathered(project: Path) -> None:
    found = [
        catalogues.read(catalogues.path_of(package, "en", root=project), "en") for package in ("banks", "templates")
    ]
    assert catalogues.known(found[0]) | catalogues.known(found[1]) == SAID
    assert behind(project) == []


def test_a_new_sentence_and_one_no_longer_said_are_behind_until_gathered(project: Path) -> None:
    woods = project / "templates/woods.html"
    woods.write_text(woods.read_text().replace("To the woods", "Into the woods"))
    told = behind(project)
    assert [line.partition(" ")[2] for line in told if "/en/" in line] == [
        "lacks “Into the woods”", "has “To the woods”, which no page says",
    ]  # fmt: skip
    assert len([line for line in told if "/de/" in line]) >= 2
    catalogues.update(root=project)
    assert behind(project) == []


def test_translations_survive_and_reach_the_compiled_file(project: Path) -> None:
    translate(project, "templates", "%(n)s tree", "%(n)s Baum", "%(n)s Bäume")
    assert behind(project) == ["templates/locale/de/LC_MESSAGES/django.mo is older than its catalogue"]
    catalogues.update(root=project)
    compiled = catalogues.path_of("templates", "de", root=project).with_suffix(".mo").read_bytes()
    assert behind(project) == []
    spoken = gettext.GNUTranslations(BytesIO(compiled))
    assert spoken.ngettext("%(n)s tree", "%(n)s trees", 2) == "%(n)s Bäume"
    assert spoken.gettext("To the woods") == "To the woods"


def test_a_translation_that_loses_what_is_filled_in_is_found(project: Path) -> None:
    translate(project, "templates", "%(n)s tree", "%(m)s Baum", "%(n)s Bäume")
    assert any("“%(m)s Baum” does not fill in" in line for line in behind(project))
    translate(project, "banks", "{name} gathers mushrooms.", "Jemand sammelt Pilze.")
    assert any("“Jemand sammelt Pilze.” does not fill in" in line for line in behind(project))
    translate(project, "templates", "%(n)s tree", "ein Baum", "%(n)s Bäume")
    catalogues.update(root=project)
    assert len(behind(project)) == 1, "a plural form may leave the number out"


def test_gathering_twice_changes_nothing(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("django.*o")}
    assert len(before) == 3 * len(catalogues.PACKAGES)
    catalogues.update(root=project)
    assert {path: path.read_bytes() for path in project.rglob("django.*o")} == before


def test_the_pseudo_language_keeps_what_is_filled_in_and_every_tag() -> None:
    assert pseudo('Ask %(name)s &amp; {who}: <a href="%(url)s">here</a> 100%%') == (
        'Àšķ %(name)s &amp; {who}: <a href="%(url)s">ĥéŕé</a> 100%%'
    )

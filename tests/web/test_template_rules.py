"""What every template keeps to: the content policy, known icons, present parts, a readable length."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.house.each import each

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "platform/hosting/static"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))"),
    "a handler attribute": re.compile(r"\son[a-z]+\s*="),
    "a script address": re.compile(r"javascript:"),
    "an address outside": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
}


def text_of(page: str) -> str:
    return (TEMPLATES / page).read_text()


@each("page", PAGES)
def test_a_template_compiles(page: str) -> None:
    get_template(page)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_needs_more_than_the_content_policy_allows(what: str) -> None:
    assert [page for page in PAGES if FORBIDDEN[what].search(text_of(page))] == []


def test_templates_stay_readable() -> None:
    assert [page for page in PAGES if len(text_of(page).splitlines()) > 150] == []


def test_every_icon_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z_]+)"', (STATIC / "icons/sprite.svg").read_text()))
    used = {name for page in PAGES for name in re.findall(r'{% icon "([a-z_]+)"', text_of(page))}
    assert used - drawn == set()


def test_every_included_part_exists() -> None:
    parts = {part for page in PAGES for part in re.findall(r'{% (?:include|extends) "([^"]+)"', text_of(page))}
    assert sorted(part for part in parts if not (TEMPLATES / part).is_file()) == []


def test_no_money_word_and_no_payer_on_a_page() -> None:
    words = re.compile(r"\b(?:payer|payee|transactions?|wallet|credit card|price)\b", re.IGNORECASE)
    assert {page: words.findall(text_of(page)) for page in PAGES if words.search(text_of(page))} == {}


def test_every_file_the_stylesheet_asks_for_is_there() -> None:
    css = (STATIC / "css/app.css").read_text()
    asked = {
        match.strip("\"'") for match in re.findall(r"url\(([^)]+)\)", css) if not match.startswith(("data:", '"data:'))
    }
    assert asked
    assert [name for name in asked if not (STATIC / "css" / name).resolve().is_file()] == []


def test_every_script_module_that_is_imported_is_there() -> None:
    modules = STATIC / "js"
    wanted = {name for path in modules.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
    assert sorted(name for name in wanted if not (modules / name).is_file()) == []

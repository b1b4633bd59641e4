"""A bank chooses among colours that everybody can read."""

import json
from pathlib import Path

import pytest

from banks.ui.themes import DEFAULT_THEME, THEMES, theme_or_default

ROOT = Path(__file__).parents[2]
COLOURS = json.loads((ROOT / "infra/pages/themes.json").read_text())


def test_the_themes_are_those_of_the_stylesheet() -> None:
    assert {name: colours["title"] for name, colours in COLOURS.items()} == THEMES


def test_the_built_stylesheet_knows_every_theme() -> None:
    css = (ROOT / "platform/hosting/static/css/app.css").read_text()
    assert [name for name in THEMES if f"[data-theme={name}]" not in css] == []


@pytest.mark.parametrize("name", [None, "", "pink", "#1f6f5c"])
def test_an_unknown_name_gets_the_default(name: str | None) -> None:
    assert theme_or_default(name) == DEFAULT_THEME


@pytest.mark.parametrize("name", COLOURS)
def test_white_words_on_the_band_can_be_read(name: str) -> None:
    channels = [int(COLOURS[name]["bank"][at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 5.5

"""The colours a bank may choose; each name is a block in infra/pages/themes.json.

Guarantees: every theme passes WCAG AA, because the build of the stylesheet refuses
one that does not. Called by the context of every page.
"""

THEMES: dict[str, str] = {
    "meadow": "Meadow green",
    "lake": "Lake blue",
    "brick": "Brick red",
    "plum": "Plum",
    "teal": "Teal",
    "ochre": "Ochre",
    "rose": "Rose",
    "dusk": "Evening blue",
}
DEFAULT_THEME = "meadow"


def theme_or_default(name: str | None) -> str:
    """A theme the stylesheet knows; an unknown name gives the default, never a page without colours."""
    return name if name in THEMES else DEFAULT_THEME

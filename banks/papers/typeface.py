"""The letters of our papers: Atkinson Hyperlegible, and behind it two fonts for all other scripts.

Guarantees: a letter of any script in Unicode's first plane comes out as a letter (fonts/LICENCES.txt says whence);
text that runs from right to left is laid in the order it is read; no font is loaded that a paper does not need.
Refuses nothing: what no font has leaves a gap. Called by: `sheet`.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

# fpdf brings fontTools, which would be two fifths of every process's start: whoever makes a paper waits for it.
# ruff: noqa: PLC0415
if TYPE_CHECKING:
    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parent / "fonts"
RIGHT_TO_LEFT = {"R", "AL"}
POINTS_IN_A_MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Letters:
    """One font: its files by style, and how wide each character is in thousandths of the size."""

    family: str
    regular: str
    bold: str

    def style(self, style: str) -> str:
        """The style there is: the last resort is never bold."""
        return "" if self.bold == self.regular else style

    def file(self, style: str) -> Path:
        return FOLDER / (self.bold if style == "B" else self.regular)


PLAIN = Letters("atkinson", "atkinson-regular.ttf", "atkinson-bold.ttf")
WIDER = Letters("dejavu", "dejavu-regular.ttf", "dejavu-bold.ttf")
WORLD = Letters("unifont", "unifont.otf", "unifont.otf")


@cache
def widths_in(letters: Letters, style: str) -> dict[int, float]:
    """Character -> width in thousandths of the type size."""
    from fontTools.ttLib import TTFont

    with TTFont(letters.file(style), lazy=True) as font:
        scale, advances = 1000 / font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: advances[glyph][0] * scale for code, glyph in font.getBestCmap().items()}


@cache
def _letters_of(character: str, style: str) -> tuple[Letters, float]:
    """The first font that has a character, and its width there."""
    code = ord(character)
    for letters in (PLAIN, WIDER, WORLD):
        width = widths_in(letters, style).get(code)
        if width is not None:
            return letters, width
    return PLAIN, widths_in(PLAIN, style).get(0x20, 250.0)


def tidy(text: str) -> str:
    """Text without control characters, its accents joined to their letters."""
    joined = unicodedata.normalize("NFC", text)
    return "".join(" " if each.isspace() else each for each in joined if each.isspace() or each.isprintable())


def width_of(text: str, style: str, size: float) -> float:
    """Millimetres that a text takes."""
    return _advance(text, style) * size / 1000 / POINTS_IN_A_MILLIMETRE


@lru_cache(maxsize=20_000)
def _advance(text: str, style: str) -> float:
    return sum(_letters_of(each, style)[1] for each in text)


def runs(text: str, style: str) -> Iterator[tuple[Letters, str]]:
    """The text as it is laid from left to right, cut where another font begins."""
    if text.isascii():
        yield PLAIN, text
        return
    if any(unicodedata.bidirectional(each) in RIGHT_TO_LEFT for each in text):
        from fpdf.bidi import BidiParagraph
        from fpdf.enums import TextDirection

        text = BidiParagraph(text=text, base_direction=TextDirection.LTR).get_reordered_string()
    for letters, part in groupby(text, key=lambda each: _letters_of(each, style)[0]):
        yield letters, "".join(part)


def wrapped(text: str, style: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width`; a word that is wider by itself is cut."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrapped(tidy(part), style, size, width)
    return lines or [""]


def _wrapped(text: str, style: str, size: float, width: float) -> list[str]:
    space = width_of(" ", style, size)
    lines, line, used = [], "", 0.0
    for word in text.split():
        length = width_of(word, style, size)
        if line and used + space + length <= width:
            line, used = f"{line} {word}", used + space + length
            continue
        if line:
            lines.append(line)
        *whole, word = _cut(word, style, size, width)
        lines += whole
        line, used = word, width_of(word, style, size)
    return [*lines, line]


def _cut(word: str, style: str, size: float, width: float) -> list[str]:
    """A word in pieces that fit; most words are one piece."""
    if width_of(word, style, size) <= width:
        return [word]
    pieces, piece, used = [], "", 0.0
    for each in word:
        length = width_of(each, style, size)
        if piece and used + length > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + each, used + length
    return [*pieces, piece]


class Pen:
    """Sets text on the pages of one document; loads each font when its first letter is set."""

    def __init__(self, pdf: "FPDF") -> None:
        self._pdf = pdf
        self._loaded: dict[tuple[str, str], None] = {}

    def write(self, x: float, y: float, text: str, *, style: str, size: float) -> None:
        """One line, its left end at x and its foot at y, in millimetres."""
        for letters, part in runs(text, style):
            self._take(letters, style, size)
            self._pdf.text(x, y, part)
            x += width_of(part, style, size)

    def _take(self, letters: Letters, style: str, size: float) -> None:
        style = letters.style(style)
        if (letters.family, style) not in self._loaded:
            self._pdf.add_font(letters.family, style, letters.file(style))
            self._loaded[letters.family, style] = None
        self._pdf.set_font(letters.family, style, size)

    def name_fonts(self) -> None:
        """Make every font so far known to this page, whose content was set on another."""
        for family, style in self._loaded:
            self._pdf.set_font(family, style, 1)
            self._pdf.text(0, 0, "")

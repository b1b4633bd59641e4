"""A paper in the making: large type on letter or A4 pages, each with the bank's name, the day and its number.

Guarantees: nothing overflows: long text is wrapped, a row that does not fit goes to the next page with the
table's head above it, and one longer than a page goes on there. Thousands of rows stay quick. The language is
tagged and all text can be read out and searched. Refuses nothing. Called by the papers of this slice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from banks.day_words import in_words
from banks.papers.typeface import Pen, width_of, wrapped

FORMATS = {"US": "letter"}
MARGIN, FOOT = 20.0, 24.0
TEXT, SMALL, LARGE, TITLE = 13.0, 12.0, 16.0, 22.0
LINE = 0.5  # millimetres of line for a point of type
GREY, BLACK, RULE = 70, 0, 150
GAP = 3.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether figures stand to the right."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Pages set once, to be laid again for another reader."""

    pages: tuple[bytes, ...]


class Sheet:
    """One document. Sections count their own pages: a posting pack is many letters in one file."""

    def __init__(self, *, bank_name: str, title: str, at: datetime, day: date, country: str = "US") -> None:
        from fpdf import FPDF  # noqa: PLC0415 - see `typeface`

        self._pdf = FPDF(format=FORMATS.get(country, "a4"))
        self._pdf.set_auto_page_break(False)
        self._pdf.set_lang("en-US")
        self._pdf.set_title(title)
        self._pdf.set_author(bank_name)
        self._pdf.set_creation_date(at)
        self._pen = Pen(self._pdf)
        self._bank_name, self.day = bank_name, in_words(day)
        self._sections: list[tuple[int, str]] = []
        self._y = MARGIN
        self._head: tuple[Sequence[Column], Sequence[float]] | None = None

    # -- the frame

    @property
    def width(self) -> float:
        return float(self._pdf.w) - 2 * MARGIN

    @property
    def left(self) -> float:
        """Millimetres still free above the foot of this page."""
        return float(self._pdf.h) - FOOT - self._y

    def section(self, name: str) -> None:
        """Begin a letter of its own: a new page, counted from one; `name` stands at the foot of each."""
        self._head = None
        self._page()
        self._sections.append((self._pdf.page, name))

    def _page(self) -> None:
        self._pdf.add_page()
        self._y = MARGIN
        if self._head is not None:
            self._lay_head()

    def _room(self, height: float) -> None:
        if height > self.left and self._y > MARGIN:
            self._page()

    def bytes(self) -> bytes:
        """The finished file."""
        ends = [*(first for first, _ in self._sections[1:]), self._pdf.page + 1]
        for (first, name), following in zip(self._sections, ends, strict=True):
            for page in range(first, following):
                self._foot(page, f"{name} · page {page - first + 1} of {following - first}")
        return bytes(self._pdf.output())

    def _foot(self, page: int, words: str) -> None:
        self._pdf.page = page
        self._pdf.current_font_is_set_on_page = False  # fpdf remembers the font of the page it was on
        y = float(self._pdf.h) - FOOT + 12
        room = self.width
        for line in (f"{self._bank_name} · {self.day}", words):
            self._grey()
            self._pen.write(MARGIN, y, wrapped(line, "", SMALL, room)[0], style="", size=SMALL)
            y += SMALL * LINE
        self._black()

    # -- words

    def title(self, words: str) -> None:
        self.text(words, style="B", size=TITLE)
        self.gap()

    def heading(self, words: str) -> None:
        """A heading stays with at least a line of what follows."""
        self._room(LARGE * LINE + 2 * TEXT * LINE + GAP)
        self.gap()
        self.text(words, style="B", size=LARGE)

    def text(self, words: str, *, style: str = "", size: float = TEXT, indent: float = 0.0, grey: bool = False) -> None:
        """A paragraph; line breaks in it are kept."""
        for line in wrapped(words, style, size, self.width - indent):
            self._line(line, MARGIN + indent, style, size, grey=grey)

    def together(self, parts: Iterable[tuple[str, str]]) -> None:
        """Short paragraphs as (style, words) that stay on one page where they fit on one."""
        lines = [(style, line) for style, words in parts for line in wrapped(words, style, TEXT, self.width)]
        height = len(lines) * TEXT * LINE
        if height <= float(self._pdf.h) - MARGIN - FOOT:
            self._room(height)
        for style, line in lines:
            self._line(line, MARGIN, style, TEXT)
        self.gap()

    def gap(self, height: float = GAP) -> None:
        self._y += height

    def to_sign(self, words: str) -> None:
        """A line to write on, with what belongs there below it."""
        height = 14 + SMALL * LINE
        self._room(height)
        self._y += 14
        self._rule(BLACK)
        self._y += 0.5
        self.text(words, size=SMALL, grey=True)

    def _line(self, line: str, x: float, style: str, size: float, *, grey: bool = False) -> None:
        self._room(size * LINE)
        self._y += size * LINE
        if grey:
            self._grey()
        self._pen.write(x, self._y - size * LINE * 0.25, line, style=style, size=size)
        if grey:
            self._black()

    def _grey(self) -> None:
        self._pdf.set_text_color(GREY)

    def _black(self) -> None:
        self._pdf.set_text_color(BLACK)

    def _rule(self, shade: int = RULE) -> None:
        self._pdf.set_draw_color(shade)
        self._pdf.line(MARGIN, self._y, MARGIN + self.width, self._y)

    # -- tables

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Rows of words below their heads, which stand again on every page."""
        whole = sum(column.share for column in columns)
        widths = [column.share / whole * self.width for column in columns]
        self._room(4 * TEXT * LINE)
        self._head = (columns, widths)
        self._lay_head()
        for row in rows:
            self._row(columns, widths, row)
        self._head = None
        self.gap()

    def _lay_head(self) -> None:
        assert self._head is not None
        columns, widths = self._head
        cells = [wrapped(c.head, "B", SMALL, w - GAP) for c, w in zip(columns, widths, strict=True)]
        self._lay(columns, widths, cells, style="B")
        self._rule(BLACK)
        self._y += 1

    def _row(self, columns: Sequence[Column], widths: Sequence[float], row: Sequence[str]) -> None:
        cells = [wrapped(words, "", SMALL, width - GAP) for words, width in zip(row, widths, strict=True)]
        self._room(max(map(len, cells)) * SMALL * LINE + 2)
        self._lay(columns, widths, cells, style="")
        self._y += 1
        self._rule()
        self._y += 1

    def _lay(
        self, columns: Sequence[Column], widths: Sequence[float], cells: Sequence[list[str]], *, style: str
    ) -> None:
        """Lines of the cells beside each other; what is longer than a page goes on on the next."""
        for at in range(max(map(len, cells))):
            if style == "":
                self._room(SMALL * LINE)
            self._y += SMALL * LINE
            x = MARGIN
            for column, width, cell in zip(columns, widths, cells, strict=True):
                if at < len(cell) and cell[at]:
                    start = x + width - width_of(cell[at], style, SMALL) if column.right else x
                    self._pen.write(start, self._y - SMALL * LINE * 0.25, cell[at], style=style, size=SMALL)
                x += width

    # -- the same pages again

    def kept_since(self, first: int) -> Kept:
        """The pages from one on, to be laid again."""
        contents = [self._pdf.pages[page].contents for page in range(first, self._pdf.page + 1)]
        return Kept(tuple(bytes(each) for each in contents if isinstance(each, bytearray)))

    @property
    def page(self) -> int:
        return int(self._pdf.page)

    def new_page(self) -> None:
        self._page()

    def again(self, kept: Kept) -> None:
        """Lay pages again that were set once, after what stands here."""
        for contents in kept.pages:
            self._page()
            self._pen.name_fonts()
            self._pdf.pages[self._pdf.page].contents = bytearray(contents)
        self._y = float(self._pdf.h)

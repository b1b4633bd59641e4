"""The sheet: nothing overflows, whatever is written on it; thousands of rows stay quick; every letter is there."""

import time
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from banks.papers.sheet import FOOT, MARGIN, SMALL, Column, Sheet
from banks.papers.typeface import PLAIN, WIDER, WORLD, runs, tidy, width_of, widths_in, wrapped

MILLIMETRE = 72 / 25.4
COLUMNS = (Column("Day", 32), Column("What", 78), Column("Hours", 30, right=True), Column("Balance", 30, right=True))


def new_sheet(country: str = "US") -> Sheet:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    sheet = Sheet(bank_name="Door County", title="Test", at=at, day=date(2026, 11, 22), country=country)
    sheet.section("Test")
    return sheet


def read(sheet: Sheet) -> PdfReader:
    return PdfReader(BytesIO(sheet.bytes()))


def lowest(reader: PdfReader, page: int) -> float:
    """How far above the paper's edge the lowest line of the page's own part stands, in millimetres."""
    feet: list[float] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        if text.strip() and "page" not in text and "Door County" not in text:
            feet.append(tm[5] / MILLIMETRE)

    reader.pages[page].extract_text(visitor_text=visit)
    return min(feet)


@given(st.text(max_size=300), st.sampled_from(["", "B"]), st.floats(min_value=12, max_value=180))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_its_place_and_no_letter_is_lost(text: str, style: str, width: float) -> None:
    lines = wrapped(text, style, SMALL, width)
    for line in lines:
        assert width_of(line, style, SMALL) <= width or len(line) == 1
    shown = "".join("".join(tidy(part).split()) for part in text.split("\n"))
    assert "".join("".join(line.split()) for line in lines) == shown


def test_a_name_without_a_space_is_cut_where_the_paper_ends() -> None:
    lines = wrapped("Wilhelmina" * 40, "B", 22, 170)
    assert "".join(lines) == "Wilhelmina" * 40
    assert len(lines) > 5


@pytest.mark.parametrize("country", ["US", "other"])
def test_the_foot_stays_free_and_the_head_stands_on_every_page(country: str) -> None:
    sheet = new_sheet(country)
    sheet.table(COLUMNS, [("14 Nov 2026", f"Lawn Mowing {n} " + "and more " * (n % 40), "+1", "+2") for n in range(90)])
    reader = read(sheet)
    assert len(reader.pages) > 5
    for at, page in enumerate(reader.pages):
        assert lowest(reader, at) >= FOOT - 1
        assert page.extract_text().startswith("Day")
        assert f"page {at + 1} of {len(reader.pages)}" in page.extract_text()
    width = float(reader.pages[0].mediabox.width) / MILLIMETRE
    assert round(width) == (216 if country == "US" else 210)


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    sheet = new_sheet()
    sheet.table(COLUMNS, [("14 Nov 2026", "word " * 4000, "+1", "+2"), ("15 Nov 2026", "after", "+1", "+3")])
    reader = read(sheet)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert text.count("word") == 4000
    assert "after" in text
    assert all(lowest(reader, at) >= FOOT - 1 for at in range(len(reader.pages)))


def test_five_thousand_rows_are_quick() -> None:
    sheet = new_sheet()
    started = time.process_time()
    sheet.table(COLUMNS, (("14 Nov 2026", f"Medical appointment {n} for Anne", "+1.25", "−12.5") for n in range(5000)))
    made = sheet.bytes()
    spent = time.process_time() - started
    print(f"{spent:.1f} s of work, {len(made)} bytes, {sheet.page} pages")
    assert spent < 15
    assert "Medical appointment 4999" in PdfReader(BytesIO(made)).pages[-1].extract_text()


def test_pages_laid_again_read_like_the_first() -> None:
    sheet = new_sheet()
    sheet.text("For Anne")
    first = sheet.page + 1
    sheet.new_page()
    sheet.title("Directory of 王小明")
    sheet.text("Иван " * 800)
    kept = sheet.kept_since(first)
    sheet.section("Second")
    sheet.text("For Bill")
    sheet.again(kept)
    pages = [page.extract_text().replace("\0", "").split() for page in read(sheet).pages]
    each = len(pages) // 2
    assert len(kept.pages) == each - 1
    for one, other in zip(pages[1:each], pages[each + 1 :], strict=True):
        assert [word for word in one if word != "Test"] == [word for word in other if word != "Second"]
    assert " ".join(pages[-1]).endswith(f"Second · page {each} of {each}")


def test_letters_of_any_script_have_a_font_and_bold_is_bold() -> None:
    for text, letters in (("Zażółć", PLAIN), ("Иван", WIDER), ("王小明", WORLD)):
        assert [each for each, _ in runs(text, "")] == [letters]
    assert width_of("Balance", "B", 12) > width_of("Balance", "", 12)
    covered = {*widths_in(PLAIN, ""), *widths_in(WIDER, ""), *widths_in(WORLD, "")}
    assert not {code for code in range(0x20, 0x3100) if chr(code).isalpha()} - covered


def test_what_is_read_from_right_to_left_is_laid_so() -> None:
    assert "".join(part for _, part in runs("דוד Ben", "")) == "דוד"[::-1] + " Ben"


def test_lines_to_sign_stay_together_with_their_words() -> None:
    sheet = new_sheet()
    for _ in range(40):
        sheet.to_sign("Signature")
    reader = read(sheet)
    assert sum(page.extract_text().count("Signature") for page in reader.pages) == 40
    assert all(lowest(reader, at) >= FOOT - 1 for at in range(len(reader.pages)))
    assert MARGIN < FOOT

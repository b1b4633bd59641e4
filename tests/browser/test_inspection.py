"""What looks at every page is looked at itself: each kind of fault is planted once, and told."""

from pathlib import Path

import pytest

from tests.browser import inspection
from tests.browser.inspection import headings, inspect, too_wide, violations
from tests.browser.sizes import PHONE
from tests.browser.windows import Windows

SOUND = "<html lang='en'><title>Hours</title><main><h1>Hours</h1><label>Name <input></label>{}</main></html>"
FAULTY = {
    "color-contrast": "<p style='color: #999; background: #fff'>Hardly to be read</p>",
    "label": "<input type='text'>",
    "image-alt": "<img src='data:,'>",
    "button-name": "<button></button>",
}


def test_a_sound_page_has_no_faults(windows: Windows) -> None:
    page = windows.take(PHONE)
    page.set_content(SOUND.format(""))
    assert [*violations(page), *headings(page), *too_wide(page)] == []
    windows.give_back(page, PHONE)


@pytest.mark.parametrize("rule", FAULTY)
def test_what_axe_knows_is_told(windows: Windows, rule: str) -> None:
    page = windows.take(PHONE)
    page.set_content(SOUND.format(FAULTY[rule]))
    assert [said.partition(":")[0] for said in violations(page)] == [rule]
    windows.give_back(page, PHONE)


def test_a_page_that_is_too_wide_or_has_two_headings_fails_its_look(
    windows: Windows, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(inspection, "PICTURES", tmp_path)
    page = windows.take(PHONE)
    page.set_content(SOUND.format("<h1>More</h1><div style='width: 900px'>wide</div>"))
    with pytest.raises(AssertionError, match=r"2 h1 on the page\n\d+ px wide in 390"):
        inspect(page, PHONE, "planted")
    windows.give_back(page, PHONE)


def test_what_stands_out_of_its_card_is_told(windows: Windows) -> None:
    page = windows.take(PHONE)
    page.set_content(SOUND.format("<div class='card' style='width: 200px'><p style='width: 220px'>hours</p></div>"))
    assert too_wide(page) == ["220 px in a card of 200: hours"]
    windows.give_back(page, PHONE)

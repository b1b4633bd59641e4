"""The frame around every page: ways around it, the bank's own words and colours, who is signed in."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from ledger.policy import HoursPolicy

NAV = [
    SimpleNamespace(key="home", label="Home", short="Home", icon="home", url="/", on_bar=True),
    SimpleNamespace(key="rules", label="Rules", short="Rules", icon="rules", url="/rules/", on_bar=False),
]
BANK = SimpleNamespace(
    name="Time Exchange of Door County",
    tagline="Together we can do so much",
    theme="lake",
    hours=HoursPolicy(),
    help="Call the office.",
)
PLATFORM = {"name": "Commonhour", "url": "http://localhost:8000"}
ANNE = SimpleNamespace(name="Anne Lindqvist", number=17, is_coordinator=False, is_administrator=False)


def page(**more: object) -> str:
    context = {"platform": PLATFORM, "bank": BANK, "viewer": ANNE, "nav": NAV, "here": "home", "csrf_token": "t"}
    return render_to_string("404.html", {**context, **more})


def test_a_keyboard_reaches_the_page_first() -> None:
    text = page()
    assert text.index('href="#content"') < text.index("<header")
    assert '<main id="content"' in text


def test_the_bank_speaks_in_its_own_name_and_colour() -> None:
    text = page()
    assert 'data-theme="lake"' in text
    assert "Together we can do so much" in text
    assert "Call the office." in text


def test_the_footer_names_the_platform() -> None:
    assert '<a href="http://localhost:8000">Commonhour</a>' in page()


def test_the_current_page_is_marked_wherever_it_is_listed() -> None:
    assert page().count('aria-current="page"') == 3
    assert page(here="rules").count('aria-current="page"') == 2


def test_every_list_of_ways_has_its_own_name() -> None:
    text = page()
    assert 'aria-label="Main menu"' in text
    assert 'aria-labelledby="menu-words"' in text
    assert 'aria-label="Short menu"' in text


def test_signing_out_is_a_form() -> None:
    assert page().count('method="post" action="/sign-in/out/"') == 2


def test_a_visitor_is_offered_to_sign_in() -> None:
    text = page(viewer=None, nav=[])
    assert "Sign out" not in text
    assert "Sign in" in text


def test_the_platform_has_no_bank_and_its_own_colour() -> None:
    text = page(bank=None, viewer=None, nav=[])
    assert 'data-theme="dusk"' in text
    assert "lives on" not in text


def test_what_just_happened_is_read_out() -> None:
    class Message(str):
        level_tag = "success"

    text = page(messages=[Message("Your details are saved.")])
    assert text.index('role="status"') < text.index("Your details are saved.")


def test_what_members_typed_cannot_become_markup() -> None:
    assert "<b>Anne" not in page(viewer=SimpleNamespace(**{**vars(ANNE), "name": "<b>Anne</b>"}))


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html", "404_unknown_host.html"])
def test_a_page_of_last_resort_needs_nothing(name: str) -> None:
    text = render_to_string(name, {})
    assert "Commonhour" in text
    assert "<h1>" in text


def test_a_closed_bank_is_named() -> None:
    text = render_to_string("503.html", {"bank_name": "Valley Time Trade", "platform_url": "http://localhost"})
    assert "Valley Time Trade is closed for a while" in text

"""A page speaks its reader's language, where the platform has it; a letter speaks that of the one who reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from banks.notices.models import Notice
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, member_id, report
from tests.translation.pseudo import PSEUDO, pseudo, pseudo_language


@pytest.fixture(autouse=True)
def _with_a_second_language(tmp_path: Path) -> Iterator[None]:
    with pseudo_language(tmp_path):
        yield


@pytest.mark.parametrize(
    ("asked_for", "spoken"),
    [("", "en"), (PSEUDO, PSEUDO), ("fr, en-XA;q=0.8, en;q=0.5", PSEUDO), ("en, en-XA;q=0.5", "en"), ("fr", "en")],
)
def test_a_page_speaks_the_first_language_of_the_browser_that_there_is(door: Bank, asked_for: str, spoken: str) -> None:
    page = Client(HTTP_HOST="door.localhost").get("/", HTTP_ACCEPT_LANGUAGE=asked_for)
    words = "Sign in" if spoken == "en" else pseudo("Sign in")
    assert f"{words}</a>" in page.content.decode()
    assert f'<html lang="{spoken}"' in page.content.decode()
    assert page["Content-Language"] == spoken
    assert "Accept-Language" in page["Vary"]


def test_the_next_reader_is_not_answered_in_the_language_of_the_last(door: Bank) -> None:
    """On one thread; also a host at which there is no bank, which is answered before all other middleware."""
    Client(HTTP_HOST="door.localhost").get("/", HTTP_ACCEPT_LANGUAGE=PSEUDO)
    for host in ("door.localhost", "nobody.localhost"):
        assert '<html lang="en"' in Client(HTTP_HOST=host).get("/").content.decode()
        Client(HTTP_HOST="door.localhost").get("/", HTTP_ACCEPT_LANGUAGE=PSEUDO)
    page = Client(HTTP_HOST="nobody.localhost").get("/", HTTP_ACCEPT_LANGUAGE=PSEUDO)
    assert f'<html lang="{PSEUDO}"' in page.content.decode()


def test_a_letter_does_not_speak_the_language_of_the_one_whose_act_wrote_it(door: Bank) -> None:
    bill, given = Browser(door, "Bill"), report(door, person=member_id(door, "Anne"))
    bill.client.defaults["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    assert bill.post("/record/provided/", **given, step="what").status == 200
    assert bill.post("/record/provided/", **given, step="send").status == 302
    assert translation.get_language() == PSEUDO, "the act was done in Bill's language"
    with in_bank(door):
        letter = Notice.objects.filter(member__name="Anne").latest("made_at")
    assert "Service: " in letter.body
    assert letter.body.isascii() or not set(pseudo("adefijmnrstu")) & set(letter.body), letter.body

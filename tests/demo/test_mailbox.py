"""Letters on disk as the mail page shows them."""

import os
from pathlib import Path

import pytest

from hosting.demo.mailbox import letter_of_key, newest_letters


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    letters = {
        "1.older": "From: bank@localhost\nTo: ann@example.org\nSubject: =?utf-8?q?Zwei_Stunden_f=C3=BCr_Jos=C3=A9?=\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nThank you, José.\n",
        "2.newer": "To: ben@example.org\n\nno subject\n",
        "3.odd": "Subject: odd\nContent-Type: text/plain; charset=no-such\n\nx\n",
    }
    for number, (name, text) in enumerate(letters.items()):
        (tmp_path / "new" / name).write_text(text, encoding="utf-8")
        os.utime(tmp_path / "new" / name, (1_000_000 + number, 1_000_000 + number))
    return tmp_path


def test_the_newest_comes_first_and_headers_are_decoded(maildir: Path) -> None:
    letters = newest_letters(maildir)
    assert [letter.key for letter in letters][-2:] == ["2.newer", "1.older"]
    assert letters[-1].subject == "Zwei Stunden für José"
    assert letters[-1].text == "Thank you, José.\n"
    assert letters[-2].subject == "(no subject)"


def test_one_letter_by_its_key(maildir: Path) -> None:
    letter = letter_of_key(maildir, "1.older")
    assert letter is not None
    assert letter.to == "ann@example.org"


def test_a_key_never_becomes_a_path(maildir: Path) -> None:
    (maildir / "secret-key").write_text("Subject: secret\n\nsecret")
    assert letter_of_key(maildir, "../secret-key") is None
    assert letter_of_key(maildir, "nothing") is None


def test_an_empty_mailbox(tmp_path: Path) -> None:
    assert newest_letters(tmp_path / "none") == []

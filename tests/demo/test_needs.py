"""What a test file needs is read from it: nothing, or Django and its servers."""

from pathlib import Path

import pytest

from tests.house import ROOT
from tests.house.needs import any_needs_servers, needs_servers

PURE = (
    "tests/ledger/test_amounts.py",
    "tests/governance/test_vote.py",
    "tests/governance/test_consent.py",
    "tests/circles/test_circle_rules.py",
    "tests/exchanges/test_rules.py",
    "tests/policies/test_levies.py",
)
NEEDY = {
    "a fixture of the conftest above it": "tests/browser/test_keyboard.py",
    "rows": "tests/ledger/test_accounts.py",
    "templates": "tests/web/test_template_rules.py",
    "the settings": "tests/sign_in/test_codes.py",
}


def written(folder: Path, text: str) -> Path:
    file = folder / "test_something.py"
    file.write_text(text)
    return file


@pytest.mark.parametrize("name", PURE)
def test_rules_without_rows_need_nothing(name: str) -> None:
    assert not needs_servers(ROOT / name), "its imports, or those of a conftest above it, lead to Django"


@pytest.mark.parametrize("why", NEEDY)
def test_everything_else_needs_the_servers(why: str) -> None:
    assert needs_servers(ROOT / NEEDY[why]), why


@pytest.mark.parametrize(
    "text",
    [
        "from tenants.models import Bank",
        "from tenants import models",
        "import tenants.models",
        "from django.db import models",
        "from django.db import DatabaseError, connection",
        "def test_it():\n    from tenants.models import Bank",
        "from tests.house.servers import url",
        "def test_it(db): pass",
        "def test_it(django_assert_num_queries): pass",
        "import pytest\n\n@pytest.mark.django_db\ndef test_it(): pass",
        "from . import neighbour",
    ],
)
def test_what_leads_to_settings_rows_or_servers_is_found(tmp_path: Path, text: str) -> None:
    assert needs_servers(written(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "import json\nfrom ledger.amounts import split_equally",
        "from django.utils.translation import gettext_lazy",
        "from django.db import DatabaseError",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tenants.models import Bank",
        "def test_it(tmp_path): pass",
    ],
)
def test_what_does_not_is_pure(tmp_path: Path, text: str) -> None:
    assert not needs_servers(written(tmp_path, text))


@pytest.mark.parametrize(
    ("conftest", "text", "needed"),
    [
        ("@pytest.fixture\ndef bank():\n    from tenants.models import Bank", "def test_it(bank): pass", True),
        ("@pytest.fixture\ndef bank():\n    from tenants.models import Bank", "def test_it(): pass", False),
        ("@pytest.fixture(autouse=True)\ndef _it():\n    import django.conf", "def test_it(): pass", True),
        ("@pytest.fixture\ndef bank(db): pass", "def test_it(bank): pass", True),
        ("@pytest.fixture\ndef place(tmp_path): pass", "def test_it(place): pass", False),
        ("from tenants.models import Bank", "def test_it(): pass", True),
    ],
)
def test_so_does_one_that_asks_a_fixture_for_it(tmp_path: Path, conftest: str, text: str, needed: bool) -> None:
    (tmp_path / "conftest.py").write_text(f"import pytest\n{conftest}\n")
    assert needs_servers(written(tmp_path, text)) is needed


def test_one_that_needs_them_is_enough_and_none_at_all_is_not_taken_for_pure(tmp_path: Path) -> None:
    pure, needy = ROOT / PURE[0], ROOT / NEEDY["rows"]
    assert not any_needs_servers([pure])
    assert any_needs_servers([pure, needy])
    assert any_needs_servers([ROOT / "tests" / "ledger"])
    assert any_needs_servers([tmp_path])
    assert any_needs_servers([tmp_path / "gone.py"])

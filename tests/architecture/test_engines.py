"""The two engines take what they need as arguments: no clock, no settings, no web, no floats in the books."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import Source, dotted, imported_names, package_files, planted, sins, tracked
from tests.house import ROOT

ENGINES = ("ledger/", "governance/")
CLOCKS = (
    "timezone.now", "timezone.localdate", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time",
)  # fmt: skip
MONEY = {
    "stripe", "dj-stripe", "djmoney", "django-money", "moneyed", "py-moneyed", "paypalrestsdk", "braintree", "plaid",
}  # fmt: skip
# What `run.py bench` measures us against needs them; nothing of ours does.
OF_THE_BENCH = {"django-money", "py-moneyed"}


def engine_files() -> tuple[Source, ...]:
    return tuple(source for source in package_files() if source.path.startswith(ENGINES))


def asks_the_time(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node).endswith(CLOCKS):
            yield f"line {node.lineno}: {dotted(node)}; take `now` as an argument"


def uses_floats(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"line {node.lineno}: float"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_path(node):
            yield f"line {node.lineno}: `/` makes a float; use // or divmod"
        if isinstance(node, ast.Attribute) and node.attr in {"FloatField", "DecimalField"}:
            yield f"line {node.lineno}: {node.attr}"


def _is_path(node: ast.BinOp) -> bool:
    """`Path / "name"`: the right side is text."""
    return isinstance(node.right, ast.JoinedStr) or isinstance(getattr(node.right, "value", None), str)


def test_engines_do_not_ask_the_time() -> None:
    assert sins(asks_the_time, sources=engine_files()) == []
    assert list(asks_the_time(planted("from django.utils import timezone\nx = timezone.now()\n")))
    assert list(asks_the_time(planted("import datetime\nx = datetime.datetime.now()\n")))


def test_the_books_know_whole_minutes_only() -> None:
    ledger = tuple(source for source in engine_files() if source.path.startswith("ledger/"))
    # hour_words.py says minutes in words, by exact fractions.
    assert sins(uses_floats, sources=ledger, besides=("ledger/hour_words.py",)) == []
    for sin in ("x = 1.5\n", "x = float(y)\n", "x = a / 2\n", "x = models.DecimalField()\n"):
        assert list(uses_floats(planted(sin)))
    assert not list(uses_floats(planted("here = Path(__file__).parent / 'sql'\n")))


@pytest.mark.parametrize("engine", ["ledger", "governance"])
def test_a_ban_stands_in_each_engines_own_ruff_file(engine: str, tmp_path: Path) -> None:
    config = ROOT / engine / "ruff.toml"
    banned = tomllib.loads(config.read_text())["lint"]["flake8-tidy-imports"]["banned-api"]
    assert {"django.http", "django.shortcuts", "django.urls", "django.conf", "django.utils.timezone.now"} <= set(banned)
    sinner = tmp_path / "sinner.py"
    sinner.write_text(
        "from django.conf import settings\nfrom django.utils.timezone import now\n\nprint(settings, now)\n"
    )
    ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--config", str(config), str(sinner)]
    found = subprocess.run(ruff, capture_output=True, text=True, check=False)
    assert found.stdout.count("TID251") == 2, found.stdout + found.stderr


def test_nobody_brings_money_into_the_house() -> None:
    names = set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert len(names) > 40
    assert MONEY & {name.lower() for name in names} <= OF_THE_BENCH
    runtime = (ROOT / "pyproject.toml").read_text().split("[dependency-groups]")[0]
    assert MONEY.isdisjoint(re.findall(r'^ +"([a-z0-9-]+)', runtime, re.MULTILINE))
    imported = {name.split(".")[0] for source in package_files() for _, name in imported_names(source.tree)}
    assert MONEY.isdisjoint(imported)
    columns = re.compile(r"(price|amount_(eur|usd|cents)|currency|exchange_rate)\b", re.IGNORECASE)
    migrations = [path for path in tracked() if "/migrations/0" in path]
    assert migrations
    for path in migrations:
        assert not columns.search((ROOT / path).read_text()), path

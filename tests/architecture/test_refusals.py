"""Every refusal has a code of its own, words for a person, and a status that is meant."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from hosting.errors import DEFAULT_STATUS, REFUSALS, STATUS
from tests.architecture.source import read, tracked
from tests.house.each import each

# Codes that several slices share on purpose: a program treats them alike.
SHARED = {"exchanges.key_reused", "exchanges.already_undone"}


def _with_subclasses(family: type[Exception]) -> Iterator[Any]:
    yield family
    for child in family.__subclasses__():
        yield from _with_subclasses(child)


def refusals() -> list[Any]:
    for package in ("ledger", "governance", "banks", "tenants", "hosting"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if module.name.endswith(".errors"):
                importlib.import_module(module.name)
    ours = ("ledger", "governance", "banks", "tenants", "hosting")
    return [found for family in REFUSALS for found in _with_subclasses(family) if found.__module__.startswith(ours)]


def test_a_code_belongs_to_one_refusal_or_is_shared_on_purpose() -> None:
    by_code: dict[str, set[str]] = defaultdict(set)
    for refusal in refusals():
        if "code" in vars(refusal):
            by_code[refusal.code].add(refusal.__qualname__)
    assert len(by_code) > 40
    assert {code for code, classes in by_code.items() if len(classes) > 1} == SHARED


@each("refusal", refusals(), named=lambda refusal: refusal.__qualname__)
def test_a_code_names_its_slice_and_has_a_status(refusal: Any) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", refusal.code)
    assert 400 <= STATUS.get(refusal.code, DEFAULT_STATUS) < 600


def test_no_status_is_kept_for_a_code_that_nobody_raises() -> None:
    codes = {refusal.code for refusal in refusals()}
    source = "\n".join(read(path) for path in tracked() if path.endswith((".py", ".sql")) and "tests/" not in path)
    raised = {code for code in STATUS if source.count(f'"{code}"') > 1 or code in codes}
    assert set(STATUS) - raised == set()


def test_every_sentence_speaks_to_a_person() -> None:
    """It ends like a sentence and names no class, table or code."""
    for refusal in refusals():
        words = str(getattr(refusal, "words", "") or getattr(refusal, "sentence", ""))
        if not words or words.startswith("<"):
            continue
        assert words.rstrip().endswith((".", "?", "!", "}")), (refusal, words)
        assert not re.search(r"\b(None|null|UUID|traceback|wallet|payer|payee)\b", words), (refusal, words)

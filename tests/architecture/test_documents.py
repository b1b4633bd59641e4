"""What is written down is true: READMEs name tests that exist, and no file names a machine."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.source import read, tracked
from tests.house import ROOT

# The READMEs, and what stands beside the first of them: CONTRIBUTING.md, SECURITY.md, ...
READMES = [path for path in tracked() if path.endswith("README.md") or (path.endswith(".md") and "/" not in path)]
NAMED_TEST = re.compile(r"(?P<file>tests/[\w/]+\.py)(?:::(?P<name>test_\w+))?")
NAMED_PATH = re.compile(r"`(?P<path>(?:tests|banks|tenants|ledger|governance|templates|infra|platform)/[\w./-]+)`")
PACKAGES_WITH_INVARIANTS = ("tenants", "banks", "ledger", "governance", "banks/policies")
MACHINE = re.compile(
    r"(?<![\w.])/(?:root|home/\w+|Users/\w+|work)/"
    r"|https?://[\w.-]*(?:artifactory|nexus|devpi|jfrog|proxy)[\w.-]*"
    r"|(?<!emit-)(?:index-url|extra-index|find-links)\s*[= ]\s*\S+",
    re.IGNORECASE,
)  # fmt: skip
TEXT = (
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".sql",
    ".html",
    ".txt",
    ".js",
    ".css",
    ".json",
    ".mjs",
    ".yml",
    ".yaml",
    ".sh",
    "/run",
)


@cache
def names_in(path: str) -> frozenset[str]:
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def missing_tests(text: str) -> Iterator[str]:
    for found in NAMED_TEST.finditer(text):
        path, name = found["file"], found["name"]
        if not (ROOT / path).is_file() or (name and name not in names_in(path)):
            yield found.group()


@pytest.mark.parametrize("readme", READMES)
def test_every_test_that_a_readme_names_exists(readme: str) -> None:
    assert list(missing_tests(read(readme))) == []


@pytest.mark.parametrize("readme", READMES)
def test_every_path_that_a_readme_names_exists(readme: str) -> None:
    missing = [found["path"] for found in NAMED_PATH.finditer(read(readme)) if not exists(found["path"].rstrip("/."))]
    assert missing == []


def exists(path: str) -> bool:
    """A file, a folder, or `module.function` of a file (`banks/notices/services.notify`)."""
    if (ROOT / path).exists():
        return True
    module, _, name = path.rpartition(".")
    return (ROOT / f"{path}.py").is_file() or (
        bool(name) and (ROOT / f"{module}.py").is_file() and name in read(f"{module}.py")
    )


@pytest.mark.parametrize("package", PACKAGES_WITH_INVARIANTS)
def test_each_package_lists_what_always_holds_and_the_test_of_it(package: str) -> None:
    text = read(f"{package}/README.md")
    assert NAMED_TEST.search(text) or re.search(r"test_\w+\.py", text)


def test_a_test_that_is_not_there_would_be_found() -> None:
    assert list(missing_tests("`tests/tenancy/test_roles.py::test_that_nobody_wrote`"))
    assert list(missing_tests("`tests/tenancy/test_nothing.py`"))


def test_no_file_names_a_machine_or_a_mirror() -> None:
    found = [
        f"{path}: {sin.group()}"
        for path in tracked()
        if path.endswith(TEXT) and not path.startswith(("tests/architecture/", "infra/pages/package-lock"))
        for sin in MACHINE.finditer(read(path))
    ]
    assert found == []
    assert MACHINE.search("see /root/.cache/x")
    assert MACHINE.search("--index-url https://example.org/simple")


def test_every_package_in_the_lock_has_its_hashes() -> None:
    text = read("requirements.lock")
    packages = re.findall(r"^[A-Za-z0-9._-]+==", text, re.MULTILINE)
    assert packages
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if "==" in block.split("\n", 1)[0]:
            assert "--hash=sha256:" in block, block[:60]

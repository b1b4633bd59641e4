"""The house's shape: its rooms, how big a file and a function may be, and what a file may be called."""

import ast
import statistics
from collections.abc import Iterator

import pytest

from tests.architecture.source import Source, package_files, planted, python_files, sins, tracked
from tests.house import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 70
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "base",
    "manager",
    "managers",
    "lib",
    "tools",
    "stuff",
}
# Django imports `<ENGINE>.base`; the name is its, not ours.
NAMED_BY_DJANGO = {"tenants/backend/base.py"}
TOP = {
    ".ci", ".devcontainer", ".editorconfig", ".gitignore", ".pre-commit-config.yaml",
    "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "SECURITY.md",
    "pyproject.toml", "requirements.lock", "run.py",
    "platform", "tenants", "banks", "governance", "ledger", "templates", "tests", "infra",
}  # fmt: skip


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{lines} lines"
    for node in functions(source.tree):
        if length(node) > LONGEST_FUNCTION:
            yield f"{node.name} has {length(node)} lines"


def a_drawer(source: Source) -> Iterator[str]:
    name = source.path.rsplit("/", 1)[-1].removesuffix(".py")
    if name in DRAWERS and source.path not in NAMED_BY_DJANGO:
        yield "is a drawer: name it by what it holds"


def imports_inside(source: Source) -> Iterator[str]:
    """Imports belong at the top; `AppConfig.ready` runs when the registry is full, and may wait until then."""
    for node in functions(source.tree):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import | ast.ImportFrom) and node.name != "ready":
                yield f"{node.name} imports inside (line {inner.lineno})"


def test_no_file_is_over_400_lines_and_no_function_over_70() -> None:
    assert sins(too_long, sources=python_files()) == []


def test_a_long_file_and_a_long_function_would_be_found() -> None:
    assert list(too_long(planted("x = 1\n" * 401)))
    assert list(too_long(planted("def f():\n" + "    x = 1\n" * 70)))


def test_there_are_no_drawers() -> None:
    assert sins(a_drawer, sources=python_files()) == []
    assert list(a_drawer(planted("", "banks/people/members/utils.py")))


# manage.py sets its paths first; AnonymousUser needs the app registry; letters load when a paper is made.
INSIDE_FOR_A_REASON = (
    "platform/manage.py", "platform/hosting/pages.py", "banks/papers/sheet.py", "banks/papers/typeface.py",
)  # fmt: skip


def test_imports_stand_at_the_top() -> None:
    assert sins(imports_inside, besides=INSIDE_FOR_A_REASON) == []
    assert list(imports_inside(planted("def f():\n    import os\n")))
    assert not list(imports_inside(planted("class A:\n    def ready(self):\n        import os\n")))


def test_files_and_functions_stay_small_in_the_middle() -> None:
    """The figures to beat are 90 and 9; see README."""
    sizes = [source.text.count("\n") for source in package_files() if source.text.strip()]
    lengths = [length(node) for source in package_files() for node in functions(source.tree)]
    print(f"median file {statistics.median(sizes)} of {len(sizes)}, median function {statistics.median(lengths)}")
    assert statistics.median(sizes) <= 90
    assert statistics.median(lengths) <= 9


def test_tests_keep_up_with_what_they_test() -> None:
    ours = sum(source.text.count("\n") for source in package_files())
    tests = sum(source.text.count("\n") for source in python_files() if source.path.startswith("tests/"))
    print(f"{tests} lines of tests, {ours} of source: {tests / ours:.2f}")
    assert tests >= 0.6 * ours


def test_the_top_of_the_house_is_as_drawn() -> None:
    assert {path.split("/")[0] for path in tracked()} == TOP


def test_platform_is_no_package_and_holds_only_manage_and_hosting() -> None:
    """A package called `platform` would hide the standard library's own; see README."""
    inside = {path.split("/")[1] for path in tracked() if path.startswith("platform/")}
    assert inside == {"manage.py", "hosting"}
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_librarys_platform_is_still_there() -> None:
    import platform

    assert platform.system()
    assert not platform.__file__.startswith(str(ROOT))


@pytest.mark.parametrize("package", ["platform/hosting", "tenants", "banks", "governance", "ledger"])
def test_tests_mirror_no_package_into_the_packages(package: str) -> None:
    assert not [path for path in tracked() if path.startswith(package) and "/test" in path]

"""Which test files need Django and its servers, read from the files themselves before any of them is imported.

Guarantees: errs on the safe side. A file is pure only if nothing that it or what it imports of ours names leads to
Django's settings, models or templates, or to the tests' servers, and if it asks for no fixture that needs them.
Imports inside functions count for files of the tests, whose functions run; for ours only those at the top do.
Called by cluster_plugin.py, because Django takes longer to import than a pure test takes to run.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.house import ROOT

OURS = ("hosting", "tenants", "banks", "governance", "ledger", "tests")
PLACES = (ROOT, ROOT / "platform")
BOUND_TO_SETTINGS = frozenset(
    {"django", "django_tenants", "rest_framework", "drf_spectacular", "allauth", "knox", "csp", "django_htmx"}
)
SERVERS = "tests.house.servers"
# Of Django these work before its settings are read; sentences are then given untranslated (cluster_plugin.py).
FREE_OF_SETTINGS = ("django.utils", "django.core.exceptions")
FIXTURES_OF_DJANGO = frozenset(
    {"db", "transactional_db", "client", "rf", "settings", "mailoutbox", "admin_client", "live_server"}
)


def any_needs_servers(places: Iterable[Path]) -> bool:
    """Whether one of the test files named, or in one of the folders named, needs them; also if there is none."""
    found = False
    for place in places:
        for file in sorted(place.rglob("test_*.py")) if place.is_dir() else [place]:
            found = True
            if not file.is_file() or needs_servers(file.resolve()):
                return True
    return not found


def needs_servers(file: Path) -> bool:
    """Whether a test file needs Django and its servers."""
    conftests = [parent / "conftest.py" for parent in file.parents if (parent / "conftest.py").is_file()]
    if reaches_django(file) or any(reaches_django(each, top_only=True) for each in conftests):
        return True
    asked = _asked_for(file)
    for conftest in conftests:
        given, automatic = _fixtures_of(conftest)
        if not reaches_django(conftest):
            asked |= _asked_for(conftest)  # its fixtures may ask for those of a conftest above it
        elif automatic or given & asked:
            return True
    return bool(asked & FIXTURES_OF_DJANGO) or any(name.startswith("django_") for name in asked)


def reaches_django(file: Path, *, top_only: bool = False) -> bool:
    """Whether its imports lead to Django's settings or the servers; `top_only` reads what importing it imports."""
    return any(module == SERVERS or _is_bound(module) for module in _behind(file, top_only=top_only))


def _behind(file: Path, *, top_only: bool) -> Iterator[str]:
    """Every module named by the file, and by the files of ours behind it."""
    seen: set[Path] = set()
    waiting = [(file, top_only)]
    while waiting:
        path, top = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for module in _imports(path, top_only=top):
            yield module
            waiting += [(found, top or not _is_of_tests(found)) for found in _files_of(module)]


def _is_of_tests(file: Path) -> bool:
    return (ROOT / "tests") in file.parents


def _is_bound(module: str) -> bool:
    if module.startswith(FREE_OF_SETTINGS):
        return False
    return module.partition(".")[0] in BOUND_TO_SETTINGS


def _is_error_of_django(module: str, name: str) -> bool:
    return module.startswith("django.") and name.endswith("Error")


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


@cache
def _imports(file: Path, *, top_only: bool) -> tuple[str, ...]:
    """Dotted names a file imports: `a.b` and `a.b.c` for `from a.b import c`."""
    return tuple(_named(_tree(file), top_only=top_only))


def _named(node: ast.AST, *, top_only: bool) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                yield from (each.name for each in child.names)
            case ast.ImportFrom(module=str(module), level=0):
                names = [each.name for each in child.names if not _is_error_of_django(module, each.name)]
                yield from [module, *(f"{module}.{name}" for name in names)] if names else []
            case ast.ImportFrom():
                yield SERVERS  # relative: not resolved here, so on the safe side
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() if top_only:
                continue
            case _:
                yield from _named(child, top_only=top_only)


@cache
def _files_of(module: str) -> tuple[Path, ...]:
    """The files that importing a module of ours runs: its packages' and its own."""
    parts = module.split(".")
    if parts[0] not in OURS:
        return ()
    found = []
    for length in range(1, len(parts) + 1):
        for place in PLACES:
            path = place.joinpath(*parts[:length])
            found += [each for each in (path / "__init__.py", path.with_suffix(".py")) if each.is_file()]
    return tuple(found)


@cache
def _asked_for(file: Path) -> frozenset[str]:
    """Names by which its functions may ask for fixtures: parameters, and words of `usefixtures`."""
    names: set[str] = set()
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("usefixtures", "getfixturevalue")):
            names |= {each.value for each in node.args if isinstance(each, ast.Constant)}
        elif isinstance(node, ast.Attribute) and node.attr == "django_db":
            names.add("db")
    return frozenset(names)


@cache
def _fixtures_of(conftest: Path) -> tuple[frozenset[str], bool]:
    """The fixtures a conftest gives, imported ones too, and whether one of them comes unasked."""
    given: set[str] = set()
    automatic = False
    for node in _tree(conftest).body:
        if isinstance(node, ast.ImportFrom):
            given |= {each.asname or each.name for each in node.names}
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = [ast.unparse(each) for each in node.decorator_list]
        if any("fixture" in mark for mark in marks):
            given.add(node.name)
            automatic = automatic or any("autouse=True" in mark for mark in marks)
    return frozenset(given), automatic

"""Our own source as the architecture tests read it: tracked files, their trees, and what a lint found in them."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.house import ROOT

PACKAGES = ("platform/", "tenants/", "banks/", "governance/", "ledger/")


@dataclass(frozen=True)
class Source:
    """One file of ours: its path from the project's root, its text, its syntax tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _tree(self.text)


@cache
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


Lint = Callable[[Source], Iterator[str]]


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository, and those about to be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        return tuple(path for path in listed.stdout.splitlines() if (ROOT / path).is_file())
    walked = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(str(path) for path in walked if not path.parts[0].startswith(".") and "node_modules" not in path.parts)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def python_files() -> tuple[Source, ...]:
    """All our Python but migrations, which Django writes."""
    return tuple(Source(path, read(path)) for path in tracked() if path.endswith(".py") and "/migrations/" not in path)


@cache
def package_files() -> tuple[Source, ...]:
    """What runs in production: the packages, without tests and the one-file commands."""
    return tuple(source for source in python_files() if source.path.startswith(PACKAGES))


def sins(lint: Lint, *, besides: tuple[str, ...] = (), sources: tuple[Source, ...] | None = None) -> list[str]:
    """What a lint finds in the packages, as `path: what`; `besides` are paths it does not apply to."""
    return [
        f"{source.path}: {found}"
        for source in (package_files() if sources is None else sources)
        if not source.path.startswith(besides or ("\0",))
        for found in lint(source)
    ]


def planted(text: str, path: str = "banks/planted.py") -> Source:
    """A file that is not there, with a sin in it."""
    return Source(path, text)


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that is imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""

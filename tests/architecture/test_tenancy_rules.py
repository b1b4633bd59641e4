"""What nobody but the tenants package may do: enter a bank, sign, set a path or role, hold a cursor.

Each rule finds the sin that is planted beside it.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import Lint, Source, dotted, imported_names, planted, sins

SWITCHING = {"tenant_context", "schema_context", "schema_rename", "tenant_migration"}
WRAPPER_METHODS = {"set_tenant", "set_schema", "set_schema_to_public", "activate", "deactivate"}
PATH_OR_TRANSACTION = re.compile(
    r"\b(set\s+(local\s+|session\s+)?(role|search_path)|reset\s+role|rollback\s+to|savepoint\s|begin\s*;|discard\s+all)\b",
    re.IGNORECASE,
)
PROCESS_WIDE = {"lru_cache", "cache"}


def enters_by_django_tenants(source: Source) -> Iterator[str]:
    for line, name in imported_names(source.tree):
        if name.startswith("django_tenants.") and name.rsplit(".", 1)[-1] in SWITCHING:
            yield f"line {line} imports {name}: enter a bank by tenants.context.in_bank"


def switches_the_connection(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRAPPER_METHODS:
            yield f"line {node.lineno} calls {node.func.attr}: enter a bank by tenants.context.in_bank"


def enters_the_bank_itself(source: Source) -> Iterator[str]:
    """`with bank:` and `@in_bank(...)`: the first shares its way back, the second hides which bank it was."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.With):
            for item in node.items:
                if dotted(item.context_expr).rsplit(".", 1)[-1] in {"bank", "tenant", "door", "lamoni", "valley"}:
                    yield f"line {node.lineno}: `with {dotted(item.context_expr)}:`"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if dotted(called).rsplit(".", 1)[-1] in {"in_bank", "in_platform", *SWITCHING}:
                    yield f"line {node.lineno}: `@{dotted(called)}` on {node.name}"


def signs_by_itself(source: Source) -> Iterator[str]:
    for line, name in imported_names(source.tree):
        if name.startswith("django.core.signing") or name == "django.core.signing" or "TimestampSigner" in name:
            yield f"line {line} imports {name}: salts carry the bank, use tenants.signing"


def holds_a_cursor(source: Source) -> Iterator[str]:
    """A cursor that lives longer than its `with` keeps the bank it was opened in."""
    inside = {
        id(item.context_expr) for node in ast.walk(source.tree) if isinstance(node, ast.With) for item in node.items
    }
    for node in ast.walk(source.tree):
        opens = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cursor"
        if opens and id(node) not in inside:
            yield f"line {node.lineno}: open a cursor by `with connection.cursor() as cursor`"


def goes_past_django(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node).endswith("connection.connection"):
            yield f"line {node.lineno}: the driver's own connection knows no bank"


def sets_path_or_savepoint_in_sql(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"execute", "RunSQL"}
        ):
            for argument in node.args[:1]:
                text = argument.value if isinstance(argument, ast.Constant) else ""
                if isinstance(text, str) and PATH_OR_TRANSACTION.search(text):
                    yield f"line {node.lineno}: paths, roles and savepoints are the backend's and Django's to set"


def remembers_for_the_whole_process(source: Source) -> Iterator[str]:
    """A function that reads rows must not be cached for a process, which serves many banks."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if dotted(called).rsplit(".", 1)[-1] in PROCESS_WIDE and "objects" in ast.dump(node):
                yield f"line {node.lineno}: {node.name} remembers rows of one bank for all"


def starts_threads(source: Source) -> Iterator[str]:
    for line, name in imported_names(source.tree):
        if name in {"threading.Thread", "concurrent.futures.ThreadPoolExecutor", "asyncio.to_thread"}:
            yield f"line {line} imports {name}: a new thread is in no bank"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in {"threading.Thread", "cache.clear"}:
            yield f"line {node.lineno}: {dotted(node)}"


def caches_whole_pages(source: Source) -> Iterator[str]:
    for line, name in imported_names(source.tree):
        if name.endswith(".cache_page") or "cached_db" in name or "signed_cookies" in name:
            yield f"line {line}: {name}"


RULES: dict[str, tuple[Lint, tuple[str, ...], str]] = {
    "entering by django-tenants": (
        enters_by_django_tenants, ("tenants/context.py",),
        "from django_tenants.utils import schema_context\n",
    ),
    "switching the connection": (
        switches_the_connection, ("tenants/context.py", "tenants/migrating.py"),
        "connection.set_tenant(bank)\n",
    ),
    "entering the bank itself": (enters_the_bank_itself, (), "with request.bank:\n    pass\n"),
    "entering by decorator": (enters_the_bank_itself, (), "@in_bank(door)\ndef view(): pass\n"),
    "signing": (signs_by_itself, ("tenants/signing.py",), "from django.core import signing\n"),
    "holding a cursor": (holds_a_cursor, ("tenants/backend/",), "cursor = connection.cursor()\n"),
    "going past Django": (goes_past_django, ("tenants/backend/",), "connection.connection.execute('select 1')\n"),
    "setting a path in SQL": (
        sets_path_or_savepoint_in_sql, ("tenants/backend/",), "cursor.execute('SET search_path = x')\n",
    ),
    "raw savepoints": (
        sets_path_or_savepoint_in_sql, ("tenants/backend/",), "cursor.execute('rollback to savepoint a')\n",
    ),
    "remembering rows": (
        remembers_for_the_whole_process, (),
        "@lru_cache\ndef everybody():\n    return list(Member.objects.all())\n",
    ),
    "starting threads": (starts_threads, ("platform/hosting/demo/",), "threading.Thread(target=print).start()\n"),
    "clearing everybody's cache": (starts_threads, ("platform/hosting/demo/",), "cache.clear()\n"),
    "caching pages": (caches_whole_pages, (), "from django.views.decorators.cache import cache_page\n"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_packages_keep_the_rule(rule: str) -> None:
    lint, besides, _ = RULES[rule]
    assert sins(lint, besides=besides) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_its_sin(rule: str) -> None:
    lint, _, sin = RULES[rule]
    assert list(lint(planted(sin)))

"""The sentences in our Python that do not pass through gettext.

Read: every string that reads like a sentence. Not read: what only the machine, its log or a terminal sees
(docstrings, annotations, SQL, log lines, failures of our own making, a model's notes on its columns), and any line
that ends with `# not for people`.
"""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, dotted
from tests.translation.wording import HOLE, normal, reads_like_a_sentence

GETTEXT = {
    *("gettext", "gettext_lazy", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy", "_"),
}
FOR_THE_MACHINE = re.compile(r"(^|\.)(log|logger)\.\w+$|(^|\.)(execute|executemany|RunSQL|SQL|getLogger|compile)$")
OUR_OWN_FAULT = {"AssertionError", "ImproperlyConfigured", "KeyError", "LookupError", "RuntimeError", "TypeError"}
SQL = re.compile(
    r"\s*(select|insert into|update \S+ set|delete from|create|alter|drop|grant|revoke|reset|with \w+ as|lock table)\s",
    re.IGNORECASE,
)
PRIVILEGES = re.compile(r"[A-Z]{4,}(,? [A-Z]{2,})+$")
NOT_FOR_PEOPLE = "# not for people"
# Read in a terminal, or the words of a bank of the demo: no page, letter or paper says them.
ELSEWHERE = re.compile(r"/migrations/|/management/commands/|^platform/(hosting/(demo/|settings|env|checks)|manage)")


def untranslated(source: Source) -> Iterator[str]:
    """Every sentence of the file, in normal form; one that stands there twice comes twice."""
    if ELSEWHERE.search(source.path):
        return
    lines = source.text.splitlines()
    for node, text in _strings(source.tree, is_model=source.path.endswith("/models.py")):
        is_sentence = reads_like_a_sentence(text) and not _is_sql(text)
        if is_sentence and not lines[(node.end_lineno or node.lineno) - 1].rstrip().endswith(NOT_FOR_PEOPLE):
            yield normal(text)


def _is_sql(text: str) -> bool:
    """A sentence for people begins with one capital letter; a statement with none, or with nothing else."""
    return bool(PRIVILEGES.match(text) or (SQL.match(text) and not text.split()[0].istitle()))


def _strings(node: ast.AST, *, is_model: bool) -> Iterator[tuple[ast.expr, str]]:
    """Every string for people below a node, with `{}` where an f-string fills something in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, node.value
        return
    if isinstance(node, ast.JoinedStr):
        yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
        parts: list[ast.AST] = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    else:
        parts = [part for part in _parts(node) if not _is_for_the_machine(part, is_model=is_model)]
    for part in parts:
        yield from _strings(part, is_model=is_model)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """What a node is made of, without annotations."""
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            yield from (part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST))


def _is_for_the_machine(node: ast.AST, *, is_model: bool) -> bool:
    if isinstance(node, ast.Expr):  # a docstring
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign) and [dotted(target) for target in node.targets] == ["__all__"]:
        return True
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return raised is not None and dotted(raised).rpartition(".")[2] in OUR_OWN_FAULT
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        return name.rpartition(".")[2] in GETTEXT or bool(FOR_THE_MACHINE.search(name))
    return is_model and isinstance(node, ast.keyword) and node.arg == "help_text"

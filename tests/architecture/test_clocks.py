"""What leans on the hour: a moment taken when a file is read, and a date moved to a day that its month has not."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Source, dotted, planted, python_files, sins

ASK_THE_TIME = ("timezone.now", "timezone.localdate", "datetime.now", "datetime.today", "date.today", "time.time")
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs while the file is imported: everything but the bodies of functions."""
    if isinstance(node, DEFERRED):
        begun: list[ast.AST] = [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        begun += [] if isinstance(node, ast.Lambda) else node.decorator_list
    else:
        begun = list(ast.iter_child_nodes(node))
    for each in begun:
        yield each
        yield from _at_once(each)


def keeps_the_moment_of_its_import(source: Source) -> Iterator[str]:
    """By the time it is used it is another day: a run that begins before midnight ends after it."""
    for node in _at_once(source.tree):
        if not isinstance(node, ast.Call):
            continue
        asked = dotted(node.func)
        if asked in ("now", "clock.now") or asked.endswith(ASK_THE_TIME):
            yield f"line {node.lineno}: {asked}() when the file is read; ask where it is used"


def moves_to_a_day_that_may_not_be(source: Source) -> Iterator[str]:
    """29 February has no anniversary in most years, and the 31st no counterpart in five months."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace"):
            continue
        moved = {each.arg for each in node.keywords}
        if moved & {"year", "month"} and "day" not in moved:
            yield f"line {node.lineno}: .replace({', '.join(sorted(map(str, moved)))}); name the day too"


def test_no_moment_is_taken_when_a_file_is_read() -> None:
    assert sins(keeps_the_moment_of_its_import, sources=python_files()) == []
    for sin in (
        "from django.utils import timezone\nNOW = timezone.now()\n",
        "from banks.policies.clock import now\nNOW = now()\n",
        "from datetime import date\nclass A:\n    day = date.today()\n",
        "@pytest.mark.parametrize('at', [datetime.now(UTC)])\ndef test(at): ...\n",
        "def due(on=date.today()): ...\n",
    ):
        assert list(keeps_the_moment_of_its_import(planted(sin)))
    assert not list(keeps_the_moment_of_its_import(planted("NOW = timezone.now\ndef due():\n    return NOW()\n")))
    assert not list(keeps_the_moment_of_its_import(planted("at = lambda: timezone.now()\n")))


def test_no_date_is_moved_to_a_day_that_may_not_be() -> None:
    besides = ("banks/people/members/births.py",)  # catches it: born on 29 February, of age on 1 March
    assert sins(moves_to_a_day_that_may_not_be, besides=besides, sources=python_files()) == []
    assert list(moves_to_a_day_that_may_not_be(planted("ends = today.replace(year=today.year + 1)\n")))
    assert not list(moves_to_a_day_that_may_not_be(planted("first = today.replace(day=1, month=4)\n")))
    assert not list(moves_to_a_day_that_may_not_be(planted("words = text.replace('a', 'b')\n")))

"""One test for a whole matrix: every case is tried, and those that fail are named.

Guarantees: a failing case stops no other; a matrix without cases fails. For cases that need nothing of their own:
as tests each, hundreds of them would take longer to begin than to run.
"""

import functools
import inspect
from collections.abc import Callable, Collection
from typing import Any

LINES_OF_A_FAULT = 12


def each(name: str, cases: Collection[Any], *, named: Callable[[Any], str] = str) -> Callable[..., Any]:
    """Call the test for every case, as its argument `name`; `test.case` is the test of one.

    The other arguments are fixtures, the same for all cases.
    """

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def test_of_all(**fixtures: Any) -> None:
            try_each(cases, lambda case: test(**fixtures, **{name: case}), named=named)

        signature = inspect.signature(test)
        others = [parameter for parameter in signature.parameters.values() if parameter.name != name]
        assert len(others) < len(signature.parameters), f"{test.__name__} takes no {name}"
        test_of_all.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        test_of_all.case = test  # type: ignore[attr-defined]
        return test_of_all

    return decorate


def try_each(cases: Collection[Any], check: Callable[[Any], None], *, named: Callable[[Any], str] = str) -> None:
    """Call `check` for every case and then fail, once, for all that it failed for."""
    assert cases, "there is no case to try"
    faults: list[tuple[str, Exception]] = []
    for case in cases:
        try:
            check(case)
        except Exception as fault:  # noqa: BLE001 - any of them is this case's failure
            faults.append((named(case), fault))
    if faults:
        found = "\n".join(f"{case}: {_words(fault)}" for case, fault in faults)
        raise AssertionError(f"{len(faults)} of {len(cases)} failed\n{found}") from faults[0][1]


def _words(fault: Exception) -> str:
    lines = str(fault).splitlines() or [""]
    return "\n    ".join([f"{type(fault).__name__}: {lines[0]}", *lines[1:LINES_OF_A_FAULT]])

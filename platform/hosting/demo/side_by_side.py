"""Runs pieces of work side by side, each in a process of its own, so that no processor is idle.

Guarantees: returns when every piece is done; the first that fails ends the others, and the error names it (its
traceback is on standard error); none outlives this process (on Linux the kernel signals them). Called by seeding
before it opens a connection: two processes must not share one.
"""

import multiprocessing
import signal
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait

from hosting.demo.errors import DemoError
from hosting.demo.processes import bind_to_parent

Work = Callable[[], None]


def do_all(pieces: Mapping[str, Work]) -> None:
    """Do every piece; the keys are what the error calls them."""
    forking = multiprocessing.get_context("fork")  # a forked process need not import everything again
    bind = bind_to_parent(signal.SIGTERM)
    running = {}
    try:
        for name, work in pieces.items():
            process = forking.Process(target=_do, args=(bind, work), name=name, daemon=True)
            process.start()
            running[process.sentinel] = process
        while running:
            for sentinel in wait(list(running)):
                process = running.pop(sentinel)  # type: ignore[arg-type]  # we wait for numbers only
                process.join()
                if process.exitcode != 0:
                    raise DemoError(f"{process.name} failed: its error stands above.")
    finally:
        for process in running.values():
            process.kill()
            process.join()


def _do(bind: Work, work: Work) -> None:
    bind()
    work()

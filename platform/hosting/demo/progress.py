"""Prints lines on the terminal, each with the seconds since the command started.

Guarantees: does not fail when the terminal has gone (closed window, `| head`). Called by the launcher
and the checks.
"""

import os
import sys
import time
from collections.abc import Sequence

# run.py starts the clock before it installs anything and hands the instant over.
STARTED_AT = float(os.environ.get("COMMONHOUR_STARTED_AT") or time.monotonic())


def elapsed_seconds() -> float:
    return time.monotonic() - STARTED_AT


def say(line: str) -> None:
    """One progress line."""
    show(f"[{elapsed_seconds():5.1f} s] {line}")


def show(text: str = "") -> None:
    """Text as it is."""
    try:
        print(text, flush=True)
    except OSError:
        # The terminal has gone; our work (stopping, most likely) goes on.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until we end


def as_table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as columns of even width; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  " + "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)

"""The command: measures, prints a table of ratios with their aims, and writes them as JSON when asked."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.grown import measure_grown
from tests.bench.opening import measure_opening
from tests.bench.page import measure_page
from tests.bench.posting import measure_posting
from tests.bench.replay import measure_replay
from tests.bench.serving import measure_serving
from tests.faults.durable_bank import DurableBank, durable_bank

# A checkpoint in the middle of one contestant's slice would charge it for the others' writing.
SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "8GB", "checkpoint_timeout": "1h"}
AT_LEAST, AT_MOST = "at least", "at most"
AIMS: Mapping[str, tuple[str, str, float]] = {
    "post_over_ceiling_1": ("post_entry over a bare double entry in the server, 1 client", AT_LEAST, 0.30),
    "post_over_ceiling_8": ("the same, 8 clients", AT_LEAST, 0.25),
    "post_over_hordak": ("post_entry over django-hordak, 1 client", AT_LEAST, 3),
    "post_over_django_ledger": ("post_entry over django-ledger, 1 client", AT_LEAST, 20),
    "hot_over_spread": ("one hot account over spread accounts, 8 clients", AT_LEAST, 0.7),
    "bulk_1000_over_single": ("a credit among 1,000 in one entry over one by one", AT_LEAST, 20),
    "open_bank_seconds": ("opening a bank, seconds", AT_MOST, 0.3),
    "page_over_untenanted": ("a page over the same page without tenancy", AT_MOST, 1.15),
    "page_cpu_over_admin": ("a member's page over fifty rows in Django's admin, processor time", AT_MOST, 0.6),
    "page_growth_10000": ("the worst page with 10,000 members over the same with 20", AT_MOST, 1.5),
    "picker_ms_over_empty": ("a picker's answer with 10,000 members over an empty page", AT_MOST, 3),
    "demo_pages_per_second": ("statements the demo serves a second, 40 clients", AT_LEAST, 45),
}


def main() -> None:
    """Measure everything and report it."""
    options = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options.add_argument("--seconds", type=float, default=2, help="length of a slice (2)")
    options.add_argument("--rounds", type=int, default=9, help="slices of each contestant (9)")
    chosen = options.parse_args()
    with durable_bank(settings=SETTINGS) as bank:
        figures = _measure(bank, seconds=chosen.seconds, rounds=chosen.rounds)
    sys.stdout.write(table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")


def _measure(bank: DurableBank, *, seconds: float, rounds: int) -> dict[str, float]:
    def say(what: str) -> None:
        sys.stderr.write(f"{what} ...\n")

    parts: list[Callable[[], dict[str, float]]] = [
        lambda: measure_opening(bank, rounds=rounds, say=say),
        lambda: measure_page(bank, rounds=rounds, say=say),
        lambda: measure_replay(bank, rounds=rounds, say=say),
        lambda: measure_posting(bank, seconds=seconds, rounds=rounds, say=say),
        lambda: measure_serving(bank, seconds=seconds, say=say),
        lambda: measure_grown(bank, rounds=rounds, say=say),
    ]
    return {name: round(figure, 3) for part in parts for name, figure in part().items()}


def table(figures: Mapping[str, float]) -> str:
    """The figures with their aims, then whatever else was measured."""
    lines = [f"{'figure':<26} {'measured':>9}  aim", "-" * 78]
    for name, (words, side, aim) in AIMS.items():
        if name not in figures:
            lines.append(f"{name:<26} {'-':>9}  {side} {aim:g}: not measured - {words}")
            continue
        figure = figures[name]
        met = figure >= aim if side == AT_LEAST else figure <= aim
        lines.append(f"{name:<26} {figure:>9.3f}  {side} {aim:g}: {'met' if met else 'not met'} - {words}")
    lines += [f"{name:<26} {figure:>9.3f}" for name, figure in figures.items() if name not in AIMS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""The command: `python -m tests.budgets [ADDRESS]` prints what each page costs, `--sql` also what it asks.

ADDRESS is a regular expression over addresses, such as ^/record/ or ^/$; without it every page is read.
"""

import argparse
import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from tests.house.kept import KeptTemplate  # noqa: E402 - after the paths are set
from tests.house.servers import Servers, clone, use  # noqa: E402


def main() -> None:
    """Start servers of its own, measure, print."""
    options = argparse.ArgumentParser(prog="python -m tests.budgets", description=__doc__)
    options.add_argument("address", nargs="?", default="", help="regular expression over addresses")
    options.add_argument("--sql", type=Path, metavar="FILE", help="write there what each page over its budget asks")
    options.add_argument("--all-sql", action="store_true", help="also of pages within their budget")
    options.add_argument("--quick", action="store_true", help="only 20 and 2,000 members")
    options.add_argument("--bad", action="store_true", help="only pages over their budget")
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hosting.settings_test")
    servers = Servers.start(KeptTemplate(), afresh=False)
    try:
        clone("test_main")
        use("test_main", "")
        _measure(chosen)
    finally:
        servers.stop()


def _measure(chosen: argparse.Namespace) -> None:
    import django

    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # pages that refuse are half of the walk
    from django.db import connections

    from tests.budgets.growing import SIZES, like, measured
    from tests.budgets.judging import faults, statements, table

    sizes = SIZES[:2] if chosen.quick else SIZES
    found = measured(like(chosen.address), sizes=sizes, say=lambda what: sys.stderr.write(f"{what} ...\n"))
    connections.close_all()
    sys.stdout.write(table(found.pages, only_bad=chosen.bad))
    for address, statuses in found.unread.items():
        sys.stdout.write(f"not read: {address} answered {sorted(statuses)}\n")
    if chosen.sql:
        told = [page for page in found.pages if chosen.all_sql or faults(page)]
        chosen.sql.write_text(statements(told))


if __name__ == "__main__":
    main()

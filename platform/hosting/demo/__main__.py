"""`python -m hosting.demo demo|manage ...`: what run.py becomes once everything is installed."""

import argparse
import os
import sys

from hosting.demo.errors import DemoError
from hosting.demo.launcher import MANAGE, run_demo
from hosting.demo.progress import show
from hosting.demo.state import ROOT, State


def main(arguments: list[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    try:
        if command == "manage":
            return _manage(rest)
        options = argparse.ArgumentParser(prog="python3 run.py demo")
        options.add_argument("--port", type=int, default=8000)
        options.add_argument("--fresh", action="store_true")
        options.add_argument("--yes", action="store_true")
        chosen = options.parse_args(rest)
        return run_demo(port=chosen.port, fresh=chosen.fresh, sure=chosen.yes)
    except DemoError as error:
        show(str(error))
        return 1


def _manage(arguments: list[str]) -> int:
    """Django's command line with the demo's servers; with COMMONHOUR_OWNER=1 as the owner of the tables."""
    state = State()
    env = dict(os.environ)
    if state.is_claimed_by_another():
        as_owner = env.get("COMMONHOUR_OWNER", "") not in {"", "0"}
        env.update(state.read_json("environment.json").get("owner" if as_owner else "children", {}))
    if not env.get("DATABASE_URL"):
        raise DemoError(
            "The demo does not run here: start it in another terminal (python3 run.py demo), "
            "or name your servers in DATABASE_URL, CELERY_BROKER_URL and CACHE_URL."
        )
    env.setdefault("PYTHONPATH", os.pathsep.join([str(ROOT / "platform"), str(ROOT)]))
    os.execve(sys.executable, [sys.executable, MANAGE, *arguments], env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run as a program by test_supervisor.py: a supervised database, broker and mail server, nothing else.

Says "ready" once all three answer; stops when told to. The children are noted in the state folder, as
the demo notes them.
"""

import sys
from pathlib import Path

from hosting.demo import launcher, servers
from hosting.demo.children import Supervisor
from hosting.demo.progress import show
from hosting.demo.state import State


def bring_up(state: State, supervisor: Supervisor) -> None:
    servers.start_database(state, supervisor)
    servers.start_broker(state, supervisor)
    servers.start_mail(state, supervisor)
    supervisor.wait_ready()
    show("ready")


if __name__ == "__main__":
    sys.exit(launcher.supervise(State(Path(sys.argv[1])), port=8000, bring_up=bring_up))

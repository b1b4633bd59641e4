"""A broker that takes the call and never answers keeps nobody waiting: the sweep will find the notice."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house import ROOT

BEYOND_EVERY_LIMIT_SECONDS = 15
LONGEST_SECONDS = 90  # on a slow machine: what has no limit waits for ever
NUDGE = """
import threading, django
django.setup()
from hosting.celery import app
from banks.notices.nudge import _nudge
for name in {without}:
    del app.conf.broker_transport_options[name]
waiting = threading.Thread(target=_nudge, args=("01a20000-0000-7000-8000-000000000000",), daemon=True)
waiting.start()
waiting.join({longest})
print("waits" if waiting.is_alive() else "went on", flush=True)
"""


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes calls and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(5)
        yield int(listening.getsockname()[1])


def nudge(port: int, *, longest: int, without: tuple[str, ...] = ()) -> str:
    """What becomes of a member's request, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", NUDGE.format(without=without, longest=longest)],
        cwd=ROOT,
        env={
            **os.environ,
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
            "DJANGO_SETTINGS_MODULE": "hosting.settings_test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_silent_broker_costs_seconds_and_no_error(silent: int) -> None:
    assert nudge(silent, longest=LONGEST_SECONDS) == "went on"


def test_without_limits_it_would_keep_the_member_waiting(silent: int) -> None:
    without = ("socket_connect_timeout", "socket_timeout")
    assert nudge(silent, longest=BEYOND_EVERY_LIMIT_SECONDS, without=without) == "waits"

"""A client of one contestant, run as a process: `python -m tests.bench.worker NAME [prepare]`.

Reads one JSON line after another from its input, `{"do": "go", "seconds": 1.5}` or the name of a contestant's other
measure, and answers with a JSON line each. The imports and the first, slow calls are over before it says it is ready.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Post = Callable[[], None]
WARM_UP_CALLS = 20


def serve(post: Post, measures: Mapping[str, Callable[[], Any]]) -> None:
    """Answer orders until the input ends."""
    for _ in range(WARM_UP_CALLS):
        post()
    _say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "go":
            _say(_posts_within(post, order["seconds"]))
        else:
            _say({"result": measures[order["do"]]()})


def _posts_within(post: Post, seconds: float) -> dict[str, float]:
    began = time.perf_counter()
    ends, done = began + seconds, 0
    while time.perf_counter() < ends:
        post()
        done += 1
    return {"done": done, "seconds": time.perf_counter() - began}


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    module = import_module(f"tests.bench.{name.partition('-')[0]}")
    if rest == ["prepare"]:
        module.prepare()
    else:
        serve(*module.contestant(name.partition("-")[2]))

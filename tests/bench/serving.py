"""How many statements a second the demo's web server serves to forty people who read at once."""

import http.client
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

from hosting.demo.launcher import web_command
from hosting.demo.processes import bind_to_parent
from tests.bench import contestants
from tests.bench.page import HOST, PAGE
from tests.faults.durable_bank import DurableBank
from tests.house import ROOT
from tests.house.live import free_port

CLIENTS = 40
WARM_UP_SECONDS, READY_SECONDS = 2.0, 60.0


def measure_serving(bank: DurableBank, *, seconds: float, say: Callable[[str], None]) -> dict[str, float]:
    """Pages served a second; the member with a page full of hours is the one of `page`."""
    say(f"serving {CLIENTS} people at once")
    port = free_port()
    served = {**bank.environment, "DJANGO_SETTINGS_MODULE": "tests.bench.settings_served", "COMMONHOUR_PORT": str(port)}
    with contestants.Workers("serving", clients=1, environment=served) as worker:
        cookie = str(worker.measure("cookie"))
    with ExitStack() as stack:
        log = Path(stack.enter_context(TemporaryDirectory())) / "web.log"
        _start(stack, web_command(port=port), served, log)
        _wait(port, cookie, log)
        _read_for(WARM_UP_SECONDS, port, cookie)
        return {"demo_pages_per_second": _read_for(max(seconds, 1) * 5, port, cookie)}


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    """One measure: the cookie of a session that is signed in."""
    django.setup()
    return lambda: None, {"cookie": _cookie}


def _cookie() -> str:
    from django.conf import settings
    from django.test import Client

    from banks.people.members.models import Member
    from tenants.context import in_bank
    from tenants.models import Bank

    client = Client(HTTP_HOST=HOST)
    with in_bank(Bank.objects.get(slug=HOST.partition(".")[0])):
        client.force_login(Member.objects.get(name="Anne").user, backend=settings.AUTHENTICATION_BACKENDS[0])  # type: ignore[arg-type]
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _start(stack: ExitStack, command: list[str], environment: Mapping[str, str], log: Path) -> None:
    process = subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), stdout=stack.enter_context(log.open("wb")), stderr=subprocess.STDOUT,
        preexec_fn=bind_to_parent(15),
    )  # fmt: skip
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)


def _wait(port: int, cookie: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            status = _read(http.client.HTTPConnection("127.0.0.1", port, timeout=30), port, cookie)
            assert status == 200, f"{PAGE} answered {status}"
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The web server did not get ready:\n{log.read_text()}")


def _read_for(seconds: float, port: int, cookie: str) -> float:
    """All clients read one page after another; how many pages were answered a second."""
    ends, served = time.monotonic() + seconds, [0] * CLIENTS

    def read_on(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < ends:
            assert _read(connection, port, cookie) == 200
            served[client] += 1
        connection.close()

    threads = [threading.Thread(target=read_on, args=[client]) for client in range(CLIENTS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(served) / (time.monotonic() - began)


def _read(connection: http.client.HTTPConnection, port: int, cookie: str) -> int:
    connection.request("GET", PAGE, headers={"Host": f"{HOST}:{port}", "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    return answer.status

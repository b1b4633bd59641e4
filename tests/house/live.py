"""A real web server on a database of its own, spoken to over a socket by host name.

Guarantees: gunicorn runs the same code and settings as everywhere else; what a test
records is committed and stays until the run ends, so tests compare balances before
and after, and take a service day of their own from `site.day()`.
"""

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from hosting.demo.database import OWNER, WEB
from hosting.demo.processes import bind_to_parent
from tests.house import PATIENCE_SECONDS, ROOT
from tests.house.cast import PASSWORD
from tests.house.servers import ADDRESS, clone, url

FIRST_NUMBERS = {"Ada": 101, "Cora": 102}  # known before anybody can ask the directory


@dataclass
class Person:
    """Somebody signed in to one bank's API, by token."""

    bank: "LiveBank"
    name: str
    token: str
    member: str
    number: int

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.bank.site.send("GET", self.bank.host, path, token=self.token, params=params)

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.bank.site.send("POST", self.bank.host, path, token=self.token, json=body)

    def balance(self) -> int:
        return int(self.get("/api/v1/me/").json()["balance_minutes"])


@dataclass
class LiveBank:
    """One bank as its members' programs see it."""

    site: "LiveSite"
    slug: str
    people: dict[str, Person] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    directory: dict[str, Any] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"{self.slug}.localhost"

    def person(self, name: str) -> Person:
        """A member of the cast, signed in once and remembered."""
        if name not in self.people:
            number = FIRST_NUMBERS.get(name) or int(self._directory()[name]["number"])
            self.people[name] = self._sign_in(name, number)
        return self.people[name]

    def service(self, name: str) -> str:
        """The id of a service by its name."""
        if not self.services:
            rows = self.person("Cora").get("/api/v1/services/", limit=500).json()["results"]
            self.services = {row["name"]: row["id"] for row in rows}
        return self.services[name]

    def member(self, name: str) -> str:
        return str(self._directory()[name]["id"])

    def _directory(self) -> dict[str, Any]:
        if not self.directory:
            rows = self.person("Cora").get("/api/v1/members/", limit=500).json()["results"]
            self.directory = {row["name"]: row for row in rows}
        return self.directory

    def _sign_in(self, name: str, number: int) -> Person:
        answer = self.site.send(
            "POST", self.host, "/api/v1/sign-in/", json={"login": str(number), "password": PASSWORD}
        )
        assert answer.status_code == 201, answer.text
        token = answer.json()["token"]
        me = self.site.send("GET", self.host, "/api/v1/me/", token=token).json()
        assert me["name"] == name, me
        return Person(self, name, token, me["member"], me["number"])


@dataclass
class LiveSite:
    """The server, its port, and the three banks on it."""

    port: int
    database: str
    log: Path
    banks: dict[str, LiveBank] = field(default_factory=dict)
    days: Iterator[int] = field(default_factory=lambda: itertools.cycle(range(2, 58)))
    # One client for all: making one reads the machine's certificates, which takes longer than a request.
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=PATIENCE_SECONDS, verify=False, trust_env=False)
    )

    def bank(self, slug: str) -> LiveBank:
        return self.banks.setdefault(slug, LiveBank(self, slug))

    def day(self) -> date:
        """A day of service that no test before it used, within the 60 days in which Door County takes reports.

        The second last, the third last..., and from the beginning when all are taken: fifty-six tests ago at least.
        """
        return (datetime.now(UTC) - timedelta(days=next(self.days))).date()

    def browser_of(self, host: str) -> httpx.Client:
        """A client that keeps cookies and follows where it is sent, as a browser does."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Host": f"{host}:{self.port}", "Referer": f"http://{host}:{self.port}/"},
            timeout=PATIENCE_SECONDS,
            trust_env=False,
            follow_redirects=True,
        )

    def send(self, method: str, host: str, path: str, *, token: str = "", **rest: Any) -> httpx.Response:
        headers = {"Host": f"{host}:{self.port}", **rest.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Token {token}"
        answer = self.client.request(method, f"http://127.0.0.1:{self.port}{path}", headers=headers, **rest)
        assert answer.status_code != 500, f"{method} {path} broke the server:\n{self.log.read_text()[-4000:]}"
        return answer


def key() -> str:
    return str(uuid4())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def live_environment(database: str, port: int, **more: str) -> dict[str, str]:
    """What a child of the live site gets."""
    return {
        **os.environ,
        "DATABASE_URL": url(WEB, database),
        "DATABASE_OWNER_URL": url(OWNER, database),
        "DJANGO_SETTINGS_MODULE": "hosting.settings_live",
        "COMMONHOUR_PORT": str(port),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        **more,
    }


@contextmanager
def live_site(name: str, **environment: str) -> Iterator[LiveSite]:
    """Clone a database, serve it, and end the server with the test run."""
    clone(name)
    port = free_port()
    log = Path(os.environ[ADDRESS]) / f"{name}.log"
    arguments = ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket", "--timeout", "120"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "hosting.wsgi", *arguments],
            cwd=ROOT,
            env=live_environment(name, port, **environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=bind_to_parent(15),
        )
    site = LiveSite(port, name, log)
    try:
        _wait(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(90)  # gunicorn gives a running request half a minute


def _wait(site: LiveSite, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, site.log.read_text()
        try:
            if site.send("GET", "localhost", "/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not get ready:\n{site.log.read_text()}")

"""Reading every page of a bank as a visitor, a member and the desk, and counting what each answer cost.

Guarantees: through the test client and every middleware; the addresses come from the resolver; the same people and
the same ids at each size, so that only the bank's growth differs. Refuses nothing: the budgets judge.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice, product
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from banks.people.members.models import Member
from tenants.context import in_bank, in_platform
from tenants.hostnames import bank_at, forget_hostnames
from tenants.models import Bank
from tests.house.addresses import ADDRESSES, filled, parameters
from tests.house.servers import ROOT
from tests.seen.crawling import ids_for
from tests.seen.neighborhood import Neighborhood

VISITOR, MEMBER, DESK = "visitor", "member", "desk"
VIEWERS = {VISITOR: "", MEMBER: "Anne", DESK: "Ada"}
MOST_IDS_TRIED = 12
PACKAGES = ("banks", "governance", "ledger", "tenants", "platform")
# What people ask of a page besides the bare address; {member} is the id the address of a person is filled with.
QUESTIONS: Mapping[str, Sequence[str]] = {
    "/directory/": ("?q=grace", "?q=gra+whit", "?sort=near", "?page=2"),
    "/listings/": ("?q=mow", "?kind=offer&sort=near", "?page=2"),
    "/members/": ("?q=grace", "?page=2"),
    "/record/<slug:slug>/": ("?with={member}",),
    "/statement/": ("?page=2", "?side=earned"),
    "/events/": ("?page=2",),
    "/meetings/": ("?page=2",),
    "/exchanges/": ("?page=2",),
    "/applications/": ("?q=grace",),
}
# Acts that follow a link: reading them ends the session of the very reader.
NOT_READ = ("/sign-in/out/", "/back/")


@dataclass(frozen=True, slots=True)
class Query:
    """One statement that a page sent, how long it took, and the line of ours that asked for it."""

    sql: str
    milliseconds: float
    origin: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer cost."""

    status: int
    content_type: str
    size: int
    milliseconds: float
    queries: tuple[Query, ...]

    @property
    def database_milliseconds(self) -> float:
        return sum(query.milliseconds for query in self.queries)


@dataclass
class Page:
    """An address filled with ids that answers a role, and what it cost at each size of the bank."""

    address: str
    role: str
    path: str
    readings: list[Reading] = field(default_factory=list)

    @property
    def is_html(self) -> bool:
        return self.readings[0].content_type.startswith("text/html")

    @property
    def is_json(self) -> bool:
        return "json" in self.readings[0].content_type

    @property
    def counts(self) -> list[int]:
        """Queries at each size."""
        return [len(reading.queries) for reading in self.readings]

    @property
    def sizes(self) -> list[int]:
        """Bytes at each size."""
        return [reading.size for reading in self.readings]


class Reader:
    """One role's browser."""

    def __init__(self, bank: Bank, here: Neighborhood, role: str) -> None:
        self.role, self.here, self.name = role, here, VIEWERS[role]
        self.bank = bank
        self.refused: dict[str, set[int]] = {}  # addresses that answered otherwise, and how
        self.only_posted: set[str] = set()
        self.host = f"{bank.slug}.localhost"
        self.client = Client(HTTP_HOST=self.host, raise_request_exception=False)
        if self.name:
            with in_bank(bank):
                user = Member.objects.select_related("user").get(pk=here.people[self.name]).user
                assert user is not None
                self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])

    def find(self, wanted: Callable[[str], bool]) -> Iterator[Page]:
        """The pages that answer this role, each with the first ids for which it does."""
        for address in filter(wanted, ADDRESSES):
            if address.startswith(NOT_READ):
                continue
            for path in islice(self._paths(address), MOST_IDS_TRIED):
                answer = self.client.get(path)
                if answer.status_code == HTTPStatus.OK:
                    yield Page(address, self.role, path)
                    for question in QUESTIONS.get(address, ()):
                        asked = question.format(member=self.here.people["Bill"])
                        yield Page(address + question, self.role, path + asked)
                if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                    self.only_posted.add(address)
                if answer.status_code in (HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED):
                    break
                if answer.status_code != HTTPStatus.FOUND or self.name:  # visitors are sent to sign in
                    self.refused.setdefault(address, set()).add(answer.status_code)

    def _paths(self, address: str) -> Iterator[str]:
        names = sorted(parameters(address))
        with in_bank(self.bank):
            values = list(product(*(ids_for(name, self.here, self.name) for name in names)))
        for each in values:
            given = dict(zip(names, each, strict=True))
            yield filled(address, given.__getitem__)

    def _remember_host(self) -> None:
        """A process remembers for some seconds which bank a host is; no page is counted at the moment that ends."""
        with in_platform():
            forget_hostnames()
            bank_at(self.host)

    def read(self, path: str) -> Reading:
        queries: list[Query] = []
        self._remember_host()
        with _listening(queries):
            began = time.perf_counter()
            answer = self.client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            took = (time.perf_counter() - began) * 1000
        return Reading(answer.status_code, answer.get("Content-Type", ""), len(body), took, tuple(queries))


@contextmanager
def _listening(queries: list[Query]) -> Iterator[None]:
    def heard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            queries.append(Query(sql, (time.perf_counter() - began) * 1000, _origin()))

    with connection.execute_wrapper(heard):
        yield


def _origin() -> str:
    """The innermost line of ours, and of which view's file it was asked."""
    frame, lines = sys._getframe(2), []
    while frame is not None and len(lines) < 3:
        name = frame.f_code.co_filename
        if name.startswith(str(ROOT)):
            place = name[len(str(ROOT)) + 1 :]
            if place.startswith(PACKAGES):
                lines.append(f"{place}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back  # type: ignore[assignment]
    return " < ".join(lines)


LITERALS = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|%s|\b\d+\b")
LISTS = re.compile(r"\((?:\?(?:, )?)+\)")


def shape(sql: str) -> str:
    """A statement without its values, so that repetitions are seen as such."""
    return LISTS.sub("(?)", LITERALS.sub("?", " ".join(sql.split())))


def pages_of(readers: Sequence[Reader], wanted: Callable[[str], bool]) -> list[Page]:
    return [page for reader in readers for page in reader.find(wanted)]


def read_all(readers: Sequence[Reader], pages: Sequence[Page]) -> None:
    """Read each page once more, after one page has warmed what a process and a bank remember."""
    by_role = {reader.role: reader for reader in readers}
    for reader in readers:
        reader.client.get("/")
    for page in pages:
        reading = by_role[page.role].read(page.path)
        if page.readings and len(page.readings[0].queries) != len(reading.queries):
            again = by_role[page.role].read(page.path)  # the first one may have filled a cache
            reading = min(reading, again, key=lambda each: len(each.queries))
        page.readings.append(reading)

"""One bank that is measured at 20 members, then at 2,000, then at 5,000: only its size differs."""

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.cache import cache

from banks.deciding.proposals.services import propose_rule
from banks.people.members.models import Member, Power
from banks.people.members.queries import viewer_of
from banks.policies.clock import bank_day, now
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import policy_in_force
from tenants.context import in_bank
from tenants.models import Bank
from tests.budgets.reading import DESK, VIEWERS, Page, Reader, pages_of, read_all
from tests.house.databases import connections_at, own_clone, superuser
from tests.house.population import BIG, FULL_PAGES, SMALL, Size, grow, live_busily
from tests.seen.neighborhood import Neighborhood, live_together

SIZES = (SMALL, FULL_PAGES, BIG)
Say = Callable[[str], None]


def like(pattern: str) -> Callable[[str], bool]:
    """Pages whose address fits a regular expression, all when it is empty."""
    return lambda address: re.search(pattern, address) is not None


@contextmanager
def growing_bank() -> Iterator[tuple[Bank, Neighborhood, str]]:
    """A bank in which there is something behind every address; its people, and its database's name."""
    with own_clone("budgets") as name, connections_at(name):
        bank = Bank.objects.get(slug="lamoni")
        with in_bank(bank):
            here = live_together(now())
            desk = Member.objects.get(pk=here.people[VIEWERS[DESK]])
            begins_on = bank_day(now()) - timedelta(days=90)
            for kind in Power.Kind.values:
                Power.objects.get_or_create(member=desk, kind=kind, ends_on=None, defaults={"begins_on": begins_on})
            here.ids["proposal_id"].append(_a_rule_proposed(desk))
            live_busily([here.people[name] for name in VIEWERS.values() if name], now=now())
        yield bank, here, name


def _a_rule_proposed(author: Member) -> UUID:
    """A wider step of counting hours, so that there is a year to count again."""
    at = now()
    before = policy_in_force(HoursPolicy, at)
    return propose_rule(
        actor=viewer_of(author, on=bank_day(at)), key=uuid4(),
        value=before.value.model_copy(update={"granularity": 30}), instead_of=before.version_id,
        title="Count in half hours", reasons="It is simpler.", now=at,
    ).pk  # fmt: skip


def grow_to(bank: Bank, database: str, size: Size) -> None:
    """Fill the bank, let the database count its rows as autovacuum would have done, and forget all caches."""
    with in_bank(bank):
        grow(size, now=now())
    with superuser(database) as server:
        server.execute("analyze")
    cache.clear()


@dataclass
class Measured:
    """Every page that answers a role, read at each size; and the other addresses, with the statuses they answered."""

    pages: list[Page]
    unread: Mapping[str, Collection[int]]


def measured(wanted: Callable[[str], bool], *, say: Say, sizes: Sequence[Size] = SIZES) -> Measured:
    """Read the pages whose address is wanted."""
    with growing_bank() as (bank, here, database):
        pages: list[Page] = []
        readers: list[Reader] = []
        for size in sizes:
            began = time.monotonic()
            grow_to(bank, database, size)
            say(f"{size.members} members, {size.listings} listings in {time.monotonic() - began:.1f} s")
            if not readers:
                readers = [Reader(bank, here, role) for role in VIEWERS]
                pages = pages_of(readers, wanted)
            read_all(readers, pages)
        return Measured(pages, unread(readers, pages))


def unread(readers: Sequence[Reader], pages: Sequence[Page]) -> dict[str, set[int]]:
    """Addresses that gave no role a page though they take GET, with the statuses they gave."""
    read = {page.address for page in pages} | {address for reader in readers for address in reader.only_posted}
    found: dict[str, set[int]] = {}
    for reader in readers:
        for address, statuses in reader.refused.items():
            if address not in read:
                found.setdefault(address, set()).update(statuses)
    return found

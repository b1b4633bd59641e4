"""One bank that is measured at 20 members, then at 1,000, then at 5,000: only its size differs."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.core.cache import cache

from banks.clock import bank_day, now
from banks.members.models import Member, Power
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
            live_busily([here.people[name] for name in VIEWERS.values() if name], now=now())
        yield bank, here, name


def grow_to(bank: Bank, database: str, size: Size) -> None:
    """Fill the bank, let the database count its rows as autovacuum would have done, and forget all caches."""
    with in_bank(bank):
        grow(size, now=now())
    with superuser(database) as server:
        server.execute("analyze")
    cache.clear()


def measured(wanted: Callable[[str], bool], *, say: Say, sizes: Sequence[Size] = SIZES) -> list[Page]:
    """Every page that answers somebody, read at each size."""
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
        return pages

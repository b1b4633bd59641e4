"""Two banks side by side, one of 20 members and one of 10,000: pages of both, a picker, and Django's admin beside them.

Each figure is a ratio of two things read in the same process one after the other, so the machine matters little.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import django

from tests.bench import contestants
from tests.faults.durable_bank import DurableBank

SMALL_BANK, HUGE_BANK = "small", "huge"
MEMBER, DESK = "Anne", "Ada"
# Six main pages of a member, and the table each lists.
BESIDE_ADMIN: Mapping[str, str] = {
    "/": "exchange", "/statement/": "exchange", "/exchanges/": "exchange", "/directory/": "member",
    "/listings/": "listing", "/events/": "event",
}  # fmt: skip
PICKER, TYPED = "pick_people", ("gra", "o", "gra whit", "xyzzy", "105")
READINGS, LONG_SECONDS = 5, 0.5
CPU_READINGS = 15
PICKER_READINGS = 10
NOT_READ = ("/sign-in/", "/api/", "/bench/")


def measure_grown(bank: DurableBank, *, rounds: int, say: Callable[[str], None]) -> dict[str, float]:
    """How pages grow with the bank, and how they compare with the admin's."""
    say("filling a bank with 10,000 members and 100,000 listings")
    grown = {**bank.environment, "DJANGO_SETTINGS_MODULE": "tests.bench.settings_grown"}
    contestants.prepare("grown", grown)
    with bank.superuser() as server:
        server.execute("analyze")
    say("reading pages of both")
    with contestants.Workers("grown", clients=1, environment=grown) as worker:
        figures = {"page_cpu_over_admin": median(worker.measure("admin") for _ in range(min(rounds, 3)))}
        growth = growths(worker.measure(SMALL_BANK), worker.measure(HUGE_BANK))
        worst = max(growth, key=growth.__getitem__)
        say(f"the page that grows most is {worst}")
        figures |= {"page_growth_10000": growth[worst], "page_growth_10000_median": median(growth.values())}
        picker = worker.measure("picker")
    return figures if picker is None else {**figures, "picker_ms_over_empty": picker}


def growths(small: Mapping[str, float], huge: Mapping[str, float]) -> dict[str, float]:
    """Page and viewer -> seconds in the huge bank over seconds in the small one."""
    return {page: huge[page] / seconds for page, seconds in small.items() if page in huge}


def prepare() -> None:
    """Open and fill both banks; in each, a member and a holder of every power can sign in."""
    django.setup()
    from django.utils import timezone

    from tenants.services import open_bank
    from tests.house.population import HUGE, SMALL

    for slug, size in ((SMALL_BANK, SMALL), (HUGE_BANK, HUGE)):
        founded = timezone.now() - timedelta(days=400)
        _fill(open_bank(name=slug, slug=slug, charter="valley_time_trade", now=founded), founded, size)


def _fill(bank: Any, founded: datetime, size: Any) -> None:
    from uuid import uuid4

    from django.utils import timezone

    from banks.people.members.models import Power
    from banks.people.members.services import NewMember, take_in
    from tenants.context import in_bank
    from tests.house.population import grow, live_busily

    day, now = founded.date(), timezone.now()
    with in_bank(bank):
        newcomers = [
            NewMember(name=name, joined_on=day, access="full", oriented_on=day, waiver_version="1")
            for name in (MEMBER, DESK, "Bill")
        ]
        members = [take_in(new=each, actor_id=uuid4(), now=founded + timedelta(days=1)) for each in newcomers]
        for kind in Power.Kind.values:
            Power.objects.create(member=members[1], kind=kind, begins_on=day)
        live_busily([member.pk for member in members[:2]], now=now)
        grow(size, now=now)


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    """Measures, and nothing to repeat by the slice."""
    django.setup()
    return lambda: None, {
        "admin": _cpu_over_admin,
        SMALL_BANK: lambda: _seconds_of_pages(SMALL_BANK),
        HUGE_BANK: lambda: _seconds_of_pages(HUGE_BANK),
        "picker": _picker_over_empty,
    }


def _client(slug: str, name: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from banks.people.members.models import Member
    from tenants.context import in_bank
    from tenants.models import Bank

    client = Client(HTTP_HOST=f"{slug}.localhost")
    with in_bank(Bank.objects.get(slug=slug)):
        user = Member.objects.select_related("user").get(name=name).user
        assert user is not None
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _seconds_of_pages(slug: str) -> dict[str, float]:
    """Page and viewer -> the quickest of a few readings; every page whose address needs no id, slow ones once."""
    found = {}
    for name in (MEMBER, DESK):
        client = _client(slug, name)
        for path in _plain_addresses():
            began = time.perf_counter()
            answer = client.get(path)
            took = time.perf_counter() - began
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found[f"{path} as {name}"] = took if took > LONG_SECONDS else _quickest(client, path)
    return found


def _plain_addresses() -> Iterable[str]:
    from tests.house.addresses import ADDRESSES, filled, parameters

    for address in ADDRESSES:
        if not parameters(address) and not address.startswith(NOT_READ):
            yield filled(address, str)


def _quickest(client: Any, path: str) -> float:
    times = []
    for _ in range(READINGS):
        began = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - began)
    return min(times)


def _cpu_over_admin() -> float:
    """The median over the six pages of our processor time over that of fifty rows in the admin."""
    from django.test import override_settings

    from tests.bench.addresses import ADMIN
    from tests.bench.admin import PLAIN_MIDDLEWARE

    ours, admins = _client(HUGE_BANK, MEMBER), _client(HUGE_BANK, DESK)
    with override_settings(MIDDLEWARE=PLAIN_MIDDLEWARE):
        admins.handler.load_middleware()
    ratios = []
    for path, table in BESIDE_ADMIN.items():
        ratios.append(_processor_seconds(ours, path) / _processor_seconds(admins, f"{ADMIN}banks/{table}/"))
    return median(ratios)


def _processor_seconds(client: Any, path: str) -> float:
    times = []
    for _ in range(CPU_READINGS):
        began = time.process_time()
        answer = client.get(path)
        times.append(time.process_time() - began)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return median(times[1:])


def _picker_over_empty() -> float | None:
    """None where there is no such address."""
    from django.urls import NoReverseMatch, reverse

    from tests.bench.addresses import EMPTY

    try:
        path = reverse(PICKER)
    except NoReverseMatch:
        return None
    client = _client(HUGE_BANK, DESK)
    picker = [median(_times(client, path, {"q": typed})) for typed in TYPED]
    return max(picker) / median(_times(client, EMPTY, {}))


def _times(client: Any, path: str, query: Mapping[str, str]) -> list[float]:
    times = []
    for _ in range(PICKER_READINGS):
        began = time.perf_counter()
        answer = client.get(path, query)
        times.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return times[1:]

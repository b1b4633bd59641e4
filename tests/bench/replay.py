"""How long a page waits for a year counted again: 5,000 members and the reports of a real year.

The bank of the bench is filled by the database itself, with rows as recording would have left them; their entries are
not posted, as a replay of reports reads what was told, and balances from the accounts.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

from tests.bench import contestants
from tests.faults.durable_bank import DurableBank

MEMBERS, REPORTS = 5000, 60_000
EXCHANGES = """
insert into banks_exchange (id, state, service_id, service_date, is_even, occasion, note, costs_note, late_reason,
    channel, recorded_by_id, recorded_at, people_digest, request_digest, undone_reason, entry_id)
select gen_random_uuid(), 'recorded', %(service)s, (%(now)s - at * interval '1 year' / (1.01 * %(reports)s))::date,
    false, '', '', '', '', 'page', (select id from banks_member where number = %(first)s),
    %(now)s - at * interval '1 year' / (1.01 * %(reports)s), '', '', '', gen_random_uuid()
from generate_series(1, %(reports)s) at
"""
# Of ten reports eight are between two people, one has two providers, one has three and two receivers.
LINES = """
insert into banks_exchangeline (id, exchange_id, member_id, role, service_minutes, travel_minutes, counted_minutes,
    levy_minutes)
select gen_random_uuid(), told.id, someone.id, case when place < told.gives then 'provider' else 'receiver' end,
    told.minutes, 0, told.minutes, 0
from (
    select id, n, (array[20, 30, 45, 50, 60, 75, 90, 100, 120, 150, 180, 240])[1 + n %% 12] as minutes,
        case n %% 10 when 8 then 2 when 9 then 3 else 1 end as gives,
        case n %% 10 when 8 then 3 when 9 then 5 else 2 end as people
    from (select id, row_number() over () as n from banks_exchange where people_digest = '') numbered
) told
cross join lateral generate_series(0, told.people - 1) place
join banks_member someone on someone.number = %(first)s + (told.n * 7919 + place * 613) %% %(members)s
"""


def measure_replay(bank: DurableBank, *, rounds: int, say: Callable[[str], None]) -> dict[str, float]:
    """Seconds to count a year again under another step, and under a contribution on each exchange."""
    say("counting a year again")
    contestants.prepare("replay", bank.environment)
    with contestants.Workers("replay", clients=1, environment=bank.environment) as ours:
        return {
            f"replay_{what}_seconds": median(ours.measure(what) for _ in range(min(rounds, 5)))
            for what in ("step", "contribution")
        }


def prepare() -> None:
    """Members with accounts, and a year of reports between them."""
    django.setup()
    from tenants.context import in_bank
    from tenants.models import Bank

    with in_bank(Bank.objects.get(slug="books")):
        fill(MEMBERS, REPORTS)


def fill(members: int, reports: int) -> None:
    """People, and reports of one to three providers for one or two receivers, spread over a year."""
    from django.db import connection
    from django.utils import timezone

    from banks.asking.listings.models import Service
    from tests.house.population import take_in_many

    now = timezone.now()
    given: dict[str, Any] = {
        "reports": reports,
        "members": members,
        "first": take_in_many(members, now=now),
        "service": Service.objects.all()[0].pk,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(EXCHANGES, given)
        cursor.execute(LINES, given)


def contestant(form: str) -> tuple[Callable[[], None], dict[str, Callable[[], float]]]:
    """Two measures and nothing to repeat by the slice."""
    django.setup()
    from tenants.context import point_at
    from tenants.models import Bank

    point_at(Bank.objects.get(slug="books"))
    return lambda: None, {
        "step": lambda: seconds("hours", granularity=30),
        "contribution": lambda: seconds("levies", trade="per_hour", trade_minutes=6, monthly_minutes=15),
    }


def seconds(kind: str, **changes: object) -> float:
    """How long one replay takes."""
    from django.utils import timezone

    from banks.deciding.replay.queries import replay_of
    from banks.policies.kinds import KIND_BY_NAME
    from banks.policies.queries import policy_in_force

    at = timezone.now()
    before = policy_in_force(KIND_BY_NAME[kind], at).value
    began = time.perf_counter()
    seen = replay_of(before, before.model_copy(update=changes), at=at)
    assert seen is not None
    assert seen.balances
    return time.perf_counter() - began

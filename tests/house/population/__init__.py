"""A bank of any size, filled by the database itself within seconds: for budgets of pages and for the bench.

Guarantees: the same size is the same bank every time, but for the moment it is filled at; a bank can be filled
again and only grows; each exchange, gathering and joining stands in the books, posted through the ledger's own
functions, so the books prove; who was there before gets nothing new, so their own pages stay as they were.
Only the people who were there before have logins. Called by: tests.house.budgets, tests.bench.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from banks.asking.listings.models import Listing, Service
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.people.members.models import Member
from banks.policies.consequences import limits_for
from banks.policies.kinds import HoursPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force
from ledger.accounts import AccountKind, account_with_key
from ledger.journal import post_entry
from ledger.policy import COMMUNITY, LimitsPolicy
from tests.house.population.decided import decide
from tests.house.population.words import FAMILY_NAMES, GIVEN_NAMES, TOWNS

HERE = Path(__file__).resolve().parent
EXCHANGES_EACH = 2
OWN_EXCHANGES, OWN_LISTINGS = 60, 8
# Ids are told apart by what they are of, and grow with the number, as those of Commonhour itself grow with time.
KINDS_OF_ID = (
    "household", "account", "member", "signature", "change", "acting", "power", "listing", "flag", "exchange", "entry",
    "undoing", "giving", "receiving", "event", "attendance", "gathering", "joining", "credit", "notice", "application",
    "orientation", "seat", "case", "outside", "allowed", "decided",
)  # fmt: skip
AN_ID = re.compile(r"@(\w+)\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a bank has ever had, and how many offers and requests."""

    members: int
    listings: int


SMALL, FULL_PAGES, BIG, HUGE = Size(20, 200), Size(2_000, 20_000), Size(5_000, 50_000), Size(10_000, 100_000)


def grow(size: Size, *, now: datetime) -> None:
    """Fill the bank at hand up to a size; the caller has entered it, and analyzes its tables afterwards."""
    first, first_listing = Member.objects.count() + 1, Listing.objects.count() + 1
    given = _of_the_bank(now)
    number = int(given["number"])
    people = {"first": first, "last": size.members, "each": EXCHANGES_EACH}
    owners = {"from_member": number, "to_member": number + size.members - first}
    listings = {"first": first_listing, "last": size.listings, **owners}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        if size.members >= first:
            for name in ("members", "hours", "letters"):
                cursor.execute(_written(name), given | people)
            decide(first, size.members, people=_who_decide(), now=now)
        if size.listings >= first_listing:
            if size.members < first:
                listings["from_member"], listings["to_member"] = 0, number
            cursor.execute(_written("listings"), given | listings)


def take_in_many(number: int, *, now: datetime) -> int:
    """So many people more with their accounts and nothing that they did; the member number of the first."""
    first, given = Member.objects.count() + 1, _of_the_bank(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
        cursor.execute(_written("members"), given | {"first": first, "last": first + number - 1})
    return int(given["number"])


def _who_decide() -> list[UUID]:
    found = Member.objects.filter(left_on=None, kind=Member.Kind.PERSON).order_by("number")
    return list(found.values_list("pk", flat=True))


def _of_the_bank(now: datetime) -> dict[str, Any]:
    kinds: dict[str, AccountKind] = {"member": "member", "organisation": "organisation"}
    value = policy_in_force(LimitsPolicy, now).value
    limits = {name: asdict(limits_for(kind, value)) for name, kind in kinds.items()}
    return {
        "now": now,
        "number": max(Member.objects.values_list("number", flat=True), default=100) + 1,
        "limits": json.dumps(limits),
        "waiver": policy_in_force(MembershipPolicy, now).value.waiver_version or "",
        "policy": policy_in_force(HoursPolicy, now).version_id,
        "community": account_with_key(COMMUNITY).id,
        "given": list(GIVEN_NAMES),
        "family": list(FAMILY_NAMES),
        "towns": list(TOWNS),
    }


def _written(name: str) -> str:
    """The statements of one file, with `@member[n]` and the like as expressions for ids."""
    return AN_ID.sub(_expression, (HERE / f"{name}.sql").read_text())


def _expression(found: re.Match[str]) -> str:
    kind = KINDS_OF_ID.index(found[1]) + 1
    return f"('01980000-0000-7000-8{kind:03x}-' || lpad(to_hex({found[2]}), 12, '0'))::uuid"


def live_busily(people: Sequence[UUID], *, now: datetime) -> None:
    """Enough exchanges, listings and letters for each of a few people that their own lists fill a page."""
    members = {member.pk: member for member in Member.objects.filter(pk__in=people)}
    others = [member for member in Member.objects.filter(left_on=None) if member.pk not in members]
    service = Service.objects.order_by("name")[0]
    policy = policy_in_force(HoursPolicy, now).version_id
    for number, member in product(range(OWN_EXCHANGES), members.values()):
        other = others[number % len(others)]
        _exchange(number, member, other, service, policy, now)
    for member in members.values():
        Listing.objects.bulk_create(
            Listing(
                kind=("offer", "request")[number % 2], member=member, service=service, title=f"Something {number}",
                state="shown", made_at=now - timedelta(days=number), changed_at=now,
            )
            for number in range(OWN_LISTINGS)
        )  # fmt: skip


def _exchange(number: int, giver: Member, receiver: Member, service: Service, policy: UUID, now: datetime) -> None:
    minutes, day = 30 + 15 * (number % 5), (now - timedelta(days=3 + number)).date()
    posted = post_entry(
        key=uuid4(), kind="exchange", service_date=day, actor_id=giver.pk, policy_version_id=policy,
        postings={giver.account_id: minutes, receiver.account_id: -minutes},
    )  # fmt: skip
    exchange = Exchange.objects.create(
        state="recorded", service=service, service_date=day, note="Thank you.", channel="page", recorded_by=giver,
        recorded_at=now - timedelta(days=number), people_digest=number.to_bytes(32), request_digest=b"",
        entry_id=posted.entry_id,
    )  # fmt: skip
    for member, role in ((giver, "provider"), (receiver, "receiver")):
        ExchangeLine.objects.create(
            exchange=exchange, member=member, role=role, service_minutes=minutes, counted_minutes=minutes
        )

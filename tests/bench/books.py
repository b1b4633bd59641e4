"""Our contestant: the public post_entry, through Django, with every guard on."""

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import django

ACCOUNTS = 1000
BULK = 1000
DAY = date(2026, 10, 31)
SOMEBODY = UUID("00000000-0000-7000-8000-00000000aaaa")
Measures = Mapping[str, Callable[[], Any]]


def prepare() -> None:
    """Open the accounts of the bank that stands in the durable database."""
    django.setup()
    from ledger.accounts import open_account
    from tenants.context import in_bank
    from tenants.models import Bank

    with in_bank(Bank.objects.get(slug="books")):
        for _ in range(ACCOUNTS):
            open_account(kind="member", holder_id=uuid4(), now=datetime.now(UTC))


def contestant(form: str) -> tuple[Callable[[], None], Measures]:
    """`spread` posts between any two accounts, `hot` always from the same one."""
    django.setup()
    from ledger.accounts import accounts_of_kind
    from ledger.journal import post_entry
    from tenants.context import point_at
    from tenants.models import Bank

    point_at(Bank.objects.get(slug="books"))
    accounts = [account.id for account in accounts_of_kind("member")]
    chance = random.Random()

    def post(postings: dict[UUID, int], kind: Any = "exchange") -> None:
        post_entry(
            key=uuid4(), kind=kind, service_date=DAY, actor_id=SOMEBODY, policy_version_id=SOMEBODY, postings=postings
        )  # fmt: skip

    def spread() -> None:
        giver, receiver = chance.sample(accounts, 2)
        post({giver: 30, receiver: -30})

    def hot() -> None:
        post({accounts[0]: -30, accounts[chance.randrange(1, len(accounts))]: 30})

    def bulk() -> float:
        began = time.perf_counter()
        post({accounts[0]: -30 * (len(accounts) - 1), **dict.fromkeys(accounts[1:], 30)}, "credit")
        return (time.perf_counter() - began) / (len(accounts) - 1)

    def single() -> float:
        began = time.perf_counter()
        for account in accounts[1 : BULK // 4]:
            post({accounts[0]: -30, account: 30}, "credit")
        return (time.perf_counter() - began) / (BULK // 4 - 1)

    return (hot if form == "hot" else spread), {"bulk": bulk, "single": single}

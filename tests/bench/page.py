"""A member's statement page, through every middleware, with tenancy and with tenancy taken out."""

from collections.abc import Callable, Mapping
from functools import cache
from statistics import median
from typing import Any
from uuid import uuid4

import django
from django.http import HttpRequest, HttpResponse

from tests.bench import contestants
from tests.faults.durable_bank import DurableBank

PAGE = "/statement/"
HOST = "books.localhost"
SECONDS = 1.5


def measure_page(bank: DurableBank, *, rounds: int, say: Callable[[str], None]) -> dict[str, float]:
    """How much longer the same page takes in a bank than in a house with no banks."""
    say("reading a page")
    tenanted = {**bank.environment, "DJANGO_SETTINGS_MODULE": "tests.bench.settings_tenanted"}
    untenanted = {
        **bank.environment,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings_untenanted",
        "BENCH_SCHEMA": bank.schema,
    }
    contestants.prepare("page-tenanted", tenanted)
    with (
        contestants.Workers("page-tenanted", clients=1, environment=tenanted) as ours,
        contestants.Workers("page-untenanted", clients=1, environment=untenanted) as bare,
    ):
        ratios, rates = [], []
        for _ in range(rounds):
            rates.append(ours.rate(SECONDS))
            ratios.append(bare.rate(SECONDS) / rates[-1])
    return {"page_over_untenanted": median(ratios), "pages_per_second": median(rates)}


def prepare() -> None:
    """A member with a page full of hours."""
    django.setup()
    from django.utils import timezone

    from banks.people.members.services import NewMember, take_in
    from ledger.journal import post_entry
    from tenants.context import in_bank
    from tenants.models import Bank

    now = timezone.now()
    with in_bank(Bank.objects.get(slug="books")):
        newcomers = [NewMember(name=name, joined_on=now.date()) for name in ("Anne", "Bill")]
        anne, bill = (take_in(new=each, actor_id=uuid4(), now=now) for each in newcomers)
        for _ in range(60):
            post_entry(
                key=uuid4(), kind="exchange", service_date=now.date(), actor_id=anne.pk, policy_version_id=uuid4(),
                postings={anne.account_id: 30, bill.account_id: -30},
            )  # fmt: skip


class OneBankForEver:
    """In place of hosting.middleware.BankFromHost: the bank is a constant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.bank = _the_bank()  # type: ignore[attr-defined]
        return self.get_response(request)


@cache
def _the_bank() -> Any:
    """Read once, by its full name, as nothing of the platform is on the path; code that asks where it is hears this."""
    from django.db import connection

    from tenants.models import Bank

    bank = Bank.objects.raw("select * from public.tenants_bank where slug = 'books'")[0]
    connection.tenant, connection.schema_name = bank, bank.schema_name  # type: ignore[attr-defined]
    return bank


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    """Reads the page as Anne, signed in once."""
    django.setup()
    from django.test import Client

    from banks.people.members.models import Member
    from tenants.context import in_bank
    from tenants.models import Bank

    client = Client(HTTP_HOST=HOST)
    if form == "tenanted":
        with in_bank(Bank.objects.get(slug="books")):
            client.force_login(Member.objects.get(name="Anne").user)  # type: ignore[arg-type]
    else:
        _the_bank()
        client.force_login(Member.objects.get(name="Anne").user)  # type: ignore[arg-type]

    def read() -> None:
        answer = client.get(PAGE)
        assert answer.status_code == 200, answer.status_code

    return read, {}

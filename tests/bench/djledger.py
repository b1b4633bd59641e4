"""The rival django-ledger: commit_txs of a balanced, posted journal entry."""

import os
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django
from django.conf import settings

ACCOUNTS = 50


def _set_up() -> None:
    if not settings.configured:
        settings.configure(
            SECRET_KEY="bench",
            USE_TZ=True,
            INSTALLED_APPS=[
                "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
                "django.contrib.messages", "django.contrib.staticfiles", "django_ledger",
            ],
            DATABASES={"default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["BENCH_DATABASE"], "HOST": os.environ["BENCH_HOST"], "USER": "postgres",
            }},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        )  # fmt: skip
        django.setup()


def prepare() -> None:
    _set_up()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django_ledger.io.roles import ASSET_CA_CASH
    from django_ledger.models import EntityModel

    call_command("migrate", verbosity=0)
    admin = get_user_model().objects.create(username="admin")
    entity = EntityModel.create_entity(name="Bench", use_accrual_method=True, admin=admin, fy_start_month=1)
    chart = entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="Bench")
    for number in range(ACCOUNTS):
        entity.create_account(
            code=str(1000 + number), role=ASSET_CA_CASH, name=f"account {number}", balance_type="debit",
            active=True, coa_model=chart,
        )  # fmt: skip
    entity.create_ledger(name="Bench", posted=True)


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    _set_up()
    from django.utils import timezone
    from django_ledger.models import AccountModel, LedgerModel

    ledger = LedgerModel.objects.select_related("entity").get(name="Bench")
    accounts = list(AccountModel.objects.filter(code__startswith="10", active=True, role="asset_ca_cash"))
    chance, amount = random.Random(), Decimal(30)
    yesterday = timezone.now() - timedelta(days=1)

    def post() -> None:
        giver, receiver = chance.sample(accounts, 2)
        ledger.commit_txs(
            je_timestamp=yesterday,
            je_txs=[
                {"account": giver, "amount": amount, "tx_type": "credit", "description": "hours"},
                {"account": receiver, "amount": amount, "tx_type": "debit", "description": "hours"},
            ],
            je_posted=True,
        )

    return post, {}

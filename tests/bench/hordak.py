"""The rival django-hordak: its documented transfer_to, on its own tables, with its own triggers."""

import os
import random
from collections.abc import Callable, Mapping
from typing import Any

import django
from django.conf import settings

ACCOUNTS = 200


def _set_up() -> None:
    if not settings.configured:
        settings.configure(
            SECRET_KEY="bench",
            USE_TZ=True,
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "djmoney", "mptt", "hordak"],
            DATABASES={"default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["BENCH_DATABASE"], "HOST": os.environ["BENCH_HOST"], "USER": "postgres",
            }},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            HORDAK_CURRENCIES=["EUR"],
        )  # fmt: skip
        django.setup()


def prepare() -> None:
    _set_up()
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    for number in range(ACCOUNTS):
        Account.objects.create(name=f"account {number}", type="AS", currencies=["EUR"])


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    _set_up()
    from hordak.models import Account
    from moneyed import Money

    accounts = list(Account.objects.all())
    amount, chance = Money(30, "EUR"), random.Random()

    def post() -> None:
        giver, receiver = chance.sample(accounts, 2)
        giver.transfer_to(receiver, amount)

    return post, {}

"""`manage.py found_banks`: open the three founding banks where they do not stand yet."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.context import in_platform
from tenants.provisioning import advance
from tenants.queries import bank_by_slug
from tenants.services import request_bank

FOUNDING = [
    ("timeBanking/Lamoni", "lamoni", "timebanking_lamoni"),
    ("Valley Time Trade", "valley", "valley_time_trade"),
    ("Time Exchange of Door County", "door", "door_county"),
]


class Command(BaseCommand):
    help = "Opens the three founding banks; goes on where an earlier run stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, slug, charter in FOUNDING:
            with in_platform():
                bank = bank_by_slug(slug)
            bank = advance(bank or request_bank(name=name, slug=slug, charter=charter))
            self.stdout.write(f"{bank.name}: {bank.state}")

"""`manage.py reseal`: in every bank, seal with the newest key all that an older key sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from banks.people.vault.resealing import reseal_bank
from tenants.context import in_bank, in_platform
from tenants.models import Bank


class Command(BaseCommand):
    help = "Renews the seals of every bank with the first key of COMMONHOUR_SEAL_KEYS. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        with in_platform():
            banks = list(Bank.objects.exclude(state__in=["requested", "schema", "closed"]).order_by("name"))
        broken = 0
        for bank in banks:
            with in_bank(bank):
                done = reseal_bank()
            self.stdout.write(f"{bank.name}: {done.renewed} sealed anew, {len(done.broken)} that do not open")
            for row in done.broken:
                self.stdout.write(f"  {row}")
            broken += len(done.broken)
        if broken:
            raise CommandError(f"{broken} seals do not open. Keep the older keys until it is known why.")

"""`manage.py replay_erasures [SLUG ...]`: after restoring a backup, repeat the erasures made since that backup."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from banks.membership.leaving.erasure import erase_again
from tenants.context import in_bank, in_platform
from tenants.models import Bank


class Command(BaseCommand):
    help = "Erases again, in each bank, the details of the members in the platform's register. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="Banks that were restored; all when none is named.")

    def handle(self, *args: Any, **options: Any) -> None:
        slugs = set(options["slugs"])
        with in_platform():
            banks = Bank.objects.exclude(state__in=["requested", "schema", "closed"]).order_by("name")
            register = {bank: list(bank.erasures.values_list("member_id", "at")) for bank in banks}
        if unknown := slugs - {bank.slug for bank in register}:
            raise CommandError(f"There is no bank called {', '.join(sorted(unknown))}.")
        for bank, erasures in register.items():
            if slugs and bank.slug not in slugs:
                continue
            with in_bank(bank):
                done = sum(erase_again(member_id=member_id, at=at, now=timezone.now()) for member_id, at in erasures)
            self.stdout.write(f"{bank.name}: {done} of {len(erasures)} in the register erased again")

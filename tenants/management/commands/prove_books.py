"""`manage.py prove_books [SLUG ...]`: recompute the books of banks and name the first bad row of each kind."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.audit import prove_books
from tenants.context import in_bank, in_platform
from tenants.models import Bank


class Command(BaseCommand):
    help = "Recomputes every balance, chain and seal from the rows, and names the first bad row of each kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="Banks to prove; all that have books when none is named.")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_platform():
            banks = list(Bank.objects.exclude(state__in=["requested", "schema", "closed"]).order_by("name"))
        slugs = set(options["slugs"])
        if unknown := slugs - {bank.slug for bank in banks}:
            raise CommandError(f"There is no bank called {', '.join(sorted(unknown))}.")
        total = 0
        for bank in banks:
            if slugs and bank.slug not in slugs:
                continue
            started = time.monotonic()
            with in_bank(bank):
                findings = prove_books()
            self.stdout.write(f"{bank.name}: {len(findings)} findings in {time.monotonic() - started:.2f} s")
            for finding in findings:
                self.stdout.write(f"  {finding.check}: {finding.table} {finding.row}: {finding.sentence}")
            total += len(findings)
        if total:
            raise CommandError(f"{total} findings. Do not correct rows: follow infra/runbooks/books.md.")

"""`manage.py prepare_platform`: create or migrate the public schema, the template and every bank. Owner login only."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from banks.policies.clock import now
from banks.policies.services import found_new_kinds
from tenants.context import PUBLIC, in_bank, point_at_platform
from tenants.migrating import migrate_banks, migrate_schema, migrate_template
from tenants.queries import open_banks
from tenants.rights import grant_platform_rights


class Command(BaseCommand):
    help = "Migrates the public schema, the template of new banks and every bank that lags."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OWNER:
            raise CommandError("prepare_platform needs the owner login: set COMMONHOUR_OWNER=1.")
        started = time.monotonic()
        applied = migrate_schema(PUBLIC)
        point_at_platform()
        grant_platform_rights()
        self.stdout.write(f"public schema: {applied} migrations applied")
        changed = migrate_template()
        self.stdout.write(f"template of new banks: {'remade' if changed else 'unchanged'}")
        reports = migrate_banks()
        for report in reports:
            self.stdout.write(
                f"{report.schema_name}: {report.trouble or f'{report.applied} applied'} ({report.seconds:.1f} s)"
            )
        # A new kind of policy needs its first version in banks that were founded before it existed.
        for bank in open_banks():
            with in_bank(bank):
                found_new_kinds(now())
        self.stdout.write(f"done in {time.monotonic() - started:.1f} s")
        if any(report.trouble for report in reports):
            raise CommandError("Some banks could not be migrated; the others are up to date.")

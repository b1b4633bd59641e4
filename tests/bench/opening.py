"""How long it takes to open a bank: ours, from the template's SQL, and as stock django-tenants would, by migrating."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any
from uuid import uuid4

import django

from tests.bench.contestants import Workers
from tests.faults.durable_bank import DurableBank


def measure_opening(bank: DurableBank, *, rounds: int, say: Callable[[str], None]) -> dict[str, float]:
    """Seconds from the request to a bank that answers, charter and all; and a bare migrated schema beside it."""
    say("opening banks")
    owner = {**bank.environment, "COMMONHOUR_OWNER": "1"}
    with (
        Workers("opening", clients=1, environment=bank.environment) as ours,
        Workers("opening", clients=1, environment=owner) as stock,
    ):
        opened, migrated = [], []
        for _ in range(min(rounds, 5)):
            opened.append(ours.measure("open"))
            migrated.append(stock.measure("migrate"))
    return {
        "open_bank_seconds": median(opened),
        "stock_migrated_schema_seconds": median(migrated),
        "open_bank_over_stock": median(ours / theirs for ours, theirs in zip(opened, migrated, strict=True)),
    }


def contestant(form: str) -> tuple[Callable[[], None], Mapping[str, Callable[[], Any]]]:
    """Two measures and nothing to repeat by the slice."""
    django.setup()
    return lambda: None, {"open": _open, "migrate": _migrate}


def _open() -> float:
    from django.utils import timezone

    from tenants.services import open_bank

    slug = f"bench-{uuid4().hex[:8]}"
    began = time.perf_counter()
    open_bank(name="Bench", slug=slug, charter="blank", now=timezone.now())
    return time.perf_counter() - began


def _migrate() -> float:
    from django.db import connection
    from django_tenants.migration_executors.base import run_migrations

    schema = f"t_{uuid4().hex[:12]}"
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"create schema {schema}")
    quiet = dict.fromkeys(["app_label", "migration_name", "stdout", "stderr"])
    plain = dict.fromkeys(
        [
            "interactive",
            "fake",
            "fake_initial",
            "run_syncdb",
            "plan",
            "check_unapplied",
            "prune",
            "force_color",
            "traceback",
        ],
        False,
    )
    options = {**quiet, **plain, "verbosity": 0, "database": "default", "no_color": True, "skip_checks": True}
    run_migrations([], options, "standard", schema, allow_atomic=False)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(f"drop schema {schema} cascade")
    return took

"""Migrates schemas one by one, and keeps the template that new banks are made from.

Guarantees: one bank's failure is recorded and does not stop the others; a bank
that lags is found by one cheap query; the template's SQL always belongs to the
migrations that the code has. Run by `manage.py prepare_platform` with the owner
login, never by a web process.
"""

import hashlib
import time
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, router
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from psycopg import sql

from tenants.context import point_at_platform
from tenants.models import Bank, SchemaMigration, SchemaTemplate
from tenants.rights import TEMPLATE, grant_bank_rights
from tenants.schema_dump import dump_schema


@dataclass(frozen=True)
class SchemaReport:
    """How one schema's migration went; `trouble` is empty when it went well."""

    schema_name: str
    applied: int
    seconds: float
    trouble: str = ""


def _point_at(schema_name: str) -> None:
    connection.set_schema(schema_name, include_public=False)  # type: ignore[attr-defined]  # tenants.backend


def migrate_schema(schema_name: str) -> int:
    """Apply what a schema lacks; the number of migrations applied. Raises what the database raises.

    Django's own `migrate` builds every model anew for each step of a migration, also where the router then lets
    nothing happen: a migration whose app has no table in this schema is noted, and its models are left unbuilt.
    """
    _point_at(schema_name)
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if not plan:
        return 0
    state = executor.migrate(targets, plan=[])
    executor.recorder.ensure_schema()
    for migration, _ in plan:
        if router.allow_migrate(connection.alias, migration.app_label):
            state.apps  # noqa: B018 - builds all models at once; left to the steps, each builds them all
            state = executor.apply_migration(state, migration)
        else:
            vars(state).pop("apps", None)
            state = migration.mutate_state(state, preserve=False)
            executor.apply_migration(state, migration, fake=True)  # only noted
    ContentType.objects.clear_cache()
    return len(plan)


def known_migrations() -> set[tuple[str, str]]:
    """All migrations that the code has."""
    return set(MigrationExecutor(connection).loader.disk_migrations or {})


def lagging_schemas(schema_names: list[str]) -> list[str]:
    """Those schemas that lack a migration, by one small query each."""
    known = known_migrations()
    behind = []
    for name in schema_names:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("select app, name from {}.django_migrations").format(sql.Identifier(name)).as_string(None)
            )
            if known - set(cursor.fetchall()):
                behind.append(name)
    return behind


def migrate_template() -> bool:
    """Bring the template up to date and store its SQL; True when anything changed."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            cursor.execute(f"create role {TEMPLATE} nologin")
        cursor.execute(f"create schema if not exists {TEMPLATE}")
    applied = migrate_schema(TEMPLATE)
    grant_bank_rights(TEMPLATE)
    point_at_platform()
    stored = SchemaTemplate.objects.filter(pk=1).values_list("digest", flat=True).first()
    if not applied and stored:
        return False
    text = dump_schema(TEMPLATE)
    digest = hashlib.sha256(text.encode()).hexdigest()
    SchemaTemplate.objects.update_or_create(pk=1, defaults={"sql": text, "digest": digest})
    return digest != stored


def migrate_banks() -> list[SchemaReport]:
    """Migrate every bank that lags; goes on past a failure and reports it."""
    point_at_platform()
    schemas = list(Bank.objects.exclude(state__in=["requested", "closed"]).values_list("schema_name", flat=True))
    reports = []
    for schema_name in lagging_schemas(schemas):
        started = time.monotonic()
        applied, trouble = 0, ""
        try:
            applied = migrate_schema(schema_name)
            grant_bank_rights(schema_name)
        except Error as refused:
            trouble = str(refused)
        finally:
            point_at_platform()
        report = SchemaReport(schema_name, applied, time.monotonic() - started, trouble)
        SchemaMigration.objects.create(
            schema_name=schema_name, applied=applied, seconds=report.seconds, trouble=trouble
        )
        reports.append(report)
    return reports


def tables_of_banks() -> set[str]:
    """Every table that a bank's schema should have, from the models (tests compare)."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label in {"banks", "governance", "ledger", "users", "knox"}
    }

"""Migrates schemas one by one, and maintains the template from which new banks are created.

Guarantees: one bank's failure is recorded and does not stop the others; one cheap
query per bank finds the schemas that lack a migration; the template's SQL always
matches the migrations in the code. Run by `manage.py prepare_platform` with the
owner login, never by a web process.
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
    """The outcome of one schema's migration; `trouble` is empty when it went well."""

    schema_name: str
    applied: int
    seconds: float
    trouble: str = ""


def _point_at(schema_name: str) -> None:
    connection.set_schema(schema_name, include_public=False)  # type: ignore[attr-defined]  # tenants.backend


def migrate_schema(schema_name: str) -> int:
    """Apply the migrations that a schema lacks; return their number. Raises what the database raises."""
    # Django's `migrate` is slow for many schemas: for each step it builds all models anew, even where the router then
    # skips the step. Here a migration of an app without tables in this schema is only recorded.
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
            state.apps  # noqa: B018 - builds all models once; otherwise each step of the migration builds them
            state = executor.apply_migration(state, migration)
        else:
            # Without the built models, changing the state is cheap: it does not rebuild every related model.
            vars(state).pop("apps", None)
            state = migration.mutate_state(state, preserve=False)
            executor.apply_migration(state, migration, fake=True)  # only records it
    # Django remembers content types for the whole process; those read while migrating may belong to another schema.
    ContentType.objects.clear_cache()
    return len(plan)


def known_migrations() -> set[tuple[str, str]]:
    """(app, name) of every migration in the code."""
    return set(MigrationExecutor(connection).loader.disk_migrations or {})


def lagging_schemas(schema_names: list[str]) -> list[str]:
    """The schemas among `schema_names` that lack a migration, by one small query each."""
    known = known_migrations()
    lacking = []
    for name in schema_names:
        with connection.cursor() as cursor:
            # Django's recorder would first enter the schema and ask whether the table exists.
            cursor.execute(
                sql.SQL("select app, name from {}.django_migrations").format(sql.Identifier(name)).as_string(None)
            )
            if known - set(cursor.fetchall()):
                lacking.append(name)
    return lacking


def migrate_template() -> bool:
    """Migrate the template schema and store its SQL; return whether the SQL changed."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            cursor.execute(f"create role {TEMPLATE} nologin")
        cursor.execute(f"create schema if not exists {TEMPLATE}")
    applied = migrate_schema(TEMPLATE)
    # The dump holds the grants, so a bank made from it has the same rights as a migrated one.
    grant_bank_rights(TEMPLATE)
    point_at_platform()
    stored_digest = SchemaTemplate.objects.filter(pk=1).values_list("digest", flat=True).first()
    if not applied and stored_digest:
        return False
    text = dump_schema(TEMPLATE)
    digest = hashlib.sha256(text.encode()).hexdigest()
    SchemaTemplate.objects.update_or_create(pk=1, defaults={"sql": text, "digest": digest})
    return digest != stored_digest


def migrate_banks() -> list[SchemaReport]:
    """Migrate every bank that lacks a migration; record each outcome and go on past failures."""
    point_at_platform()
    schemas = list(Bank.objects.exclude(state__in=["requested", "closed"]).values_list("schema_name", flat=True))
    reports = []
    for schema_name in lagging_schemas(schemas):
        started = time.monotonic()
        applied, trouble = 0, ""
        try:
            applied = migrate_schema(schema_name)
            grant_bank_rights(schema_name)
        except Error as error:
            trouble = str(error)
        finally:
            point_at_platform()
        report = SchemaReport(schema_name, applied, time.monotonic() - started, trouble)
        SchemaMigration.objects.create(
            schema_name=schema_name, applied=applied, seconds=report.seconds, trouble=trouble
        )
        reports.append(report)
    return reports


def tables_of_banks() -> set[str]:
    """The tables that a bank's schema should have, by its models; for the tests."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label in {"banks", "governance", "ledger", "users", "knox"}
    }

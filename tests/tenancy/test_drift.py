"""Every bank's schema is the same, however it was made, and one bank's trouble is nobody else's."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.migrations import Migration, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from hosting.demo.database import OWNER
from tenants.context import in_bank, in_platform, point_at_platform
from tenants.migrating import (
    TEMPLATE,
    known_migrations,
    lagging,
    migrate_banks,
    migrate_schema,
    migrate_template,
    tables_of_banks,
)
from tenants.models import Bank, SchemaMigration, SchemaTemplate
from tenants.rights import grant_bank_rights
from tenants.schema_dump import dump_structure
from tests.house.databases import connections_at
from tests.tenancy.conftest import OwnDatabase

MIGRATED = "t_00000000d21f"


@pytest.fixture
def owner(own: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnDatabase]:
    """What only migrations have: the owner's login, which does not become anybody else."""
    with connections_at(own.name, user=OWNER), monkeypatch.context() as patch:
        patch.setattr(settings, "OWNER", True)
        yield own
        point_at_platform()


@pytest.fixture
def migrated_bank(owner: OwnDatabase) -> Iterator[str]:
    """A bank's schema made by running the migrations themselves."""
    with owner.superuser() as server:
        server.execute(f"create role {MIGRATED} nologin; create schema {MIGRATED} authorization {OWNER}")
    try:
        migrate_schema(MIGRATED)
        grant_bank_rights(MIGRATED)
        yield MIGRATED
    finally:
        connection.close()
        with owner.superuser() as server:
            server.execute(f"drop schema {MIGRATED} cascade; drop owned by {MIGRATED}; drop role {MIGRATED}")


def test_a_bank_from_the_template_is_the_bank_the_migrations_make(owner: OwnDatabase, migrated_bank: str) -> None:
    ours, theirs = dump_structure(migrated_bank).splitlines(), dump_structure(owner.door.schema_name).splitlines()
    assert [line for line in ours if line not in theirs] == []
    assert ours == theirs
    assert len(ours) > 500, "an empty comparison proves nothing"


def test_the_comparison_sees_a_lost_index_a_lost_right_and_a_renamed_constraint(owner: OwnDatabase) -> None:
    before = dump_structure(owner.valley.schema_name)
    schema = owner.valley.schema_name
    for drift in (
        f"drop index {schema}.notice_due",
        f"grant delete on {schema}.banks_policyversion to {schema}",
        f"alter table {schema}.banks_service rename constraint service_once_in_its_category to other",
    ):
        with owner.superuser() as server:
            server.execute(drift)
        after = dump_structure(schema)
        assert after != before, drift
        before = after


def test_each_bank_has_every_table_of_the_models_and_no_other(on_platform: OwnDatabase) -> None:
    with connection.cursor() as cursor:
        for bank in (on_platform.door, on_platform.lamoni):
            cursor.execute("select tablename from pg_tables where schemaname = %s", [bank.schema_name])
            tables = {name for (name,) in cursor.fetchall()}
            assert tables_of_banks() <= tables
            assert not {name for name in tables if name.startswith(("tenants_", "console_", "django_content"))}


def test_no_row_of_a_bank_refers_to_a_content_type(on_platform: OwnDatabase) -> None:
    """Django remembers their ids for the whole process; a bank that used them could meet another's."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in tables_of_banks():
            related = {
                field.related_model for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)
            }
            assert ContentType not in related, model
    with on_platform.superuser() as server:
        places = server.execute("select schemaname from pg_tables where tablename = 'django_content_type'").fetchall()
    assert places == [("public",)]


def test_nobody_signs_in_to_a_new_bank_because_the_template_has_no_logins(on_platform: OwnDatabase) -> None:
    text = SchemaTemplate.objects.get(pk=1).sql
    assert "users_user" in text
    assert "INSERT INTO commonhour_template.users_user" not in text
    assert {line.split()[2] for line in text.splitlines() if line.startswith("INSERT INTO")} == {
        "commonhour_template.django_migrations"
    }
    with in_bank(on_platform.open_another()), connection.cursor() as cursor:
        cursor.execute("select count(*) from users_user")
        assert cursor.fetchone() == (0,)


class AddsAColumn(Migration):
    dependencies = [("banks", "0002_guards")]
    operations = [RunSQL("alter table banks_notice add column later int", "alter table banks_notice drop later")]


@pytest.fixture
def one_more_migration(monkeypatch: pytest.MonkeyPatch, owner: OwnDatabase) -> None:
    """The code has a migration that no bank has yet."""
    load = MigrationLoader.load_disk

    def load_one_more(self: MigrationLoader) -> None:
        load(self)
        self.disk_migrations["banks", "0003_later"] = AddsAColumn("0003_later", "banks")

    monkeypatch.setattr(MigrationLoader, "load_disk", load_one_more)


@pytest.mark.usefixtures("one_more_migration")
def test_one_banks_failed_migration_stops_no_other_and_is_mended_by_running_again(owner: OwnDatabase) -> None:
    schemas = [bank.schema_name for bank in (owner.door, owner.lamoni, owner.valley)]
    assert lagging(schemas) == schemas
    with owner.superuser() as server:
        server.execute(f"alter table {owner.lamoni.schema_name}.banks_notice add column later int")
    first = {report.schema_name: report for report in migrate_banks()}
    assert {name for name, report in first.items() if report.trouble} == {owner.lamoni.schema_name}
    assert "already exists" in first[owner.lamoni.schema_name].trouble
    assert all(report.applied == 1 for name, report in first.items() if name != owner.lamoni.schema_name)
    point_at_platform()
    noted = SchemaMigration.objects.filter(schema_name=owner.lamoni.schema_name).first()
    assert noted is not None
    assert "already exists" in noted.trouble
    assert lagging(schemas) == [owner.lamoni.schema_name]
    with owner.superuser() as server:
        server.execute(f"alter table {owner.lamoni.schema_name}.banks_notice drop column later")
    assert [(report.schema_name, report.trouble) for report in migrate_banks()] == [(owner.lamoni.schema_name, "")]
    assert migrate_banks() == []
    assert lagging(schemas) == []


@pytest.mark.usefixtures("one_more_migration")
def test_a_new_migration_remakes_the_template_and_a_bank_opened_after_has_it(owner: OwnDatabase) -> None:
    before = SchemaTemplate.objects.get(pk=1).digest
    assert migrate_template()
    assert not migrate_template()
    assert SchemaTemplate.objects.get(pk=1).digest != before
    bank = owner.open_another()
    assert lagging([bank.schema_name, TEMPLATE]) == []


def test_the_owner_finds_nothing_to_do_in_a_bank_that_is_up_to_date(owner: OwnDatabase) -> None:
    assert known_migrations() >= {("banks", "0001_initial"), ("ledger", "0001_initial")}
    fresh = owner.open_another()
    with in_platform(), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("select count(*) from {}.django_migrations")
            .format(sql.Identifier(fresh.schema_name))
            .as_string(None)
        )
        assert cursor.fetchone()[0] >= len(
            [m for m in MigrationExecutor(connection).loader.graph.nodes if m[0] == "banks"]
        )
    assert Bank.objects.filter(pk=fresh.pk, trouble="").exists()

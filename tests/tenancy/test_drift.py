"""Every bank's schema is the same, however it was made."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from hosting.demo.database import OWNER
from tenants.context import in_bank
from tenants.migrating import (
    known_migrations,
    lagging_schemas,
    migrate_schema,
    tables_of_banks,
)
from tenants.models import SchemaTemplate
from tenants.names import vault_of
from tenants.rights import grant_bank_rights
from tenants.schema_dump import dump_structure
from tests.tenancy.conftest import OwnDatabase

MIGRATED = "t_00000000d21f"


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
            roles = f"{MIGRATED}, {vault_of(MIGRATED)}"
            server.execute(f"drop schema {MIGRATED} cascade; drop owned by {roles}; drop role {roles}")


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


def test_a_bank_from_the_template_lacks_no_migration(owner: OwnDatabase) -> None:
    assert known_migrations() >= {("banks", "0001_initial"), ("ledger", "0001_initial")}
    assert lagging_schemas([owner.open_another().schema_name]) == []
    with owner.superuser() as server:
        server.execute(f"delete from {owner.valley.schema_name}.django_migrations where app = 'ledger'")
    assert lagging_schemas([owner.valley.schema_name]) == [owner.valley.schema_name]

"""A new migration reaches every bank; one bank's trouble is nobody else's."""

import pytest
from django.db.migrations import Migration, RunSQL
from django.db.migrations.loader import MigrationLoader

from tenants.context import point_at_platform
from tenants.migrating import TEMPLATE, lagging_schemas, migrate_banks, migrate_template
from tenants.models import SchemaMigration, SchemaTemplate
from tests.tenancy.conftest import OwnDatabase


class AddsAColumn(Migration):
    dependencies = [("banks", "0001_initial")]
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
    assert lagging_schemas(schemas) == schemas
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
    assert lagging_schemas(schemas) == [owner.lamoni.schema_name]
    with owner.superuser() as server:
        server.execute(f"alter table {owner.lamoni.schema_name}.banks_notice drop column later")
    assert [(report.schema_name, report.trouble) for report in migrate_banks()] == [(owner.lamoni.schema_name, "")]
    assert migrate_banks() == []
    assert lagging_schemas(schemas) == []


@pytest.mark.usefixtures("one_more_migration")
def test_a_new_migration_remakes_the_template_and_a_bank_opened_after_has_it(owner: OwnDatabase) -> None:
    before = SchemaTemplate.objects.get(pk=1).digest
    assert migrate_template()
    assert not migrate_template()
    assert SchemaTemplate.objects.get(pk=1).digest != before
    bank = owner.open_another()
    assert lagging_schemas([bank.schema_name, TEMPLATE]) == []

"""A row read in one bank is refused in every other: saved, deleted, followed or related."""

import pickle
from collections.abc import Callable

import pytest
from django.db import router
from django_tenants.routers import TenantSyncRouter

from banks.hours.catalogue.models import Category, Service
from banks.people.members.models import Member
from ledger.models import Account
from tenants.context import in_bank
from tenants.errors import WrongBank
from tenants.routing import home_schema_of
from tests.tenancy.conftest import OwnDatabase

USES: dict[str, Callable[[Service], object]] = {
    "saving it": lambda row: row.save(),
    "saving one field of it": lambda row: row.save(update_fields=["name"]),
    "deleting it": lambda row: row.delete(),
    "refreshing it": lambda row: row.refresh_from_db(),
    "following a relation of it": lambda row: row.category,
    "following one backwards": lambda row: list(row.providers.all()),
    "changing its relations": lambda row: row.providers.set([]),
    "relating a new row to it": lambda row: Member.services.through(service=row),
    "relating a row of this bank to it": lambda row: setattr(Member.services.through.objects.first(), "service", row),
    "saving what was pickled": lambda row: pickle.loads(pickle.dumps(row)).save(),
}


@pytest.fixture
def without_the_router(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "routers", [TenantSyncRouter()])


def a_service(own: OwnDatabase) -> Service:
    with in_bank(own.door):
        service = Service.objects.all()[3]
        member = Member.objects.get(name="Anne")
        member.services.add(service)
        return service


@pytest.mark.parametrize("use", USES)
def test_a_row_of_one_bank_is_refused_in_another(on_platform: OwnDatabase, use: str) -> None:
    row = a_service(on_platform)
    with in_bank(on_platform.lamoni):
        Member.objects.get(name="Anne").services.add(Service.objects.all()[0])
        with pytest.raises(WrongBank):
            USES[use](row)
        assert not Service.objects.filter(pk=row.pk).exists()


@pytest.mark.usefixtures("without_the_router")
def test_without_the_router_saving_puts_a_copy_into_the_wrong_bank(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        row = Category.objects.create(name="Known only in Door County")
    with in_bank(on_platform.lamoni):
        row.save()
        assert Category.objects.filter(name="Known only in Door County").exists()
        row.delete()


def test_in_its_own_bank_a_row_is_saved_deleted_and_followed_as_ever(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        row = Category.objects.create(name="Made and changed")
        assert home_schema_of(row) == on_platform.door.schema_name
        row.name = "Changed"
        row.save()
        service = Service.objects.create(category=row, name="One")
    with in_bank(on_platform.lamoni):
        pass
    with in_bank(on_platform.door):
        assert service.category.name == "Changed"
        service.delete()
        row.delete()


@pytest.mark.parametrize("made_by", ["get", "iterator", "select_related", "prefetch", "raw", "bulk_create"])
def test_every_way_of_reading_notes_where_the_row_is_at_home(on_platform: OwnDatabase, made_by: str) -> None:
    ways: dict[str, Callable[[], Service | Category]] = {
        "get": lambda: Category.objects.all()[0],
        "iterator": lambda: next(iter(Category.objects.iterator())),
        "select_related": lambda: Service.objects.select_related("category")[0].category,
        "prefetch": lambda: Category.objects.prefetch_related("services")[0].services.all()[0],
        "raw": lambda: Category.objects.raw("select * from banks_category limit 1")[0],
        "bulk_create": lambda: Category.objects.bulk_create([Category(name="In bulk")])[0],
    }
    with in_bank(on_platform.door):
        assert home_schema_of(ways[made_by]()) == on_platform.door.schema_name
        Category.objects.filter(name="In bulk").delete()


def test_a_query_made_in_one_bank_and_asked_in_another_finds_nothing_of_the_first(on_platform: OwnDatabase) -> None:
    with in_bank(on_platform.door):
        anne = Member.objects.get(name="Anne")
        asked_for = [
            Member.objects.filter(pk=anne.pk),
            Member.objects.filter(recruited_by=anne),
            Account.objects.filter(pk=anne.account_id),
            Service.objects.filter(providers=anne),
        ]
        everybody = Member.objects.all()
        theirs = set(Member.objects.values_list("pk", flat=True))
    with in_bank(on_platform.lamoni):
        assert [list(query) for query in asked_for] == [[], [], [], []]
        assert theirs.isdisjoint(member.pk for member in everybody), "UUID keys: no id stands in two banks"
        assert Member.objects.filter(pk=anne.pk).update(name="Mallory") == 0


def test_no_id_stands_in_two_banks(on_platform: OwnDatabase) -> None:
    seen: set[object] = set()
    for bank in (on_platform.door, on_platform.lamoni, on_platform.valley):
        with in_bank(bank):
            for model in (Member, Category, Service, Account):
                ids = set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
                assert ids
                assert seen.isdisjoint(ids)
                seen |= ids

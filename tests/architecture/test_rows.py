"""Rows of the models: their keys, and that no reference leaves a bank's schema or points up."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.house.each import each

LAYER = {"ledger": 0, "governance": 0, "users": 1, "banks": 2, "tenants": 3, "console": 4}
OF_A_BANK = {apps.get_app_config(name.rsplit(".", 1)[-1]).label for name in settings.TENANT_APPS}
OF_THE_PLATFORM = {"tenants", "console"}
# Tables of other people's packages, and the few of ours whose key is not an id.
OTHER_KEYS = {
    "sessions.Session": "Django's: the key of the cookie",
    "account.EmailAddress": "allauth's; never named in an address",
    "account.EmailConfirmation": "allauth's; never named in an address",
    "mfa.Authenticator": "allauth's; only ever looked up among one's own",
    "knox.AuthToken": "knox's: the digest of the token",
    "banks.BankIdentity": "one row, number 1, in each schema",
    "banks.Application_services": "Django's table between two UUIDs; nobody refers to its rows",
    "banks.Member_services": "Django's table between two UUIDs; nobody refers to its rows",
    "tenants.Hostname": "django-tenants'; on the platform only",
    "tenants.SchemaTemplate": "one row, number 1, on the platform",
}


def all_models() -> list[type[models.Model]]:
    ours = {*OF_A_BANK, *OF_THE_PLATFORM}
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ours and m._meta.managed]
    assert len(found) > 15
    return found


def keys_out_of(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            yield field.name, field.related_model


@each("model", all_models(), named=lambda model: model._meta.label)
def test_a_reference_stays_in_its_schema_and_points_down(model: type[models.Model]) -> None:
    mine = model._meta.app_label
    for name, other in keys_out_of(model):
        theirs = other._meta.app_label
        if mine in OF_A_BANK:
            assert theirs in OF_A_BANK, f"{name} leaves the bank's schema"
        if mine in OF_THE_PLATFORM:
            assert theirs in OF_THE_PLATFORM | {"users"}, f"{name} reaches into a bank"
        if mine in LAYER and theirs in LAYER:
            assert LAYER[theirs] <= LAYER[mine], f"{name} points up"
        if mine in {"ledger", "governance"}:
            assert theirs == mine, f"{name} leaves the engine"


@each("model", all_models(), named=lambda model: model._meta.label)
def test_a_row_is_named_by_a_uuid_so_that_no_bank_can_meet_anothers(model: type[models.Model]) -> None:
    key = model._meta.pk
    if model._meta.label in OTHER_KEYS:
        assert not isinstance(key, models.UUIDField), "it has a UUID now: take it off the list"
    elif isinstance(key, models.CompositePrimaryKey):
        assert any(
            isinstance(model._meta.get_field(name.removesuffix("_id")), models.ForeignKey) for name in key.field_names
        )
    else:
        while isinstance(key, models.OneToOneField):
            key = key.related_model._meta.pk
        assert isinstance(key, models.UUIDField)


def test_the_two_checks_see_a_number_and_a_reference_up() -> None:
    class Number(models.Model):
        bank = models.ForeignKey("tenants.Bank", models.CASCADE)

        class Meta:
            app_label = "ledger"
            managed = False

    try:
        with pytest.raises(AssertionError):
            test_a_row_is_named_by_a_uuid_so_that_no_bank_can_meet_anothers.case(Number)
        with pytest.raises(AssertionError):
            test_a_reference_stays_in_its_schema_and_points_down.case(Number)
    finally:
        del apps.all_models["ledger"]["number"]
        apps.clear_cache()


def test_shared_and_bank_apps_overlap_only_in_logins_and_sessions() -> None:
    """An app in both lists could answer from `public`; roles forbid it, and the list stays short."""
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == {
        "tenants.users", "django.contrib.sessions", "allauth.account", "allauth.mfa",
    }  # fmt: skip


def test_rights_are_declared_for_tables_that_exist() -> None:
    tables = {model._meta.db_table for model in all_models()}
    declared = {table for config in apps.get_app_configs() for table in getattr(config, "table_rights", {})}
    assert declared <= tables
    assert {"ledger_posting", "ledger_journalentry", "banks_policyversion"} <= declared

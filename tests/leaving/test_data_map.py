"""The data map knows every field of every table, and what it says is what happens."""

import pytest
from django.apps import apps
from django.db import models

from banks.membership.leaving import data_map
from banks.membership.leaving.data_map import CLASSES, DATA_MAP, DELETED, EMPTIED, KEPT, REPLACED, fields_of
from banks.membership.leaving.erasure import REPLACEMENTS, WRITTEN_BY_OTHERS
from tests.house.each import each

TABLES = {model.__name__: model for model in apps.get_app_config("banks").get_models()}
INSERT_ONLY = {
    table.removeprefix("banks_") for table, rights in apps.get_app_config("banks").table_rights.items()
    if "UPDATE" not in rights
}  # fmt: skip


def missing(model: type[models.Model]) -> set[str]:
    """Fields that the map does not know, and lines of it that are no field's."""
    known = DATA_MAP[model.__name__].fields if model.__name__ in DATA_MAP else {}
    return {field.name for field in fields_of(model)} ^ set(known)


@each("name", TABLES)
def test_every_field_is_on_the_map(name: str) -> None:
    assert missing(TABLES[name]) == set()


def test_the_map_has_no_table_that_is_none() -> None:
    assert set(DATA_MAP) == set(TABLES)


def test_a_field_or_a_table_left_out_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {**DATA_MAP["Member"].fields}
    del without["phone"]
    table = data_map.TableRule("Member", "the member", ("pk",), without)
    monkeypatch.setitem(DATA_MAP, "Member", table)
    assert missing(TABLES["Member"]) == {"phone"}
    monkeypatch.delitem(DATA_MAP, "Credit")
    assert "words" in missing(TABLES["Credit"])


@each("name", DATA_MAP)
def test_a_line_of_the_map_can_be_carried_out(name: str) -> None:
    table = DATA_MAP[name]
    ends = {rule.end for rule in table.fields.values()}
    assert DELETED not in ends or ends == {DELETED}, "a row is deleted whole or not at all"
    if name.lower() in INSERT_ONLY:
        assert ends == {KEPT}, "the bank's role may not change what is written once"
    for field_name, rule in table.fields.items():
        field = table.model._meta.get_field(field_name)
        assert rule.data_class in CLASSES
        if rule.end == REPLACED:
            assert (name, field_name) in REPLACEMENTS
        if rule.end == EMPTIED:
            unique = getattr(field, "unique", False)
            assert not unique, "two empty ones could not stand side by side"
            assert not isinstance(field, models.DateField) or field.null, field_name
        if rule.data_class == "P4":
            assert not rule.is_copied, "what was said in confidence is not handed out"


@each("name", DATA_MAP)
def test_the_paths_to_the_person_lead_to_a_member(name: str) -> None:
    table = DATA_MAP[name]
    paths = [*table.of, *(rule.path for rule in table.fields.values() if rule.path)]
    for path in set(paths) - {"-"}:
        str(table.model._default_manager.filter(**{path: "00000000-0000-0000-0000-000000000000"}).query)


def test_contact_fields_are_never_kept() -> None:
    """P2 and above goes, but for a signature, and what stands in a row that is written once."""
    kept = {
        (name, field): rule.why
        for name, table in DATA_MAP.items()
        for field, rule in table.fields.items()
        if rule.end == KEPT and rule.data_class in ("P2", "P3", "P4")
    }
    assert {name for name, _ in kept} == {"WaiverSignature", "SealedReading"}


def test_others_notes_are_looked_through_in_fields_that_exist_and_may_change() -> None:
    for name, columns in WRITTEN_BY_OTHERS:
        assert name.lower() not in INSERT_ONLY
        for column in columns:
            assert isinstance(TABLES[name]._meta.get_field(column), models.CharField | models.TextField)

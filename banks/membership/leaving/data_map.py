"""The data map (data_map.toml), read: what the bank keeps about people, and what becomes of it.

Guarantees: read once, when the module is loaded; a line that cannot be understood is an error then, not later.
Called by `banks.membership.leaving.copies`, which gives people what is "copied", and
`banks.membership.leaving.erasure`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, ManyToManyField, Model, Q, QuerySet

CLASSES = ("P0", "P1", "P2", "P3", "P4")
COPIED, INSIDE = "copied", "inside"
EMPTIED, REPLACED, DELETED, KEPT = "emptied", "replaced", "deleted", "kept"
NOBODYS = "-"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field: its class, whether it is copied, how it ends, why it is kept, and whose it is when emptied."""

    data_class: str
    is_copied: bool
    end: str
    why: str
    path: str


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table: who answers for it, the paths to the person, and its fields."""

    name: str
    owner: str
    of: tuple[str, ...]
    fields: Mapping[str, FieldRule]

    @property
    def model(self) -> type[Model]:
        return apps.get_model("banks", self.name)

    @property
    def is_deleted(self) -> bool:
        return all(rule.end == DELETED for rule in self.fields.values())

    def rows_of(self, member: Model, *, path: str = "") -> "QuerySet[Any]":
        """The person's rows; none of a table that is nobody's."""
        paths = [path] if path else [each for each in self.of if each != NOBODYS]
        rows = self.model._default_manager.all()
        if not paths:
            return rows.none()
        asked = Q()
        for each in paths:
            asked |= Q(**{each: member.pk})
        return rows.filter(asked).order_by().distinct()

    def ending(self, *, by: str) -> Iterator[tuple[str, FieldRule]]:
        """The fields that end in this way."""
        return ((name, rule) for name, rule in self.fields.items() if rule.end == by)


def fields_of(model: type[Model]) -> "list[Field[Any, Any] | ManyToManyField[Any, Any]]":
    """Every field that holds something: columns, and the lists kept in a table of their own."""
    return [*model._meta.fields, *model._meta.many_to_many]


def _field_rule(where: str, line: list[str]) -> FieldRule:
    data_class, copy, ending, *rest = line
    end, _, why = ending.partition(": ")
    assert data_class in CLASSES, (where, data_class)
    assert copy in (COPIED, INSIDE), (where, copy)
    assert end in (EMPTIED, REPLACED, DELETED, KEPT), (where, end)
    assert bool(why) == (end == KEPT), (where, "say why it is kept, and only then")
    return FieldRule(data_class, copy == COPIED, end, why, rest[0] if rest else "")


def _read() -> dict[str, TableRule]:
    text = (Path(__file__).parent / "data_map.toml").read_text()
    return {
        name: TableRule(
            name=name,
            owner=table["owner"],
            of=tuple(table["of"]),
            fields={field: _field_rule(f"{name}.{field}", line) for field, line in table["fields"].items()},
        )
        for name, table in tomllib.loads(text).items()
    }


DATA_MAP = _read()

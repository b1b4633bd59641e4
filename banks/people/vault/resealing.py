"""Renews what an older key sealed, so that the older key can be taken away.

Guarantees: every row behind the vault whose sealed columns name another key than today's is sealed again,
each in a transaction of its own; a row that somebody changes meanwhile keeps their change; running it again
does nothing. A seal that does not open is left as it is and named. Called by `manage.py reseal`, inside a bank.
"""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Model

from banks.people.vault.access import behind_vault
from banks.people.vault.errors import SealBroken, SealKeyUnknown
from banks.people.vault.seals import is_sealed_anew, open_seal, seal


@dataclass(slots=True)
class Resealed:
    """How many rows were renewed, and which could not be opened ("table row")."""

    renewed: int = 0
    broken: list[str] = field(default_factory=list)


def reseal_bank() -> Resealed:
    """Renew every seal of the bank we are in."""
    done = Resealed()
    for model, columns, may_update in _sealed_models():
        with behind_vault():
            keys = list(model._default_manager.values_list("pk", flat=True))
        for key in keys:
            try:
                with behind_vault():
                    done.renewed += _renew(model, columns, key, may_update=may_update)
            except (SealBroken, SealKeyUnknown):
                done.broken.append(f"{model._meta.db_table} {key}")
    return done


def _sealed_models() -> list[tuple[type[Model], list[str], bool]]:
    """Each model behind the vault that has sealed columns, and whether the vault may change its rows in place."""
    rights: dict[str, str] = {}
    for config in apps.get_app_configs():
        rights |= getattr(config, "vault_rights", {})
    found = []
    for model in apps.get_models():
        columns = [column.name for column in model._meta.fields if isinstance(column, BinaryField)]
        if columns and model._meta.db_table in rights:
            found.append((model, columns, "UPDATE" in rights[model._meta.db_table]))
    return found


def _renew(model: type[Model], columns: list[str], key: Any, *, may_update: bool) -> int:
    """One row; 0 when it is new already, gone, or changed since we read it."""
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        return 0
    before = {name: bytes(getattr(row, name)) for name in columns}
    if all(map(is_sealed_anew, before.values())):
        return 0
    for name, sealed in before.items():
        place = {"table": model._meta.db_table, "column": name, "row_id": key}
        setattr(row, name, seal(open_seal(sealed, **place), **place))
    unchanged = model._default_manager.filter(pk=key, **before)
    if may_update:
        return unchanged.update(**{name: getattr(row, name) for name in columns})
    # Facts are written and forgotten, never changed: the same row stands there again in the same moment.
    gone, _ = unchanged.delete()
    if gone:
        model._default_manager.bulk_create([row])
    return gone

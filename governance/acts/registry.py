"""The closed list of acts a decision may order. The bank fills it in at start; nothing else can be ordered.

Guarantees: an act has one typed body, one check that may be asked at any time, and one way to be carried out; its
hash covers kind and body, so the act carried out is the act announced (invariant D6).
Refuses: an unknown kind or an invalid body, when the proposal is drafted, not when it has carried.
Called by: `banks.apps.ready` (register), proposals (parse, check), `governance.effects.services` (carry out).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.acts.errors import EffectInvalid, EffectUnknown


class EffectBody(BaseModel):
    """What an act needs to know; subclasses name their keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Order:
    """An act about to be carried out: by which decision, at what moment, in whose name."""

    decision_id: UUID
    decision_number: int
    reason: str
    actor_id: UUID
    now: datetime


class Act(Protocol):
    """How the bank describes one kind of act."""

    @property
    def kind(self) -> str: ...

    @property
    def body(self) -> type[EffectBody]: ...

    def check(self, body: Any, now: datetime) -> None:
        """Raise EffectRefused when it could not be carried out as things stand."""

    def carry_out(self, body: Any, order: Order) -> dict[str, str]:
        """Do it, inside the caller's transaction; names and ids of what it made."""

    def in_words(self, body: Any) -> str:
        """One sentence for the notice and the decision's page."""


_ACTS: dict[str, Act] = {}
Checked = Callable[[Any, datetime], None]


def register(act: Act) -> None:
    """Add an act; once for each kind, when the process starts."""
    assert act.kind not in _ACTS or type(_ACTS[act.kind]) is type(act), act.kind
    _ACTS[act.kind] = act


def act_called(kind: str) -> Act:
    if kind not in _ACTS:
        raise EffectUnknown(kind=kind)
    return _ACTS[kind]


def parsed(effect: Mapping[str, Any]) -> tuple[Act, EffectBody]:
    """The act and its validated body from what was drafted or stored."""
    act = act_called(str(effect.get("kind", "")))
    try:
        body = act.body.model_validate({name: held for name, held in effect.items() if name != "kind"})
    except ValidationError as refused:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in refused.errors(include_url=False))
        raise EffectInvalid(faults=faults) from refused
    return act, body


def check_effect(effect: Mapping[str, Any], now: datetime) -> tuple[Act, EffectBody]:
    """The act and its body, refused where it could not be carried out as things stand."""
    act, body = parsed(effect)
    act.check(body, now)
    return act, body


def plain(effect: Mapping[str, Any]) -> dict[str, Any]:
    """The effect as it is stored and hashed: validated, every key present."""
    act, body = parsed(effect)
    return {"kind": act.kind, **body.model_dump(mode="json")}


def digest_of(effect: Mapping[str, Any]) -> str:
    """SHA-256 of the stored form."""
    return hashlib.sha256(json.dumps(plain(effect), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def effect_in_words(effect: Mapping[str, Any]) -> str:
    act, body = parsed(effect)
    return act.in_words(body)

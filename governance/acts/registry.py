"""The closed list of acts that a decision may order. The bank registers its acts at start; no other act exists.

Guarantees: each act has one typed body, one check that callers may run at any time, and one way to be carried out.
The hash covers kind and body, so the bank carries out exactly the act it announced (invariant D6).
Refuses: an unknown kind or an invalid body, already when a member drafts the proposal.
Called by: `banks.apps.ready` (register), proposals (parse, check), `governance.effects.services` (carry out).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.acts.errors import EffectInvalid, EffectUnknown


class EffectBody(BaseModel):
    """The arguments of an act; subclasses declare them as fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Order:
    """The order to carry out an act: which decision gives it, when, and in whose name."""

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
        """Raise EffectRefused when the act could not be carried out as things stand."""

    def carry_out(self, body: Any, order: Order) -> dict[str, str]:
        """Carry the act out inside the caller's transaction; return names and ids of the rows it created."""

    def in_words(self, body: Any) -> str:
        """One sentence for the notice and the decision's page."""


# Filled by `AppConfig.ready`, so that governance imports nothing of the bank: the bank depends on the engine.
_ACTS: dict[str, Act] = {}


def register(act: Act) -> None:
    """Add an act; once for each kind, when the process starts."""
    # Django may call `ready` twice in one process (tests do); the same class again is no conflict.
    assert act.kind not in _ACTS or type(_ACTS[act.kind]) is type(act), act.kind
    _ACTS[act.kind] = act


def act_of_kind(kind: str) -> Act:
    if kind not in _ACTS:
        raise EffectUnknown(kind=kind)
    return _ACTS[kind]


def parsed(effect: Mapping[str, Any]) -> tuple[Act, EffectBody]:
    """The act and its validated body, from a drafted or stored effect. Raises EffectUnknown or EffectInvalid."""
    act = act_of_kind(str(effect.get("kind", "")))
    try:
        body = act.body.model_validate({name: value for name, value in effect.items() if name != "kind"})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise EffectInvalid(faults=faults) from error
    return act, body


def check_effect(effect: Mapping[str, Any], now: datetime) -> tuple[Act, EffectBody]:
    """The act and its body. Raises EffectRefused when the act could not be carried out as things stand."""
    act, body = parsed(effect)
    act.check(body, now)
    return act, body


def stored_form(effect: Mapping[str, Any]) -> dict[str, Any]:
    """The effect in the form that is stored and hashed: validated, with every key present."""
    act, body = parsed(effect)
    # Defaults are written out: a default that changes later must not change an effect that was announced.
    return {"kind": act.kind, **body.model_dump(mode="json")}


def digest_of(effect: Mapping[str, Any]) -> str:
    """SHA-256 of the stored form."""
    return hashlib.sha256(json.dumps(stored_form(effect), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def effect_in_words(effect: Mapping[str, Any]) -> str:
    act, body = parsed(effect)
    return act.in_words(body)

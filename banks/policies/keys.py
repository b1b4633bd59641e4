"""How a bank's own policy keys are declared, and how the facts of any key are read back.

Guarantees: `facts_of` gives the same complete facts for keys of the ledger, of governance and of the bank.
Refuses: a key without unit, sentence or source, at import time, so that no half-described rule exists.
Called by: the kinds, the guidelines, the forms and the API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic.fields import FieldInfo

from ledger.policy import Key, Sentence, key

__all__ = ["BankPolicy", "Key", "KeyFacts", "PolicyValue", "Prose", "Sentence", "Word", "facts_of", "key"]

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class PolicyValue(Protocol):
    """What every kind is, whichever package it comes from."""

    kind: ClassVar[str]
    title: ClassVar[str]
    counts_from: ClassVar[str]
    group: ClassVar[str]
    only_with: ClassVar[str]


class BankPolicy(BaseModel):
    """A kind of the community's own: keys that share the date whose version counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    only_with: ClassVar[str] = ""


@dataclass(frozen=True)
class KeyFacts:
    """Everything said about one key besides its value. `says` maps a case to a sentence template."""

    kind: str
    field: str
    title: str
    description: str
    unit: str
    says: Mapping[str, str]
    source: str
    applies: str
    needs: str
    when: str
    annotation: Any
    info: FieldInfo

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.field}"

    @property
    def is_constant(self) -> bool:
        return self.needs == "constant"

    @property
    def applies_now(self) -> bool:
        return self.applies == "now"


@cache
def facts_of(kind_class: type[BaseModel]) -> tuple[KeyFacts, ...]:
    """The facts of each key of a kind, in the order of declaration."""
    return tuple(_facts(kind_class, field, info) for field, info in kind_class.model_fields.items())


def _facts(kind_class: type[BaseModel], field: str, info: FieldInfo) -> KeyFacts:
    extra = info.json_schema_extra
    kind: str = getattr(kind_class, "kind", "")
    if not isinstance(extra, dict) or not kind or not info.title or not info.description:
        raise TypeError(f"{kind_class.__name__}.{field} must be declared with key(...)")
    says: Any = extra["says"]
    return KeyFacts(
        kind=kind,
        field=field,
        title=info.title,
        description=info.description,
        unit=str(extra["unit"]),
        says={"else": says} if isinstance(says, str) else dict(says),
        source=str(extra["source"]),
        applies=str(extra["applies"]),
        needs=str(extra["needs"]),
        when=str(extra["when"]),
        annotation=info.annotation,
        info=info,
    )

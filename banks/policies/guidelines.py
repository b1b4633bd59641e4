"""The bank's rules in sentences, made from the values, so that words and machine cannot drift.

Guarantees: every value of every key has a sentence; nothing is written by hand beside the types.
Called by: the guidelines page, the forms' preview, the history's differences and the API. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from banks.policies.keys import KeyFacts, facts_of
from ledger.hour_words import decimal_text, duration, format_hours
from ledger.policy import COMMUNITY, HoursPolicy

TOLD_ELSEWHERE = "-"
NOT_YET_SAID = "…"
ONE_OF = {
    "days": "day",
    "months": "month",
    "hours": "hour",
    "years": "year",
    "miles": "mile",
    "people": "person",
    "references": "reference",
    "offers": "offer",
    "requests": "request",
}


@dataclass(frozen=True)
class Line:
    """One key of one value in words. `matters` is false where the sentence says nothing to members."""

    facts: KeyFacts
    sentence: str
    value: str
    matters: bool


def lines_of(value: BaseModel, hours: HoursPolicy) -> tuple[Line, ...]:
    """Every key of a value in words, in the order of declaration."""
    return tuple(line_of(value, facts, hours) for facts in facts_of(type(value)))


def line_of(value: BaseModel, facts: KeyFacts, hours: HoursPolicy) -> Line:
    held = getattr(value, facts.field)
    template = facts.says.get(case_of(held, facts.says), "") or facts.says["else"]
    words = _Words(value, facts.field, hours)
    return Line(
        facts=facts,
        sentence=_tidy(template.format_map(words)),
        value=value_words(held, facts.unit, hours),
        matters=_matters(value, facts.when),
    )


def case_of(held: Any, says: Mapping[str, str] | None = None) -> str:
    """Which case of `says` a value falls into: null, true, false, empty, its own text, or else."""
    if held is None:
        return "null"
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, tuple) and not held:
        return "empty"
    text = str(held)
    return text if says is None or text in says else "else"


def value_words(held: Any, unit: str, hours: HoursPolicy) -> str:
    """A value by itself, in the words of its unit."""
    if held is None:
        return "none"
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, tuple):
        return _joined([_item_words(item) for item in held])
    if isinstance(held, Fraction):
        text, exact = decimal_text(held)
        return text if exact else str(held)
    if unit == "credited minutes":
        return format_hours(held, hours)
    if unit == "minutes":
        return duration(held)
    if unit in ONE_OF:
        return f"{held} {ONE_OF[unit] if held == 1 else unit}"
    if unit == "fund":
        return "the bank's own account" if held == COMMUNITY else f"the fund {_item_words(held)}"
    if unit in ("role", "choice", "time zone"):
        return _item_words(held)
    return _item_words(held) if isinstance(held, BaseModel) else str(held)


def _item_words(item: Any) -> str:
    if isinstance(item, BaseModel):
        said: str = item.in_words()  # type: ignore[attr-defined]  # every part of a value says itself
        return said
    return str(item).replace("_", " ")


def _joined(items: Sequence[str]) -> str:
    if any("," in item or " and " in item for item in items):
        return "; ".join(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else "none"


def _tidy(sentence: str) -> str:
    """A value that ends its own sentence needs no second full stop, and a sentence begins with a capital."""
    for doubled in ("..", "!.", "?."):
        if sentence.endswith(doubled):
            sentence = sentence[:-1]
    return sentence[:1].upper() + sentence[1:]


class _Words(dict[str, str]):
    """The placeholders of a sentence: {value}, {unit}, {units}, or another key of the same value."""

    def __init__(self, value: BaseModel, field: str, hours: HoursPolicy) -> None:
        hours = value if isinstance(value, HoursPolicy) else hours
        super().__init__(unit=hours.unit_name, units=hours.unit_name_plural)
        self._value, self._field, self._hours = value, field, hours

    def __missing__(self, name: str) -> str:
        wanted = self._field if name == "value" else name
        facts = next(facts for facts in facts_of(type(self._value)) if facts.field == wanted)
        held = getattr(self._value, wanted)
        if wanted != self._field and held in (None, ()):
            return NOT_YET_SAID
        return value_words(held, facts.unit, self._hours)


def _matters(value: BaseModel, when: str) -> bool:
    if when == TOLD_ELSEWHERE:
        return False
    return not when or any(_holds(value, part) for part in when.split(" or "))


def _holds(value: BaseModel, condition: str) -> bool:
    field, _, case = condition.partition("!=" if "!=" in condition else "=")
    return (case_of(getattr(value, field)) == case) != ("!=" in condition)


def kind_matters(kind_class: type[BaseModel], values: Mapping[str, BaseModel]) -> bool:
    """Whether members of this bank meet the kind at all, such as consent where circles decide."""
    only_with: str = getattr(kind_class, "only_with", "")
    if not only_with or only_with == TOLD_ELSEWHERE:
        return not only_with
    kind, _, condition = only_with.partition(".")
    return kind in values and _holds(values[kind], condition)


@dataclass(frozen=True)
class Difference:
    """One key that reads differently in two versions."""

    facts: KeyFacts
    before: str
    after: str


def differences(before: BaseModel, after: BaseModel, hours: HoursPolicy) -> tuple[Difference, ...]:
    """The keys whose values differ, each in its old and its new sentence."""
    return tuple(_differing(before, after, hours))


def _differing(before: BaseModel, after: BaseModel, hours: HoursPolicy) -> Iterable[Difference]:
    for old, new in zip(lines_of(before, hours), lines_of(after, hours), strict=True):
        if getattr(before, old.facts.field) != getattr(after, new.facts.field):
            yield Difference(facts=new.facts, before=old.sentence, after=new.sentence)

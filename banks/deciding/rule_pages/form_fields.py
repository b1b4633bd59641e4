"""One form field for each shape a policy key can have, and the way back to a plain body.

Guarantees: what a field shows for a value, it reads back as the same value. Refuses: nothing itself beyond
text that has no such shape; bounds and contradictions are the type's affair.
Called by: `banks.deciding.rule_pages.forms`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from pydantic import BaseModel

from banks.policies.guidelines import line_of
from banks.policies.keys import KeyFacts
from banks.ui.widgets import RadioCards
from ledger.hour_words import HoursNotUnderstood, parse_hours
from ledger.policy import MINUTES_PER_HOUR, HoursPolicy

LEAVE_EMPTY = "Leave this empty for none."
SENTENCE_LENGTH = 300
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Part:
    """A field, what it shows for a value, and how its cleaned content becomes a plain value again."""

    field: forms.Field
    shows: Callable[[Any], Any]
    reads: Callable[[Any], Any]


def part_for(facts: KeyFacts, value: BaseModel, hours: HoursPolicy) -> Part:
    """The field of one key; `value` is the version in force, whose other keys complete the sentences."""
    shape, optional = shape_of(facts.annotation)
    if shape is bool:
        return _choices(facts, value, hours, [True, False], optional=optional)
    if get_origin(shape) is Literal:
        return _choices(facts, value, hours, get_args(shape), optional=optional)
    if get_origin(shape) is tuple:
        return _several(facts, get_args(shape)[0])
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return _whole(facts, optional=optional)
    if facts.unit == "credited minutes":
        return _amount(facts, hours, optional=optional)
    if shape in (int, float):
        return _number(facts, shape, optional=optional)
    return _text(facts, optional=optional)


def shape_of(annotation: Any) -> tuple[Any, bool]:
    """The bare type of a key and whether it may be empty."""
    if get_origin(annotation) is Annotated:
        return shape_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return shape_of(parts[0])[0], True
    return annotation, False


def _common(facts: KeyFacts, hint: str = "", *, optional: bool = False) -> dict[str, Any]:
    empty = LEAVE_EMPTY if optional and "empty" not in facts.description else ""
    words = " ".join(part for part in (facts.description, hint, empty) if part)
    return {
        "label": facts.title,
        "help_text": words,
        "required": not optional,
        "error_messages": {"required": f"Please fill in: {facts.title}."},
    }


def _choices(facts: KeyFacts, value: BaseModel, hours: HoursPolicy, held: Sequence[Any], *, optional: bool) -> Part:
    """Each choice is labelled with the sentence the guidelines would show."""
    by_text = {_choice_text(one): one for one in held}
    sentences = [
        (text, line_of(value.model_copy(update={facts.field: one}), facts, hours).sentence)
        for text, one in by_text.items()
    ]
    field = forms.ChoiceField(choices=sentences, widget=RadioCards(), **_common(facts, optional=optional))
    return Part(field, _choice_text, lambda text: by_text.get(text))


def _choice_text(held: Any) -> str:
    return (YES if held else NO) if isinstance(held, bool) else str(held)


def _several(facts: KeyFacts, item: Any) -> Part:
    item, _ = shape_of(item)
    common = {**_common(facts), "required": False}
    if get_origin(item) is Literal:
        choices = [(one, str(one).replace("_", " ").capitalize()) for one in get_args(item)]
        boxes = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        return Part(boxes, list, list)
    if isinstance(item, type) and issubclass(item, BaseModel):
        return _rows(item, common)
    common["help_text"] += " One on each line."
    lines = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **common)
    return Part(lines, "\n".join, _lines)


def _rows(item: type[BaseModel], common: dict[str, Any]) -> Part:
    """A list of parts as lines: the columns of each, separated by an upright bar."""
    columns = list(item.model_fields)
    header = " | ".join(column.replace("_", " ") for column in columns)
    common["help_text"] += f" One on each line, as: {header}"
    field = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **common)

    def shows(held: Sequence[BaseModel]) -> str:
        return "\n".join(" | ".join(_cell(getattr(one, column)) for column in columns) for one in held)

    def reads(text: str) -> list[dict[str, Any]]:
        return [_row(columns, line) for line in _lines(text)]

    return Part(field, shows, reads)


def _cell(held: Any) -> str:
    return "" if held is None else _choice_text(held)


def _row(columns: Sequence[str], line: str) -> dict[str, Any]:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) > len(columns):
        raise ValidationError(f"“{line}” has more than {len(columns)} parts.")
    return {column: cell for column, cell in zip(columns, cells, strict=False) if cell}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(facts: KeyFacts, *, optional: bool) -> Part:
    """A value with parts of its own, such as a decision rule, as JSON."""
    hint = "Written as JSON; leave it empty for none." if optional else "Written as JSON."
    common = {**_common(facts, hint), "required": not optional}
    field = forms.CharField(widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}), **common)

    def shows(held: BaseModel | None) -> str:
        return "" if held is None else json.dumps(held.model_dump(mode="json"), indent=2)

    def reads(text: str) -> Any:
        if not text.strip():
            return None
        try:
            return json.loads(text)
        except json.JSONDecodeError as broken:
            raise ValidationError(f"This is not valid JSON (line {broken.lineno}).") from broken

    return Part(field, shows, reads)


def _amount(facts: KeyFacts, hours: HoursPolicy, *, optional: bool) -> Part:
    """Minutes in the books, typed as a length of time and shown to the minute."""
    hint = f"Write 5:00 or 90 min; a bare number counts {hours.unit_name_plural}."
    field = forms.CharField(widget=_short(), **_common(facts, hint, optional=optional))

    def reads(text: str) -> int | None:
        if not text.strip():
            return None
        bare = text.strip().lstrip("-−").strip()
        try:
            minutes = parse_hours(bare, hours)
        except HoursNotUnderstood as refused:
            raise ValidationError(refused.sentence) from refused
        return -minutes if text.strip()[0] in "-−" else minutes

    return Part(field, _clock, reads)


def _clock(minutes: int | None) -> str:
    if minutes is None:
        return ""
    whole, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{'-' if minutes < 0 else ''}{whole}:{rest:02}"


def _number(facts: KeyFacts, shape: type, *, optional: bool) -> Part:
    common = _common(facts, f"In {facts.unit}.", optional=optional)
    common["error_messages"]["invalid"] = f"Please give a number for: {facts.title}."
    if shape is int:
        return Part(forms.IntegerField(widget=_short(), **common), _same, _same)
    return Part(forms.FloatField(widget=_short(), **common), _same, _same)


def _text(facts: KeyFacts, *, optional: bool) -> Part:
    if facts.unit == "time zone":
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        select = forms.Select(attrs={"data-search": ""})
        return Part(forms.ChoiceField(choices=zones, widget=select, **_common(facts)), str, str)
    may_be_empty = optional or "" in facts.says
    longest = next((m.max_length for m in facts.info.metadata if getattr(m, "max_length", None)), SENTENCE_LENGTH)
    more: dict[str, Any] = {"max_length": longest}
    if longest > SENTENCE_LENGTH:
        more["widget"] = forms.Textarea(attrs={"rows": 14})
    field = forms.CharField(**{**_common(facts), "required": not may_be_empty, **more})
    empty = None if optional else ""
    return Part(field, lambda held: "" if held is None else str(held), lambda text: text.replace("\r\n", "\n") or empty)


def _same(held: Any) -> Any:
    return held


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "short"})

"""From stored or sent bodies to validated values and back; refusals in plain sentences. Pure."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from banks.policies.errors import PolicyInvalid, PolicyUnknown
from banks.policies.kinds import KIND_BY_NAME

_PLAIN: Mapping[str, str] = {
    "missing": "Please fill this in.",
    "extra_forbidden": "There is no such key.",
    "int_parsing": "Please give a whole number.",
    "int_type": "Please give a whole number.",
    "int_from_float": "Please give a whole number.",
    "float_parsing": "Please give a number.",
    "bool_parsing": "Please answer yes or no.",
    "fraction_parsing": "Please give an exact number such as 1, 10 or 3/2.",
    "string_too_short": "Please fill this in.",
    "too_short": "Please choose at least one.",
    "string_pattern_mismatch": "Use small letters, digits and underscores, beginning with a letter.",
}


def kind_name(kind_class: type[BaseModel]) -> str:
    name: str = kind_class.kind  # type: ignore[attr-defined]  # every kind has one; tests/policies says so
    return name


def kind_title(kind_class: type[BaseModel]) -> str:
    title: str = kind_class.title  # type: ignore[attr-defined]
    return title


def kind_called(name: str) -> type[BaseModel]:
    """The class of a kind by its name."""
    if name not in KIND_BY_NAME:
        raise PolicyUnknown(kind=name)
    return KIND_BY_NAME[name]


def value_from(kind: str, body: Mapping[str, Any]) -> BaseModel:
    """A validated value; refuses with one sentence for each key at fault."""
    kind_class = kind_called(kind)
    try:
        return kind_class.model_validate(dict(body))
    except ValidationError as refused:
        faults = faults_of(refused)
        raise PolicyInvalid(title=kind_title(kind_class), faults=_in_one(faults), keys=faults) from refused


def body_of(value: BaseModel) -> dict[str, Any]:
    """What is stored and sent: plain JSON, every key present."""
    return value.model_dump(mode="json")


def faults_of(refused: ValidationError) -> dict[str, list[str]]:
    """Key (empty for the value as a whole) to its sentences."""
    faults: dict[str, list[str]] = {}
    for error in refused.errors(include_url=False):
        where = str(error["loc"][0]) if error["loc"] else ""
        faults.setdefault(where, []).append(_sentence(error))
    return faults


def sentences_of(refused: ValidationError) -> str:
    """Every fault in one line, each after the key it is about."""
    return _in_one(faults_of(refused))


def _in_one(faults: Mapping[str, list[str]]) -> str:
    return " ".join((f"{field}: " if field else "") + " ".join(said) for field, said in faults.items())


def _sentence(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    bounds = error.get("ctx", {})
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        more = error["type"] == "greater_than_equal"
        return f"Use a number not {'below' if more else 'above'} {bounds['ge' if more else 'le']}."
    if error["type"] in ("string_too_long", "too_long"):
        return f"Please use at most {bounds['max_length']}."
    if error["type"] == "literal_error":
        return f"Choose one of: {bounds['expected']}."
    return _PLAIN.get(error["type"], str(error["msg"]) + ".")

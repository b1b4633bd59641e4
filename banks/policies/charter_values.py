"""Charters: what a bank is founded with, read from TOML and complete.

Guarantees: a loaded charter holds one validated value of every kind, and two levels of services.
Refuses: an unknown kind or key, a value out of bounds, a category without services.
Called by: the founding of a bank, and the tests. Pure but for reading the file.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from banks.policies.errors import CharterInvalid
from banks.policies.keys import Sentence, Word
from banks.policies.kinds import KIND_BY_NAME, KINDS, PlacePolicy
from banks.policies.values import kind_name, sentences_of

CHARTERS = Path(__file__).resolve().parent.parent / "charters"

Kind = TypeVar("Kind", bound=BaseModel)


class CategoryDraft(BaseModel):
    """A category with its services, both in the bank's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    services: tuple[Word, ...] = Field(min_length=1, max_length=60)


class _CharterFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    subdomain: str = Field(pattern=r"^[a-z][a-z0-9-]{1,38}[a-z0-9]$")
    about: Sentence = ""
    categories: tuple[CategoryDraft, ...] = Field(min_length=1, max_length=60)
    policies: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True)
class Charter:
    """A bank to be: its name, its address, one value of every kind, its categories and services."""

    name: str
    subdomain: str
    about: str
    policies: tuple[BaseModel, ...]
    categories: tuple[CategoryDraft, ...]

    def value(self, kind_class: type[Kind]) -> Kind:
        return next(value for value in self.policies if isinstance(value, kind_class))

    @property
    def time_zone(self) -> str:
        return self.value(PlacePolicy).time_zone


def charter_path(name: str) -> Path:
    """The file of a charter that comes with the platform, such as "blank" or "timebanking_lamoni"."""
    path = CHARTERS / f"{name}.toml"
    if not name.isidentifier() or not path.is_file():
        raise CharterInvalid(charter=name, fault="there is no such charter.")
    return path


def load_charter(path: Path) -> Charter:
    """A charter from its file, complete: kinds it does not mention have the blank charter's values."""
    try:
        return charter_from(tomllib.loads(path.read_text(encoding="utf-8")), label=path.stem)
    except tomllib.TOMLDecodeError as broken:
        raise CharterInvalid(charter=path.stem, fault=f"it is not valid TOML ({broken}).") from broken


def charter_from(content: dict[str, Any], *, label: str) -> Charter:
    """The same from values that are already read."""
    try:
        file = _CharterFile.model_validate(content)
    except ValidationError as refused:
        raise CharterInvalid(charter=label, fault=sentences_of(refused)) from refused
    if unknown := sorted(set(file.policies) - set(KIND_BY_NAME)):
        raise CharterInvalid(charter=label, fault=f"there is no kind {unknown[0]}.")
    names = [category.name.casefold() for category in file.categories]
    if len(set(names)) < len(names):
        raise CharterInvalid(charter=label, fault="two categories have the same name.")
    policies = tuple(_value(kind, file.policies.get(kind_name(kind), {}), label) for kind in KINDS)
    return Charter(
        name=file.name,
        subdomain=file.subdomain,
        about=file.about,
        policies=policies,
        categories=file.categories,
    )


def _value(kind: type[BaseModel], body: dict[str, Any], label: str) -> BaseModel:
    try:
        return kind.model_validate(body)
    except ValidationError as refused:
        raise CharterInvalid(charter=label, fault=f"{kind_name(kind)}: {sentences_of(refused)}") from refused

"""What the pages and the API show of the book: sections of sentences with their origin.

Guarantees: nothing here writes, and nothing here knows a rule. Called by: views, API.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from pydantic import BaseModel

from banks.policies.guidelines import Difference, Line, differences, kind_matters, lines_of
from banks.policies.keys import facts_of
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import InForce, PolicyBook
from banks.policies.values import kind_name, kind_title
from governance.decisions.models import Decision
from governance.proposals.models import Proposal

AN_ADMINISTRATOR = "an administrator"
A_COORDINATOR = "a coordinator"
BANK_IN_SOURCE = re.compile(r"[A-Z]\w*(?: [A-Z]\w*)*")


@dataclass(frozen=True)
class Section:
    """One kind as the guidelines show it."""

    kind: str
    title: str
    group: str
    counts_from: str
    lines: Sequence[Line]
    version: InForce[BaseModel]
    adopted_by: str
    own_text: str
    decision: Decision | None = None
    published_by: str = ""
    proposed: Sequence[Proposal] = ()

    @property
    def applies_now(self) -> bool:
        """Whether the platform applies every key of the kind."""
        return all(line.facts.applies_now for line in self.lines)

    @property
    def applies_partly(self) -> bool:
        return not self.applies_now and any(line.facts.applies_now for line in self.lines)


@dataclass(frozen=True)
class Chapter:
    """Sections that belong together."""

    title: str
    sections: Sequence[Section]


@dataclass(frozen=True)
class Step:
    """One version in a kind's history with what it changed."""

    version: InForce[BaseModel]
    adopted_by: str
    changes: Sequence[Difference]
    lines: Sequence[Line]
    begins_later: bool


@dataclass(frozen=True)
class Origins:
    """Where the rules of a book come from: names of those who adopted, decisions by id, open proposals by kind."""

    names: Mapping[UUID, str]
    decisions: Mapping[UUID, Decision]
    proposed: Mapping[str, Sequence[Proposal]]


def chapters(book: PolicyBook, origins: Origins, *, bank_name: str) -> tuple[Chapter, ...]:
    """The guidelines: only kinds and sentences that say something to this bank's members."""
    hours = book.value(HoursPolicy)
    versions = book.all()
    values = {kind_name(type(version.value)): version.value for version in versions}
    shown = [version for version in versions if kind_matters(type(version.value), values)]
    sections = [section_of(version, hours, origins, bank_name=bank_name, only_what_matters=True) for version in shown]
    return tuple(Chapter(title, tuple(of_group)) for title, of_group in groupby(_grouped(sections), lambda s: s.group))


def section_of(
    version: InForce[BaseModel],
    hours: HoursPolicy,
    origins: Origins,
    *,
    bank_name: str,
    only_what_matters: bool,
) -> Section:
    kind_class = type(version.value)
    lines = lines_of(version.value, hours)
    if only_what_matters:
        lines = tuple(line for line in lines if line.matters)
    decision = origins.decisions.get(version.decision_id) if version.decision_id else None
    published = decision.publication if decision else None
    return Section(
        kind=kind_name(kind_class),
        title=kind_title(kind_class),
        group=kind_class.group,  # type: ignore[attr-defined]
        counts_from=kind_class.counts_from,  # type: ignore[attr-defined]
        lines=lines,
        version=version,
        adopted_by=author_of(version, origins.names),
        decision=decision,
        published_by=origins.names.get(published.published_by_id, A_COORDINATOR) if published else "",
        proposed=origins.proposed.get(kind_name(kind_class), ()),
        own_text="; ".join(dict.fromkeys(own for line in lines for own in own_texts(line.facts.source, bank_name))),
    )


def own_texts(source: str, bank_name: str) -> list[str]:
    """The parts of a source that are this bank's own texts: "Lamoni 11" is "guideline 11" in timeBanking/Lamoni."""
    named = [(part.strip(), BANK_IN_SOURCE.match(part.strip())) for part in source.split(";")]
    places = [part[len(found[0]) :].strip(" ,") for part, found in named if found and found[0] in bank_name]
    return [f"guideline {place}" if place[0].isdigit() else place for place in places if place]


def steps(
    versions: Sequence[InForce[BaseModel]], hours: HoursPolicy, names: Mapping[UUID, str], *, now: datetime
) -> tuple[Step, ...]:
    """A kind's history, newest first, each version with the sentences it changed."""
    before = [*versions[1:], None]
    return tuple(
        Step(
            version=version,
            adopted_by=author_of(version, names),
            changes=differences(older.value, version.value, hours) if older else (),
            lines=lines_of(version.value, hours),
            begins_later=version.effective_at > now,
        )
        for version, older in zip(versions, before, strict=True)
    )


def author_of(version: InForce[BaseModel], names: Mapping[UUID, str]) -> str:
    if version.charter:
        return "the bank's charter"
    return names.get(version.adopted_by, AN_ADMINISTRATOR) if version.adopted_by else AN_ADMINISTRATOR


def authors_of(versions: Iterable[InForce[BaseModel]]) -> set[UUID]:
    return {version.adopted_by for version in versions if version.adopted_by}


def keys_applied_later(kind_class: type[BaseModel]) -> tuple[str, ...]:
    """Titles of the keys that are written down and not applied by the platform yet."""
    return tuple(facts.title for facts in facts_of(kind_class) if not facts.applies_now)


def _grouped(sections: Sequence[Section]) -> list[Section]:
    """Sections of one group next to each other, groups in the order of their first section."""
    order = list(dict.fromkeys(section.group for section in sections))
    return sorted(sections, key=lambda section: order.index(section.group))

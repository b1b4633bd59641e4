"""Reading the policy book: which version of a kind counts at a moment.

Guarantees: one reader for pages, services and clock; one query for a whole request or act (`reading.py`), and
otherwise at most one a call. A day means its beginning
by the bank's own clock, so a rule that changes during a day counts from the next one. Days before the
founding are judged by the charter. Refuses: a kind the bank was never founded with.
Called by: every slice of `banks`, with the moment its kind counts from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Generic, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import QuerySet
from pydantic import BaseModel

from banks.policies.errors import PolicyNotFounded
from banks.policies.kinds import KINDS, PlacePolicy
from banks.policies.models import PolicyVersion
from banks.policies.reading import value_of, versions_read
from banks.policies.values import kind_called, kind_name

Kind = TypeVar("Kind", bound=BaseModel)
LATEST_TIME_ZONE = timedelta(hours=14)
PLACE = kind_name(PlacePolicy)


@dataclass(frozen=True)
class InForce(Generic[Kind]):
    """A version with its value: what the rule is, since when, by whom and why."""

    value: Kind
    version_id: UUID
    number: int
    effective_at: datetime
    adopted_at: datetime
    adopted_by: UUID | None
    reason: str
    decision_id: UUID | None
    charter: bool


class PolicyBook:
    """Every kind in force at one moment; values are built when asked for."""

    def __init__(self, rows: Mapping[str, PolicyVersion]) -> None:
        self._rows = rows

    def in_force(self, kind_class: type[Kind]) -> InForce[Kind]:
        row = self._rows.get(kind_name(kind_class))
        if row is None:
            raise PolicyNotFounded(kind=kind_name(kind_class))
        return version_of(row, kind_class)

    def value(self, kind_class: type[Kind]) -> Kind:
        return self.in_force(kind_class).value

    def versions(self) -> tuple[UUID, ...]:
        """Which versions these are: two books with the same ones say the same."""
        return tuple(row.pk for row in self._rows.values())

    def all(self) -> tuple[InForce[BaseModel], ...]:
        """Every kind the bank has, in the order of the guidelines."""
        return tuple(self.in_force(kind) for kind in KINDS if kind_name(kind) in self._rows)

    @property
    def zone(self) -> ZoneInfo:
        return _zone(self._rows.get(PLACE))


def policy_in_force(kind_class: type[Kind], at: datetime | date) -> InForce[Kind]:
    """The version of one kind that counts at a moment, or at the beginning of a day in the bank."""
    return book_of([kind_name(kind_class), PLACE], at).in_force(kind_class)


def all_in_force(at: datetime | date) -> PolicyBook:
    """Every kind at a moment, in one query."""
    return book_of([kind_name(kind) for kind in KINDS], at)


def book_of(kinds: Iterable[str], at: datetime | date) -> PolicyBook:
    """The named kinds at a moment; the bank's time zone comes along for days."""
    wanted = set(kinds)
    read = versions_read()
    if read is None:
        rows = list(_begun(PolicyVersion.objects.filter(kind__in=wanted), at))
    else:
        rows = [row for row in read if row.kind in wanted]
    return PolicyBook(_counting(rows, at)) if isinstance(at, datetime) else _book_at_dawn(rows, at)


def books_of_days(kinds: Iterable[str], days: Iterable[date]) -> dict[date, PolicyBook]:
    """The named kinds at the beginning of each of many days in the bank, in one query."""
    rows = _every_version({*kinds, PLACE})
    return {day: _book_at_dawn(rows, day) for day in days}


def _book_at_dawn(rows: Sequence[PolicyVersion], day: date) -> PolicyBook:
    """What counts when a day begins in the bank, whose time zone is itself a rule of that day."""
    evening = datetime.combine(day, time.min, UTC) + LATEST_TIME_ZONE
    return PolicyBook(_counting(rows, start_of_day(day, _zone(_counting(rows, evening).get(PLACE)))))


@dataclass(frozen=True)
class BookOfDay:
    """The same kinds twice: as they count at a moment, and for what is judged by the whole day in the bank."""

    moment: PolicyBook
    day: PolicyBook
    today: date


def book_of_day(kinds: Iterable[str], at: datetime) -> BookOfDay:
    """The named kinds at a moment and on its day, in one query."""
    rows = _every_version({*kinds, PLACE})
    moment = PolicyBook(_counting(rows, at))
    today = at.astimezone(moment.zone).date()
    return BookOfDay(moment, PolicyBook(_counting(rows, start_of_day(today, moment.zone))), today)


def bank_zone(at: datetime) -> ZoneInfo:
    """The bank's time zone."""
    return book_of([PLACE], at).zone


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Midnight in the bank as an instant."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def history(kind: str) -> tuple[InForce[BaseModel], ...]:
    """Every version of a kind, the newest first."""
    kind_class = kind_called(kind)
    rows = PolicyVersion.objects.filter(kind=kind).order_by("-number")
    return tuple(version_of(row, kind_class) for row in rows)


def upcoming(now: datetime) -> tuple[InForce[BaseModel], ...]:
    """Versions that are adopted and begin later."""
    rows = PolicyVersion.objects.filter(effective_at__gt=now).order_by("effective_at", "kind", "number")
    return tuple(version_of(row, kind_called(row.kind)) for row in rows)


def latest(kind: str) -> PolicyVersion | None:
    """The newest version of a kind, begun or not."""
    return PolicyVersion.objects.filter(kind=kind).order_by("-number").first()


def version_with_id(version_id: UUID) -> PolicyVersion:
    return PolicyVersion.objects.get(pk=version_id)


def version_of(row: PolicyVersion, kind_class: type[Kind]) -> InForce[Kind]:
    """A row with its value."""
    return InForce(
        value=cast(Kind, value_of(row, kind_class)),
        version_id=row.id,
        number=row.number,
        effective_at=row.effective_at,
        adopted_at=row.adopted_at,
        adopted_by=row.adopted_by,
        reason=row.reason,
        decision_id=row.decision_id,
        charter=row.charter,
    )


def _every_version(kinds: set[str]) -> list[PolicyVersion]:
    """All versions of some kinds, oldest first within each kind."""
    read = versions_read()
    if read is None:
        return list(PolicyVersion.objects.filter(kind__in=kinds).order_by("kind", "number"))
    return [row for row in read if row.kind in kinds]


def _begun(rows: QuerySet[PolicyVersion], at: datetime | date) -> QuerySet[PolicyVersion]:
    """Versions that may count at the moment, oldest first; the charter's always may."""
    if isinstance(at, datetime):
        begun = models.Q(effective_at__lte=at) | models.Q(number=1)
        return rows.filter(begun).order_by("kind", "-number").distinct("kind")
    last = datetime.combine(at, time.min, UTC) + LATEST_TIME_ZONE
    return rows.filter(models.Q(effective_at__lte=last) | models.Q(number=1)).order_by("number")


def _counting(rows: Iterable[PolicyVersion], at: datetime) -> dict[str, PolicyVersion]:
    """For each kind the newest version that has begun, or the first where none has."""
    return {row.kind: row for row in rows if row.number == 1 or row.effective_at <= at}


def _zone(row: PolicyVersion | None) -> ZoneInfo:
    return ZoneInfo(version_of(row, PlacePolicy).value.time_zone) if row else ZoneInfo("UTC")

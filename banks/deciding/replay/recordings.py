"""A year's reports counted again: rounding, step, travel, sharing and contributions.

Guarantees: judged by the functions that judge every report (`banks.hours.exchanges.rules`,
`banks.hours.exchanges.postings`), with all other rules as they stood on the day of the service; a handful of queries
however long the year was.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from banks.deciding.replay.rules import HOURS, REPORTS, Line, Recount, Span, reached
from banks.hours.exchanges.errors import MinutesOffStep
from banks.hours.exchanges.models import ExchangeLine
from banks.hours.exchanges.postings import levied_under
from banks.hours.exchanges.queries import RECORDING_KINDS, rules_in
from banks.hours.exchanges.rules import Line as ReportLine
from banks.hours.exchanges.rules import Part, RulesOfTheDay, lines_of, moved
from banks.people.members.models import Member
from banks.policies.queries import books_of_days
from banks.policies.values import kind_name
from ledger.policy import COMMUNITY, LeviesPolicy

MOST_RECOUNTS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """The rules that count for services of one day."""

    rules: RulesOfTheDay
    levies: LeviesPolicy


@dataclass(frozen=True, slots=True)
class Report:
    """A recorded report, as it was told."""

    key: UUID
    day: date
    is_even: bool
    parts: tuple[Part, ...]
    receivers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule counts: for each provider and then each receiver, of which travel, and what is left over."""

    counted: tuple[int, ...]
    travel: int
    left_over: int


Days = Mapping[date, Day]
People = Mapping[UUID, Member]
Change = Callable[[Day], Day]


def _verdict(report: Report, rules: RulesOfTheDay) -> Verdict | None:
    try:
        lines, left_over = lines_of(report.parts, report.receivers, rules, salt=report.key, is_even=report.is_even)
    except MinutesOffStep:
        return None
    travel = sum(line.travel_minutes for line in lines if line.role == "provider")
    return Verdict(tuple(line.counted_minutes for line in lines), travel, left_over)


@dataclass
class Count:
    """What one set of rules made of the year, added up."""

    recorded: int = 0
    refused: int = 0
    given: int = 0
    travel: int = 0
    levies: int = 0

    def add(self, report: Report, verdict: Verdict | None, times: int) -> None:
        if verdict is None:
            self.refused += times
            return
        self.recorded += times
        if not report.is_even:
            self.given += times * sum(verdict.counted[: len(report.parts)])
            self.travel += times * verdict.travel


@dataclass
class Year:
    """The reports of a year under two sets of rules."""

    now: Count = field(default_factory=Count)
    then: Count = field(default_factory=Count)
    otherwise: int = 0
    recounted: Counter[tuple[int, int | None, int | None]] = field(default_factory=Counter)
    moved: dict[UUID | str, int] = field(default_factory=lambda: defaultdict(int))

    def lines(self, *, with_travel: bool = False, with_levies: bool = False) -> list[Line]:
        """The figures, those that cannot differ left out."""
        now, then = self.now, self.then
        found = [
            Line("Reports that are recorded", now.recorded, then.recorded, REPORTS),
            Line("Reports that are refused", now.refused, then.refused, REPORTS),
            Line("Reports that count for another time", 0, self.otherwise, REPORTS),
            Line("Hours given", now.given, then.given, HOURS),
        ]
        if with_travel:
            found.append(Line("Of which travel", now.travel, then.travel, HOURS))
        if with_levies:
            found.append(Line("Contributions on exchanges", now.levies, then.levies, HOURS))
        return [*found, reached(self.moved)]

    def recounts(self) -> list[Recount]:
        """Which times would be counted otherwise, the most frequent first."""
        order = sorted(self.recounted.items(), key=lambda each: (-each[1], each[0][0]))
        return [Recount(*shape, times) for shape, times in order[:MOST_RECOUNTS]]

    @property
    def recounts_left_out(self) -> int:
        return max(len(self.recounted) - MOST_RECOUNTS, 0)


@dataclass(slots=True)
class Pair:
    """What a report comes to under two sets of rules, and how many were like it."""

    report: Report
    days: tuple[Day, Day]
    now: Verdict | None
    then: Verdict | None
    times: int = 0

    @property
    def moves_alike(self) -> bool:
        """Whether nobody's balance depends on which of the two counts."""
        before, after = self.days
        return self.now == self.then and before.levies is after.levies and before.levies.trade == "none"


def year_of_reports(span: Span, *, before: Change, after: Change) -> Year:
    """Every report recorded in the span, judged twice; what differs is added up by account.

    The same time between two people comes to the same whoever they are, so it is judged once for them all.
    """
    told = list(_told(span))
    standing = _days({lines[0][1] for lines in told})
    days = (_under(standing, before), _under(standing, after))
    people, year = Member.objects.only("account_id", "kind", "joined_on").in_bulk(), Year()
    alike: dict[tuple[Any, ...], Pair] = {}
    for lines in told:
        first, day = lines[0], lines[0][1]
        is_plain = len(lines) == 2 and first[3] != lines[1][3]
        shape = (id(days[0][day]), id(days[1][day]), first[2], first[5], first[6]) if is_plain else first[0]
        pair = alike.get(shape)
        if pair is None:
            pair = alike[shape] = _judged(_report(lines), days[0][day], days[1][day])
        pair.times += 1
        if not pair.moves_alike:
            report = _report(lines)
            year.now.levies += _move(year.moved, report, pair.now, pair.days[0].levies, people, sign=-1)
            year.then.levies += _move(year.moved, report, pair.then, pair.days[1].levies, people, sign=1)
    for pair in alike.values():
        _count(year, pair)
    return year


def _judged(report: Report, before: Day, after: Day) -> Pair:
    return Pair(report, (before, after), _verdict(report, before.rules), _verdict(report, after.rules))


def _count(year: Year, pair: Pair) -> None:
    """Add up what these reports come to, and write down what they would have counted for."""
    report, was, would = pair.report, pair.now, pair.then
    year.now.add(report, was, pair.times)
    year.then.add(report, would, pair.times)
    if was == would:
        return
    year.otherwise += pair.times if was is not None and would is not None else 0
    for at, part in enumerate(report.parts):
        now, then = was.counted[at] if was else None, would.counted[at] if would else None
        if now != then:
            year.recounted[part.minutes + part.travel_minutes, now, then] += pair.times


def _move(
    moved_minutes: dict[UUID | str, int], report: Report, verdict: Verdict | None, levies: LeviesPolicy,
    people: People, *, sign: int,
) -> int:  # fmt: skip
    """Add what a report moves on each account, or take it off; the contributions it brings."""
    if verdict is None or report.is_even:
        return 0
    given = len(report.parts)
    named = [part.member_id for part in report.parts] + list(report.receivers)
    lines = [
        ReportLine(member_id, "provider" if at < given else "receiver", 0, 0, minutes)
        for at, (member_id, minutes) in enumerate(zip(named, verdict.counted, strict=True))
    ]
    contributed = 0
    for item in levied_under(levies, lines, people, report.day):
        line = item.line
        amount = moved(role=line.role, counted_minutes=line.counted_minutes, levy_minutes=item.levy_minutes)
        moved_minutes[people[line.member_id].account_id] += sign * amount
        contributed += item.levy_minutes
    if verdict.left_over:
        moved_minutes[COMMUNITY] += sign * verdict.left_over
    if contributed:
        moved_minutes[levies.fund] += sign * contributed
    return contributed


def _told(span: Span) -> Iterator[list[tuple[Any, ...]]]:
    """The lines of each report that stands in the books, providers first; one query."""
    recorded = ExchangeLine.objects.filter(
        exchange__state="recorded", exchange__recorded_at__range=(span.since, span.until)
    )
    rows = recorded.order_by("exchange_id", "role", "id").values_list(
        "exchange_id", "exchange__service_date", "exchange__is_even", "role", "member_id", "service_minutes",
        "travel_minutes",
    )  # fmt: skip
    for _, lines in groupby(rows, key=itemgetter(0)):
        yield list(lines)


def _report(lines: Sequence[tuple[Any, ...]]) -> Report:
    key, day, is_even = lines[0][:3]
    parts = tuple(Part(*line[4:7]) for line in lines if line[3] == "provider")
    return Report(key, day, is_even, parts, tuple(line[4] for line in lines if line[3] == "receiver"))


def _days(days: Iterable[date]) -> Days:
    """The rules of each day; days under the same versions share one value."""
    shared: dict[tuple[UUID, ...], Day] = {}
    found = {}
    for day, book in books_of_days((*RECORDING_KINDS, kind_name(LeviesPolicy)), days).items():
        versions = book.versions()
        if versions not in shared:
            shared[versions] = Day(rules_in(book), book.value(LeviesPolicy))
        found[day] = shared[versions]
    return found


def _under(days: Days, change: Change) -> Days:
    """The same days with one rule replaced."""
    changed: dict[int, Day] = {}
    for each in days.values():
        if id(each) not in changed:
            changed[id(each)] = change(each)
    return {day: changed[id(each)] for day, each in days.items()}


def with_rules(**kinds: object) -> Change:
    """Rules of recording replaced, such as `hours=…`."""
    return lambda day: replace(day, rules=replace(day.rules, **kinds))  # type: ignore[arg-type]


def with_levies(levies: LeviesPolicy) -> Change:
    return lambda day: replace(day, levies=levies)

"""The kinds that say how a report is counted, replayed: step and rounding, travel, sharing, contributions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from banks.deciding.replay.credited import helped
from banks.deciding.replay.recordings import Year, with_levies, with_rules, year_of_reports
from banks.deciding.replay.rules import HOURS, Found, Line, Span, together
from banks.hours.credits.services import exempt_from_levies, levies_due
from banks.people.members.models import Member
from banks.policies.kinds import GroupPolicy, HoursPolicy, LeviesPolicy, TravelPolicy

TRAVEL_UNKNOWN = (
    "Trips that did not count were never written down, so those that would begin to count are missing here."
)
LEADERSHIP_UNKNOWN = "Leadership hours are written down in steps only, so they are not counted again here."


def replay_hours(before: HoursPolicy, after: HoursPolicy, span: Span) -> Found | None:
    """Reports, and help at events, under another step or rounding."""
    if (before.granularity, before.rounding) == (after.granularity, after.rounding):
        return None
    year = year_of_reports(span, before=with_rules(hours=before), after=with_rules(hours=after))
    help_at_events = helped(before, after, span)
    year.moved = together(year.moved, help_at_events.moved)
    return _found(year, [*year.lines(), *help_at_events.lines], notes=[LEADERSHIP_UNKNOWN])


def replay_travel(before: TravelPolicy, after: TravelPolicy, span: Span) -> Found:
    """Reports under another rule of travel; trips that did not count are not in the books."""
    year = year_of_reports(span, before=with_rules(travel=before), after=with_rules(travel=after))
    counts_more = after.credited and (not before.credited or after.min_round_trip < before.min_round_trip)
    lines = year.lines(with_travel=True) if year.now.travel or year.then.travel else []
    return _found(year, lines, notes=[TRAVEL_UNKNOWN] if counts_more else [])


def replay_group(before: GroupPolicy, after: GroupPolicy, span: Span) -> Found:
    """Reports of several people under another way of sharing."""
    year = year_of_reports(span, before=with_rules(group=before), after=with_rules(group=after))
    return _found(year, year.lines())


def replay_levies(before: LeviesPolicy, after: LeviesPolicy, span: Span) -> Found:
    """Contributions on exchanges and of each month."""
    year = year_of_reports(span, before=with_levies(before), after=with_levies(after))
    people, months = list(Member.objects.only("account_id", "kind", "joined_on", "left_on")), _months(span)
    now, then = (_monthly(rules, months, people, year.moved, sign=sign) for rules, sign in ((before, -1), (after, 1)))
    return _found(year, [*year.lines(with_levies=True), Line("Monthly contributions", now, then, HOURS)])


def _monthly(
    rules: LeviesPolicy, months: Sequence[date], people: Sequence[Member], moved: dict[UUID | str, int], *, sign: int
) -> int:
    """What these rules collect on the first day of each month; what moves is added, or taken off."""
    exempt, total = exempt_from_levies(rules), 0
    for month in months:
        there = [each for each in people if each.left_on is None or each.left_on >= month]
        for member, minutes in levies_due(rules, month, there, exempt=exempt).items():
            moved[member.account_id] -= sign * minutes
            moved[rules.fund] += sign * minutes
            total += minutes
    return total


def _months(span: Span) -> list[date]:
    """The first days of months in the span."""
    first, last = span.days
    found = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    return [each for each in found if first < each <= last]


def _found(year: Year, lines: Sequence[Line], notes: Sequence[str] = ()) -> Found:
    return Found(lines, year.moved, year.recounts(), year.recounts_left_out, notes)

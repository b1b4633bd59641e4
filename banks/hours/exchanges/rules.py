"""How reported minutes become postings, pure.

Guarantees: the sum of the postings is zero to the minute; providers are rounded to
the bank's step first and receivers share exactly what providers earn, the odd minutes
by largest remainder. Travel is its own number on the line and is added before rounding.
Source: Door County "How It Works"; Lamoni 1-3; levies as `ledger.policy` describes.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from banks.hours.exchanges.errors import (
    DateInTheFuture,
    MinutesNotPositive,
    MinutesOffStep,
    MinutesTooMany,
    PersonNamedTwice,
    ReportedTooLate,
    SamePersonTwice,
    TooManyPeople,
)
from banks.policies.kinds.recording import EvenExchangePolicy, GroupPolicy, ReportPolicy, TravelPolicy
from ledger.amounts import round_to_step, split_equally
from ledger.hour_words import format_hours
from ledger.policy import HoursPolicy

MOST_PEOPLE_ON_A_SIDE = 40
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Part:
    """One provider's report: minutes of service and of round-trip travel, as they were."""

    member_id: UUID
    minutes: int
    travel_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One person's line in an exchange; all amounts in minutes, never negative."""

    member_id: UUID
    role: str
    service_minutes: int
    travel_minutes: int
    counted_minutes: int


@dataclass(frozen=True, slots=True)
class RulesOfTheDay:
    """The policies in force on the service date that turn a report into lines."""

    hours: HoursPolicy
    report: ReportPolicy
    group: GroupPolicy
    travel: TravelPolicy
    even: EvenExchangePolicy


def check_people(providers: Sequence[UUID], receivers: Sequence[UUID], names: Mapping[UUID, str]) -> None:
    """Nobody twice on a side, nobody on both, not too many."""
    if max(len(providers), len(receivers)) > MOST_PEOPLE_ON_A_SIDE:
        raise TooManyPeople(most=MOST_PEOPLE_ON_A_SIDE)
    for side, field in ((providers, "providers"), (receivers, "receivers")):
        for member_id, times in Counter(side).items():
            if times > 1:
                raise PersonNamedTwice(name=names.get(member_id, "Somebody"), field=field)
    for member_id in set(providers) & set(receivers):
        raise SamePersonTwice(name=names.get(member_id, "Somebody"))


def check_date(*, service_date: date, today: date, report: ReportPolicy, excused: bool) -> None:
    """Not in the future, and within the reporting window unless excused (row D-60)."""
    if service_date > today:
        raise DateInTheFuture(service_date=service_date, today=today)
    days = (today - service_date).days
    if report.window is not None and days > report.window and not excused:
        raise ReportedTooLate(window_days=report.window, days=days, exception_by=report.exception_by)


def on_step(minutes: int, hours: HoursPolicy, *, longest: int) -> int:
    """Minutes that somebody names outright, as the books count them: a bank that refuses odd minutes rounds these."""
    if minutes <= 0:
        raise MinutesNotPositive(minutes=minutes)
    if minutes > longest:
        raise MinutesTooMany(longest=format_hours(longest, hours))
    mode = "nearest" if hours.rounding == "reject" else hours.rounding
    return max(round_to_step(minutes, step=hours.granularity, mode=mode), hours.granularity)


def counted(part: Part, rules: RulesOfTheDay) -> Line:
    """A provider's line: travel added where it counts, the whole rounded to the step (rows D-lawn, D-travel)."""
    if part.minutes <= 0 or part.travel_minutes < 0:
        raise MinutesNotPositive(minutes=part.minutes, travel_minutes=part.travel_minutes)
    if max(part.minutes, part.travel_minutes) > LONGEST_MINUTES:
        raise MinutesTooMany(longest=format_hours(LONGEST_MINUTES, rules.hours))
    counts = rules.travel.credited and part.travel_minutes >= max(rules.travel.min_round_trip, 1)
    travel = part.travel_minutes if counts else 0
    total = part.minutes + travel
    step = rules.hours.granularity
    if rules.hours.rounding == "reject" and total % step:
        raise MinutesOffStep(step=step, minutes=total)
    rounded = round_to_step(total, step=step, mode=rules.hours.rounding)
    if rounded == 0:
        raise MinutesOffStep(step=step, minutes=total)
    return Line(part.member_id, "provider", part.minutes, travel, rounded)


def settle(
    parts: Sequence[Part], receivers: Sequence[UUID], rules: RulesOfTheDay, *, salt: UUID
) -> tuple[list[Line], int]:
    """Lines of everybody, and the minutes left over for the community's account (usually 0).

    Rows D-group (each provider in full, the receiver gives the sum) and D-ride (receivers share
    equally, sum exact). What a bank's own rule charges beyond what providers earn, or leaves
    uncharged, is settled with the community so that the sum stays zero.
    """
    given = [counted(part, rules) for part in parts]
    if rules.group.provider_credit == "split" and len(given) > 1:
        shares = split_equally(max(line.counted_minutes for line in given), parts=len(given), salt=salt)
        given = [
            Line(line.member_id, line.role, line.service_minutes, line.travel_minutes, share)
            for line, share in zip(given, shares, strict=True)
        ]
    total = sum(line.counted_minutes for line in given)
    if rules.group.receiver_charge == "each_full":
        charges = [total] * len(receivers)
    else:
        charges = split_equally(total, parts=len(receivers), salt=salt)
    service = sum(line.service_minutes for line in given)
    travel = sum(line.travel_minutes for line in given)
    taken = [
        Line(member_id, "receiver", service, travel, charge)
        for member_id, charge in zip(receivers, charges, strict=True)
    ]
    return given + taken, sum(charges) - total


def lines_of(
    parts: Sequence[Part], receivers: Sequence[UUID], rules: RulesOfTheDay, *, salt: UUID, is_even: bool
) -> tuple[list[Line], int]:
    """Lines of a report, and the minutes left over; an even exchange counts the time of each and moves nothing."""
    if not is_even:
        return settle(parts, receivers, rules, salt=salt)
    given = [counted(part, rules) for part in parts]
    minutes = max(line.counted_minutes for line in given)
    return given + [Line(member_id, "receiver", minutes, 0, minutes) for member_id in receivers], 0


def moved(*, role: str, counted_minutes: int, levy_minutes: int, is_even: bool = False) -> int:
    """What one line moves on its member's account: plus for providers, minus for receivers, levies always minus."""
    if is_even:
        return 0
    return (counted_minutes if role == "provider" else -counted_minutes) - levy_minutes


def people_digest(providers: Sequence[UUID], receivers: Sequence[UUID], service_date: date) -> bytes:
    """The same for two reports that name the same people in the same roles on the same day."""
    return _digest([sorted(map(str, providers)), sorted(map(str, receivers)), service_date.isoformat()])


def request_digest(request: Mapping[str, Any]) -> bytes:
    """The same for two requests that ask for the same thing; tells a repeat from a reused key."""
    return _digest(request)


def _digest(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()

"""A proposed rule looked at against the bank's own last twelve months: what would have been different.

Guarantees: reads only, in one or two queries however long the year was; judged by the functions that judge every day;
figures without names; each report is taken by itself, so what would have followed from it is not guessed at. A
kind that cannot be replayed answers None. Called by: the pages of proposals.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate, TruncMonth
from pydantic import BaseModel

from banks.applications.models import Application
from banks.clock import bank_day
from banks.credits.models import Credit
from banks.events.models import Attendance
from banks.events.rules import GatheringRules, Present, credit_for
from banks.exchanges.models import Exchange
from banks.grants.models import OutsideWork
from banks.identity.rules import NOBODY
from banks.policies.kinds import (
    BonusPolicy,
    EventPolicy,
    ExternalPolicy,
    HoursPolicy,
    LimitsPolicy,
    MeetingPolicy,
    MembershipPolicy,
    ReportPolicy,
)
from banks.policies.queries import all_in_force, bank_zone
from ledger.statements import postings_beyond

A_YEAR = timedelta(days=365)
PEOPLE, REPORTS, HOURS = "people", "reports", "hours"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure under the rule as it is, and as it would be. `unit` is people, reports or hours (minutes)."""

    what: str
    now: int
    then: int
    unit: str

    @property
    def most(self) -> int:
        return max(self.now, self.then, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The year that is looked at, until a moment."""

    since: datetime
    until: datetime


def replay_of(before: BaseModel, after: BaseModel, *, at: datetime) -> list[Line] | None:
    """What the last twelve months would have been under another value of a kind; None where nobody can tell."""
    replay = REPLAYS.get(type(after))
    return replay(before, after, Span(at - A_YEAR, at)) if replay else None


def _area(before: MembershipPolicy, after: MembershipPolicy, span: Span) -> list[Line] | None:
    """Applications inside and outside, by the distances kept with them (row L7)."""
    if after.area == before.area and after.radius == before.radius:
        return None
    if (before.centre_latitude, before.centre_longitude) != (after.centre_latitude, after.centre_longitude):
        return None
    if not {before.area, after.area} <= {"anywhere", "radius"}:
        return None
    measured = Application.objects.filter(sent_at__range=(span.since, span.until), distance_miles__isnull=False)
    miles = list(measured.values_list("distance_miles", flat=True))

    def inside(rules: MembershipPolicy) -> int:
        limit = rules.radius if rules.area == "radius" else None
        return sum(1 for each in miles if limit is None or (each is not None and each <= limit))

    return [
        Line("Applications from inside the area", inside(before), inside(after), PEOPLE),
        Line("Applications from beyond it", len(miles) - inside(before), len(miles) - inside(after), PEOPLE),
    ]


def _limits(before: LimitsPolicy, after: LimitsPolicy, span: Span) -> list[Line] | None:
    """Members who went past the lowest and the highest balance, and in how many reports."""
    pairs = [(rules.member_floor, rules.member_ceiling) for rules in (before, after)]
    if pairs[0] == pairs[1]:
        return None
    found = [postings_beyond(floor, ceiling, since=span.since, until=span.until) for floor, ceiling in pairs]
    now, then = found
    return [
        Line("Members below the lowest balance", now.members_below, then.members_below, PEOPLE),
        Line("Reports that went below it", now.below, then.below, REPORTS),
        Line("Members above the highest balance", now.members_above, then.members_above, PEOPLE),
        Line("Reports that went above it", now.above, then.above, REPORTS),
    ]


def _meetings(before: MeetingPolicy, after: MeetingPolicy, span: Span) -> list[Line]:
    """What the bank would have credited for attending and hosting meetings (row L18)."""
    book = all_in_force(span.until)
    there = Attendance.objects.filter(event__kind="meeting", event__undone_at=None, event__held_on__range=_days(span))
    groups = there.values_list("early_minutes", "late_minutes", "hosted").annotate(Count("id"))

    def credited(rules: MeetingPolicy) -> int:
        day = GatheringRules(book.value(HoursPolicy), EventPolicy(helper_credit="none"), rules)
        return sum(
            times * credit_for(Present(NOBODY, early, late, hosted), is_meeting=True, rules=day)
            for early, late, hosted, times in groups
        )

    return [Line("Credited by the bank for meetings", credited(before), credited(after), HOURS)]


def _outside(before: ExternalPolicy, after: ExternalPolicy, span: Span) -> list[Line]:
    """Members' months of work elsewhere, up to the limit (row L20)."""
    works = OutsideWork.objects.filter(service_date__range=_days(span))
    months = list(
        works.annotate(month=TruncMonth("service_date"))
        .values("member", "month")
        .annotate(minutes=Sum("minutes"))
        .values_list("minutes", flat=True)
    )

    def credited(rules: ExternalPolicy) -> int:
        if not rules.enabled:
            return 0
        return sum(each if rules.monthly_cap is None else min(each, rules.monthly_cap) for each in months)

    def cut(rules: ExternalPolicy) -> int:
        most = 0 if not rules.enabled else rules.monthly_cap
        return sum(1 for each in months if most is not None and each > most)

    return [
        Line("Credited for work elsewhere", credited(before), credited(after), HOURS),
        Line("Members' months that would be cut short", cut(before), cut(after), PEOPLE),
    ]


def _bonus(before: BonusPolicy, after: BonusPolicy, span: Span) -> list[Line] | None:
    """What new members and those who brought them would have received (rows L11, L17)."""
    if (before.signup, before.referral) == (after.signup, after.referral):
        return None
    grounds = Counter(
        Credit.objects.filter(recorded_at__range=(span.since, span.until)).values_list("ground", flat=True)
    )
    welcomed, brought = grounds[Credit.Ground.ENROLMENT], grounds[Credit.Ground.RECRUITER]
    return [
        Line("Welcome hours, to those who got some", welcomed * before.signup, welcomed * after.signup, HOURS),
        Line("Thanks for bringing in members", brought * before.referral, brought * after.referral, HOURS),
    ]


def _reports(before: ReportPolicy, after: ReportPolicy, span: Span) -> list[Line] | None:
    """Reports that came within the window and later (row D-60)."""
    if before.window == after.window:
        return None
    recorded = Exchange.objects.filter(state="recorded", recorded_at__range=(span.since, span.until))
    day = TruncDate("recorded_at", tzinfo=bank_zone(span.until))

    def late(rules: ReportPolicy) -> Q:
        if rules.window is None:
            return Q(pk=None)
        return Q(service_date__lt=F("day") - timedelta(days=rules.window))

    found = recorded.annotate(day=day).aggregate(
        all=Count("id"), now=Count("id", filter=late(before)), then=Count("id", filter=late(after))
    )
    return [
        Line("Reports in time", found["all"] - found["now"], found["all"] - found["then"], REPORTS),
        Line("Reports that came too late", found["now"], found["then"], REPORTS),
    ]


def _days(span: Span) -> tuple[Any, Any]:
    return bank_day(span.since), bank_day(span.until)


Replay = Callable[[Any, Any, Span], list[Line] | None]
REPLAYS: Mapping[type[BaseModel], Replay] = {
    MembershipPolicy: _area,
    LimitsPolicy: _limits,
    MeetingPolicy: _meetings,
    ExternalPolicy: _outside,
    BonusPolicy: _bonus,
    ReportPolicy: _reports,
}

"""A proposed rule looked at against the bank's own last twelve months: what would have been different.

Guarantees: reads only, in a handful of queries however long the year was; judged by the functions that judge every
day; figures without names; each report is taken by itself, so what would have followed from it is not guessed at. A
kind that cannot be replayed answers None. Called by: the pages of proposals and publications.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from pydantic import BaseModel

from banks.deciding.effects import PolicyBody
from banks.deciding.replay.counted import replay_group, replay_hours, replay_levies, replay_travel
from banks.deciding.replay.credited import replay_bonus, replay_events, replay_meetings, replay_outside
from banks.deciding.replay.rules import PEOPLE, REPORTS, Found, Line, Moved, Replayed, Span, balances_after
from banks.hours.exchanges.models import Exchange
from banks.membership.applications.models import Application
from banks.policies.clock import bank_day
from banks.policies.kinds import (
    KIND_BY_NAME,
    BonusPolicy,
    EventPolicy,
    ExternalPolicy,
    GroupPolicy,
    HoursPolicy,
    LeviesPolicy,
    LimitsPolicy,
    MeetingPolicy,
    MembershipPolicy,
    ReportPolicy,
    TravelPolicy,
)
from banks.policies.queries import all_in_force, bank_zone
from ledger.statements import minutes_refused, postings_beyond, standings

A_YEAR = timedelta(days=365)


def replay_url(proposal_id: UUID, body: BaseModel) -> str | None:
    """Where the replay of a proposed act is; empty where the books cannot answer for its kind, None for other acts."""
    if not isinstance(body, PolicyBody):
        return None
    return reverse("proposal-replay", args=[proposal_id]) if KIND_BY_NAME[body.policy_kind] in REPLAYS else ""


def replay_of(before: BaseModel, after: BaseModel, *, at: datetime, own: UUID | None = None) -> Replayed | None:
    """What the last twelve months would have been under another value of a kind; None where nobody can tell.

    `own` is the account of whoever looks: the only balance that stands by itself.
    """
    replay = REPLAYS.get(type(after))
    found = replay(before, after, Span(at - A_YEAR, at, (bank_day(at - A_YEAR), bank_day(at)))) if replay else None
    if found is None:
        return None
    balances: list[Line] = []
    if any(found.moved.values()):
        hours = all_in_force(at).value(HoursPolicy)
        balances = balances_after(standings(), found.moved, hours=hours, own=own)
    return Replayed(found.lines, found.recounts, found.recounts_left_out, balances, found.notes)


def _area(before: MembershipPolicy, after: MembershipPolicy, span: Span) -> Found | None:
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

    return Found([
        Line("Applications from inside the area", inside(before), inside(after), PEOPLE),
        Line("Applications from beyond it", len(miles) - inside(before), len(miles) - inside(after), PEOPLE),
    ])  # fmt: skip


def _limits(before: LimitsPolicy, after: LimitsPolicy, span: Span) -> Found | None:
    """Members who went past the lowest and the highest balance, in how many reports, and what strict limits refuse."""
    if _limits_of(before) == _limits_of(after):
        return None
    now, then = (
        postings_beyond(rules.member_floor, rules.member_ceiling, since=span.since, until=span.until)
        for rules in (before, after)
    )
    lines = [
        Line("Members below the lowest balance", now.members_below, then.members_below, PEOPLE),
        Line("Reports that went below it", now.below, then.below, REPORTS),
        Line("Members above the highest balance", now.members_above, then.members_above, PEOPLE),
        Line("Reports that went above it", now.above, then.above, REPORTS),
    ]
    refused = [_refused(rules, span) for rules in (before, after)]
    moved: Moved = {
        account: refused[0].get(account, 0) - refused[1].get(account, 0) for account in {*refused[0], *refused[1]}
    }
    return Found(lines, moved)


def _limits_of(rules: LimitsPolicy) -> tuple[Any, ...]:
    return rules.member_floor, rules.member_floor_hard, rules.member_ceiling, rules.member_ceiling_hard


def _refused(rules: LimitsPolicy, span: Span) -> dict[UUID, int]:
    """Account -> minutes that strict limits would have kept out of the books."""
    floor = rules.member_floor if rules.member_floor_hard else None
    ceiling = rules.member_ceiling if rules.member_ceiling_hard else None
    return minutes_refused(floor, ceiling, since=span.since, until=span.until)


def _reports(before: ReportPolicy, after: ReportPolicy, span: Span) -> Found | None:
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
    return Found([
        Line("Reports in time", found["all"] - found["now"], found["all"] - found["then"], REPORTS),
        Line("Reports that came too late", found["now"], found["then"], REPORTS),
    ])  # fmt: skip


Replay = Callable[[Any, Any, Span], Found | None]
REPLAYS: Mapping[type[BaseModel], Replay] = {
    MembershipPolicy: _area,
    LimitsPolicy: _limits,
    HoursPolicy: replay_hours,
    TravelPolicy: replay_travel,
    GroupPolicy: replay_group,
    LeviesPolicy: replay_levies,
    MeetingPolicy: replay_meetings,
    EventPolicy: replay_events,
    ExternalPolicy: replay_outside,
    BonusPolicy: replay_bonus,
    ReportPolicy: _reports,
}

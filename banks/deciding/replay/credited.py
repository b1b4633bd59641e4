"""The kinds that say which hours the bank gives, replayed: meetings, help at events, joining, work elsewhere.

Guarantees: what each member would have received is judged by the functions that credit it, from attendances, joinings
and works as they were written down.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from banks.deciding.replay.rules import HOURS, PEOPLE, Found, Line, Span, reached, together
from banks.hours.credits.models import Credit
from banks.hours.events.errors import HelpOffStep
from banks.hours.events.models import Attendance
from banks.hours.events.rules import GatheringRules, Present, credit_for
from banks.hours.grants.models import OutsideWork
from banks.identity.rules import NOBODY
from banks.policies.kinds import (
    BonusPolicy,
    EventPolicy,
    ExternalPolicy,
    FundsPolicy,
    HoursPolicy,
    MeetingPolicy,
)
from banks.policies.queries import all_in_force

NO_MEETINGS, NO_HELP = MeetingPolicy(), EventPolicy(helper_credit="none")


@dataclass
class Pot:
    """What the bank gives out of one of its accounts, under the rule as it is and as proposed."""

    fund: str
    now: int = 0
    then: int = 0

    def __post_init__(self) -> None:
        self.moved: dict[UUID | str, int] = defaultdict(int)

    def give(self, account_id: UUID, now: int, then: int) -> None:
        self.now += now
        self.then += then
        self.moved[account_id] += then - now
        self.moved[self.fund] -= then - now

    def found(self, what: str, more: Sequence[Line] = ()) -> Found:
        return Found([Line(what, self.now, self.then, HOURS), *more, reached(self.moved)], self.moved)


def replay_meetings(before: MeetingPolicy, after: MeetingPolicy, span: Span) -> Found:
    """What the bank would have credited for attending and hosting meetings (row L18)."""
    book = all_in_force(span.until)
    hours, pot = book.value(HoursPolicy), Pot(book.value(FundsPolicy).meetings)
    _gather(pot, span, GatheringRules(hours, NO_HELP, before), GatheringRules(hours, NO_HELP, after))
    return pot.found("Credited by the bank for meetings")


def replay_events(before: EventPolicy, after: EventPolicy, span: Span) -> Found | None:
    """What the bank would have credited to those who came early or stayed late (row D-event)."""
    if before.helper_credit == after.helper_credit:
        return None
    book = all_in_force(span.until)
    hours, pot = book.value(HoursPolicy), Pot(book.value(FundsPolicy).events)
    _gather(pot, span, GatheringRules(hours, before, NO_MEETINGS), GatheringRules(hours, after, NO_MEETINGS))
    return pot.found("Credited by the bank to helpers at events")


def helped(before: HoursPolicy, after: HoursPolicy, span: Span) -> Found:
    """The same help at events under another step or rounding."""
    book = all_in_force(span.until)
    event, pot = book.value(EventPolicy), Pot(book.value(FundsPolicy).events)
    _gather(pot, span, GatheringRules(before, event, NO_MEETINGS), GatheringRules(after, event, NO_MEETINGS))
    lines = [Line("Credited by the bank to helpers at events", pot.now, pot.then, HOURS)] if pot.now or pot.then else []
    return Found(lines, pot.moved)


def _gather(pot: Pot, span: Span, before: GatheringRules, after: GatheringRules) -> None:
    """Every attendance of the span, judged twice; those of one member that are alike at once."""
    there = Attendance.objects.filter(event__undone_at=None, event__held_on__range=span.days)
    groups = there.values_list(
        "member__account_id", "event__kind", "early_minutes", "late_minutes", "hosted"
    ).annotate(times=Count("id"))  # fmt: skip
    for account_id, kind, early, late, hosted, times in groups.order_by():
        present, is_meeting = Present(NOBODY, early, late, hosted), kind == "meeting"
        now, then = (times * _credit(present, is_meeting=is_meeting, rules=rules) for rules in (before, after))
        pot.give(account_id, now, then)


def _credit(present: Present, *, is_meeting: bool, rules: GatheringRules) -> int:
    try:
        return credit_for(present, is_meeting=is_meeting, rules=rules)
    except HelpOffStep:  # not accepted, so not credited
        return 0


def replay_outside(before: ExternalPolicy, after: ExternalPolicy, span: Span) -> Found:
    """Members' months of work elsewhere, up to the limit (row L20)."""
    works = OutsideWork.objects.filter(service_date__range=span.days).annotate(month=TruncMonth("service_date"))
    months = works.values_list("member__account_id", "month").annotate(minutes=Sum("minutes")).order_by()
    pot, cut = Pot(all_in_force(span.until).value(FundsPolicy).outside_hours), [0, 0]
    for account_id, _, minutes in months:
        counted = [_within(rules, minutes) for rules in (before, after)]
        cut = [so_far + (each < minutes) for so_far, each in zip(cut, counted, strict=True)]
        pot.give(account_id, counted[0], counted[1])
    return pot.found(
        "Credited for work elsewhere", [Line("Members' months that would be cut short", cut[0], cut[1], PEOPLE)]
    )


def _within(rules: ExternalPolicy, minutes: int) -> int:
    if not rules.enabled:
        return 0
    return minutes if rules.monthly_cap is None else min(minutes, rules.monthly_cap)


def replay_bonus(before: BonusPolicy, after: BonusPolicy, span: Span) -> Found | None:
    """What new members and those who brought them would have received (rows L11, L17)."""
    if (before.signup, before.referral) == (after.signup, after.referral):
        return None
    funds = all_in_force(span.until).value(FundsPolicy)
    welcome, thanks = Pot(funds.enrolment), Pot(funds.recruiter)
    given = Credit.objects.filter(recorded_at__range=(span.since, span.until), ground__in=["enrolment", "recruiter"])
    for account_id, ground in given.values_list("member__account_id", "ground"):
        if ground == Credit.Ground.ENROLMENT:
            welcome.give(account_id, before.signup, after.signup)
        else:
            thanks.give(account_id, before.referral, after.referral)
    lines = [
        Line("Welcome hours, to those who got some", welcome.now, welcome.then, HOURS),
        Line("Thanks for bringing in members", thanks.now, thanks.then, HOURS),
    ]
    return Found(lines, together(welcome.moved, thanks.moved))

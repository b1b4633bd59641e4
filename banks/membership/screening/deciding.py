"""How a screening is decided: two screeners, each without knowing the other's word, the more careful one counts (L9).

Guarantees: two different people decide, never about themselves or their household; what the first said is told to
nobody until the second has spoken; a limited outcome is looked at again within a year; a member whose outcome is
decided signs in anew. Refuses, each by name: a second opinion of one screener, one before the references were asked,
one after the decision. Called by: the applicants' desk (`banks.membership.admission`), the screeners' desk for
members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from banks.errors import NotAllowed, NotFound
from banks.membership.screening.errors import (
    AlreadyDecided,
    CaseOpenAlready,
    NotReady,
    OneOpinionEach,
    OutcomeUnknown,
    ReferencesNotChecked,
)
from banks.membership.screening.models import ScreeningCase
from banks.membership.screening.queries import check_not_about_oneself
from banks.membership.screening.rules import UNLIMITED, more_careful, outcomes_for
from banks.people.members.models import Clearance, Member
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force

REVIEW_AFTER = timedelta(days=365)
DECLINED = ScreeningCase.Outcome.DECLINED


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of an opinion: the first of two, or the decision."""

    is_decided: bool
    is_declined: bool = False


@transaction.atomic
def give_opinion(
    *, screener: Viewer, application_id: UUID, outcome: str, is_ready: bool, references_left: bool, now: datetime
) -> Decided:
    """An opinion on an applicant. The caller holds the application, and says whether it is ready for it."""
    _check_screener(screener)
    check_not_about_oneself(screener, application_id)
    if references_left:
        raise ReferencesNotChecked()
    case = ScreeningCase.objects.select_for_update(of=["self"]).filter(application=application_id).first()
    if case is not None and case.decided_at is not None:
        raise AlreadyDecided()
    if not is_ready:
        raise NotReady()
    case = case or ScreeningCase(application_id=application_id, opened_at=now)
    return _say(case, screener, outcome, now)


@transaction.atomic
def judge_member(*, screener: Viewer, member_id: UUID, outcome: str, now: datetime) -> Decided:
    """An opinion on a member whose case is open. A membership is never ended here: that is a meeting's business."""
    _check_screener(screener)
    check_not_about_oneself(screener, member_id)
    case = ScreeningCase.objects.select_for_update(of=["self"]).filter(member=member_id, decided_at=None).first()
    if case is None:
        raise AlreadyDecided()
    decided = _say(case, screener, outcome, now)
    if decided.is_decided:
        _apply(case, member_id, now)
    return decided


@transaction.atomic
def open_case(*, screener: Viewer, member_id: UUID, now: datetime) -> ScreeningCase:
    """Look at a member again, before the year is over or for the first time."""
    _check_screener(screener)
    check_not_about_oneself(screener, member_id)
    member = Member.objects.select_for_update(of=["self"]).filter(pk=member_id, left_on=None).first()
    if member is None or member.kind != Member.Kind.PERSON:
        raise NotFound(member=member_id)
    if ScreeningCase.objects.filter(member=member, decided_at=None).exists():
        raise CaseOpenAlready(name=member.name)
    return ScreeningCase.objects.create(member=member, opened_at=now)


@transaction.atomic
def reopen_expired(*, now: datetime) -> int:
    """The clock: those whose review is due get an open case again, each one; how many."""
    today = bank_day(now)
    due = Member.objects.filter(left_on=None, clearance__review_on__lte=today)
    due = due.exclude(pk__in=ScreeningCase.objects.filter(member__isnull=False, decided_at=None).values("member"))
    members = list(due.select_for_update(of=["self"], skip_locked=True))
    cases = [ScreeningCase(member=member, opened_at=now) for member in members]
    return len(ScreeningCase.objects.bulk_create(cases))


def choices_for(*, now: datetime, is_member: bool) -> Sequence[str]:
    """The outcomes a screener chooses from, as the bank's rules have them."""
    return outcomes_for(policy_in_force(MembershipPolicy, now).value.access_levels, is_member=is_member)


def _say(case: ScreeningCase, screener: Viewer, outcome: str, now: datetime) -> Decided:
    if outcome not in choices_for(now=now, is_member=case.member_id is not None):
        raise OutcomeUnknown()
    if case.first_by_id is None:
        case.first_by_id, case.first_outcome, case.first_at = screener.member_id, outcome, now
        case.save()
        return Decided(is_decided=False)
    if case.first_by_id == screener.member_id:
        raise OneOpinionEach()
    case.second_by_id, case.decided_at = screener.member_id, now
    case.outcome = more_careful(case.first_outcome, outcome)
    case.review_on = _review_on(case.outcome, bank_day(now))
    case.save()
    return Decided(is_decided=True, is_declined=case.outcome == DECLINED)


def _review_on(outcome: str, today: date) -> date | None:
    return None if outcome in (UNLIMITED, DECLINED) else today + REVIEW_AFTER


def _apply(case: ScreeningCase, member_id: UUID, now: datetime) -> None:
    """What the member may do follows from now on; whoever is signed in signs in anew, so nothing lingers."""
    decided = {"access": case.outcome, "decided_on": bank_day(now), "review_on": case.review_on}
    Clearance.objects.update_or_create(member_id=member_id, defaults=decided)
    member = Member.objects.select_related("user").get(pk=member_id)
    if member.user is not None:
        member.user.end_sessions()


def _check_screener(screener: Viewer) -> None:
    if not screener.holds("screening"):
        raise NotAllowed(who="Screeners")

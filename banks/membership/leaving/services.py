"""Writes about the end of a membership, and its beginning anew: leaving, dying, being taken back.

Guarantees: in one transaction the balance is settled as the bank's rule says (once for each leaving, with words on
the statement that name nobody), offers and requests are closed, powers and acting for organisations end, and every
session, token and the sign-in itself are closed; row and books stay. The bank keeps two administrators. Nothing more
is ever sent to somebody who has died. Who is taken back finds the hours that were kept, and gets no second welcome.
Called by pages, the API, and the replay of erasures after a restored backup.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from banks.asking.listings.models import Listing
from banks.errors import NotAllowed
from banks.hours.credits.models import Credit
from banks.identity.rules import NOBODY
from banks.membership.leaving.errors import ErasedForGood, NotFormer
from banks.membership.leaving.rules import settled_minutes, settlement_words
from banks.membership.orientations.models import Orientation
from banks.notices.models import Notice
from banks.notices.services import notify
from banks.people.members.errors import AlreadyLeft
from banks.people.members.models import ActingFor, Member, Power, StandingChange
from banks.people.members.rules import Viewer
from banks.people.members.services import check_not_last, check_rank
from banks.people.members.standing import locked_member, note_change
from banks.policies.clock import bank_day
from banks.policies.kinds.membership import LeavingPolicy
from banks.policies.queries import policy_in_force
from governance.circles.services import leave_all
from ledger.accounts import account_with_key
from ledger.journal import post_entry
from ledger.policy import COMMUNITY, HoursPolicy
from ledger.statements import balance_of


@dataclass(frozen=True, slots=True)
class Settlement:
    """What leaving does to a balance: minutes that move on the account (0: it stays as it is), and what was there."""

    balance_minutes: int
    minutes: int


def settlement_of(member: Member, *, now: datetime) -> Settlement:
    """What leaving today would do, for the page that asks."""
    balance = balance_of(member.account_id)
    return Settlement(balance, settled_minutes(balance, policy_in_force(LeavingPolicy, now).value))


@transaction.atomic
def end_membership(
    *, actor: Viewer, member_id: UUID, now: datetime, died: bool = False, asks_erasure: bool = False
) -> Member:
    """A member leaves, by their own wish or with a coordinator's help; or has died, as a coordinator notes."""
    own = actor.member_id == member_id and not died
    if not own and not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
    member = locked_member(member_id)
    if member.left_on is not None:
        raise AlreadyLeft(name=member.name, left_on=member.left_on)
    check_rank(actor, member)
    check_not_last(member, bank_day(now))
    return close_membership(member, actor_id=actor.member_id, now=now, died=died, asks_erasure=asks_erasure)


def close_membership(
    member: Member, *, actor_id: UUID | None, now: datetime, died: bool = False, asks_erasure: bool = False
) -> Member:
    """Everything that ends with a membership; whether it may end was asked before."""
    today = bank_day(now)
    member.left_on = max(today, member.joined_on)
    member.has_died = died
    member.resting_since = None
    member.erasure_asked_at = now if asks_erasure else None
    member.save(update_fields=["left_on", "has_died", "resting_since", "erasure_asked_at"])
    kind = StandingChange.Change.DIED if died else StandingChange.Change.LEFT
    change = note_change(member, kind, actor_id=actor_id, now=now)
    _end_what_they_held(member, today=today, now=now)
    if member.user is not None:
        member.user.is_active = False
        member.user.save(update_fields=["is_active"])
        member.user.end_sessions()
    if died:
        withdraw_notices(member)
    settlement = settlement_of(member, now=now)
    hours = policy_in_force(HoursPolicy, now).value
    notify([member], template="farewell", context={"settlement": settlement, "hours": hours}, now=now)
    if settlement.minutes:
        _settle(member, settlement.minutes, change=change, actor_id=actor_id, now=now)
    return member


@transaction.atomic
def take_back(*, actor: Viewer, member_id: UUID, now: datetime) -> Member:
    """A former member comes back: sign-in opened, kept hours there again; nothing is given a second time."""
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
    member = locked_member(member_id)
    if member.left_on is None:
        raise NotFormer(name=member.name)
    if member.erased_at is not None:
        raise ErasedForGood(name=member.name, erased_on=bank_day(member.erased_at))
    member.left_on, member.has_died, member.erasure_asked_at = None, False, None
    member.save(update_fields=["left_on", "has_died", "erasure_asked_at"])
    note_change(member, StandingChange.Change.RETURNED, actor_id=actor.member_id, now=now)
    if member.user is not None:
        member.user.is_active = True
        member.user.save(update_fields=["is_active"])
    notify([member], template="welcome_back", context={"number": member.number}, now=now)
    return member


def withdraw_notices(member: Member) -> None:
    """What waits to be sent or handed over is not sent any more."""
    waiting = (Notice.State.WAITING, Notice.State.PAPER, Notice.State.FAILED)
    Notice.objects.filter(member=member, state__in=waiting).update(state=Notice.State.WITHDRAWN)


def _end_what_they_held(member: Member, *, today: date, now: datetime) -> None:
    """Powers, acting for others, offers and requests, gatherings to be led: all of it ends before today."""
    yesterday, still_runs = today - timedelta(days=1), Q(ends_on=None) | Q(ends_on__gte=today)
    held = Power.objects.filter(still_runs, member=member)
    held.update(ends_on=yesterday, told_ending_at=now, told_ended_at=now)  # the farewell says it
    ActingFor.objects.filter(still_runs, Q(person=member) | Q(organisation=member)).update(ends_on=yesterday)
    Listing.objects.filter(member=member).exclude(state=Listing.State.CLOSED).update(
        state=Listing.State.CLOSED, changed_at=now
    )
    leave_all(person_id=member.pk, on=today)
    Orientation.objects.filter(led_by=member, starts_at__gt=now).update(led_by=None)


def _settle(member: Member, minutes: int, *, change: StandingChange, actor_id: UUID | None, now: datetime) -> None:
    """The balance goes to the community, or is taken on by it: the words first, the posting last.

    It moves the balance to zero, which no limit refuses: a limit lets whoever stands beyond it come back.
    """
    entry_id, today = uuid5(change.pk, "leaving"), bank_day(now)
    Credit.objects.create(
        ground=Credit.Ground.LEAVING, member=member, minutes=minutes, service_date=today,
        words=settlement_words(minutes), about_id=change.pk, entry_id=entry_id, recorded_by_id=actor_id,
        recorded_at=now,
    )  # fmt: skip
    post_entry(
        key=entry_id,
        kind="leaving",
        service_date=today,
        actor_id=actor_id or NOBODY,
        policy_version_id=policy_in_force(LeavingPolicy, now).version_id,
        postings={member.account_id: minutes, account_with_key(COMMUNITY).id: -minutes},
    )

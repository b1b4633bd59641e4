"""Writes about rest: taken off the lists, by oneself or for want of activity, and back again.

Guarantees: whoever rests keeps account, balance, statement and sign-in, is told, and comes back by one tap, with
or without signing in; a link wakes once for its own rest. What somebody reports of themselves wakes them
(`banks.people.members.standing.wake_by_own_act`); what others report of them does not.
Refuses: anybody but the holders of the upkeep domain to let others rest, and members who are not quiet.
Called by pages and, where the rule says so, the daily round.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from banks.errors import NotAllowed
from banks.membership.leaving.errors import LinkTooOld, NobodyRestsByRule, NotResting, RestsAlready
from banks.membership.leaving.links import wake_address, way_back
from banks.membership.leaving.queries import quiet_members
from banks.notices.services import notify
from banks.people.members.models import Member, StandingChange
from banks.people.members.queries import member_by_id
from banks.people.members.rules import Viewer, holds_domain
from banks.people.members.standing import locked_member, note_change, wake
from banks.policies.clock import bank_day
from banks.policies.kinds.membership import UpkeepPolicy
from banks.policies.queries import policy_in_force


def check_keeps_the_lists(actor: Viewer, *, now: datetime) -> UpkeepPolicy:
    """The rules of upkeep, for those to whom the bank has given it."""
    rules = policy_in_force(UpkeepPolicy, now).value
    if not holds_domain(actor, "upkeep", owner=rules.cull_by or "coordinator"):
        raise NotAllowed(who="Those who look after the list of members")
    return rules


@transaction.atomic
def let_rest(*, actor: Viewer, member_ids: Iterable[UUID], now: datetime) -> list[Member]:
    """Take quiet members off the lists; who became active meanwhile is left alone. Those who rest now."""
    rules = check_keeps_the_lists(actor, now=now)
    if rules.inactive_after is None:
        raise NobodyRestsByRule()
    quiet = quiet_members(now=now, today=bank_day(now)).filter(pk__in=list(member_ids))
    return [_rest(member, actor_id=actor.member_id, now=now) for member in _locked(quiet)]


@transaction.atomic
def rest_quiet_members(*, now: datetime) -> int:
    """Where the rule says "by the platform": take off the lists whoever is quiet; how many."""
    rules = policy_in_force(UpkeepPolicy, now).value
    if rules.cull != "automatic" or rules.inactive_after is None:
        return 0
    quiet = _locked(quiet_members(now=now, today=bank_day(now)))
    return len([_rest(member, actor_id=None, now=now) for member in quiet])


@transaction.atomic
def rest_oneself(*, actor: Viewer, now: datetime) -> Member:
    """A member takes a rest of their own accord."""
    member = locked_member(actor.member_id)
    if member.resting_since is not None:
        raise RestsAlready()
    return _rest(member, actor_id=actor.member_id, now=now)


@transaction.atomic
def wake_oneself(*, actor: Viewer, now: datetime) -> bool:
    """ "I am back." False when they were awake: asked twice is done once."""
    return wake(locked_member(actor.member_id), actor_id=actor.member_id, now=now)


@transaction.atomic
def wake_for(*, actor: Viewer, member_id: UUID, now: datetime) -> Member:
    """Somebody called: a coordinator, or who keeps the lists, brings them back."""
    if not actor.is_coordinator:
        check_keeps_the_lists(actor, now=now)
    member = locked_member(member_id)
    if not wake(member, actor_id=actor.member_id, now=now):
        raise NotResting(name=member.name)
    return member


@transaction.atomic
def wake_by_link(*, token: str, now: datetime) -> bool:
    """The link of the letter was confirmed. False when they are back already; a later rest has its own link."""
    back = way_back(token, today=bank_day(now))
    member = locked_member(back.member_id)
    if not member.is_current or member.resting_since not in (None, back.resting_since):
        raise LinkTooOld()
    return wake(member, actor_id=member.pk, now=now)


def check_link(*, token: str, now: datetime) -> None:
    """The page before the button: refuses a link that would be refused, and changes nothing."""
    back = way_back(token, today=bank_day(now))
    member = member_by_id(back.member_id)
    if not member.is_current or member.resting_since not in (None, back.resting_since):
        raise LinkTooOld()


def _locked(members: Iterable[Member]) -> list[Member]:
    """One after the other in one order, so that two who do this at once wait for each other and do it once."""
    found = [locked_member(pk) for pk in sorted(member.pk for member in members)]
    return [member for member in found if member.is_current and member.resting_since is None]


def _rest(member: Member, *, actor_id: UUID | None, now: datetime) -> Member:
    member.resting_since = bank_day(now)
    member.save(update_fields=["resting_since"])
    note_change(member, StandingChange.Change.RESTED, actor_id=actor_id, now=now)
    of_own_accord = actor_id == member.pk
    context = {"link": wake_address(member), "of_own_accord": of_own_accord}
    notify([member], template="resting", context=context, now=now)
    return member

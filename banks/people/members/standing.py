"""What happens to a membership after joining: the facts on the member's row, and the story of it.

Guarantees: each change of standing is written once, in the transaction of the change itself. Called by
`banks.membership.leaving`, and by whatever a resting member does that says "I am back".
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from banks.errors import NotFound
from banks.people.members.models import Member, StandingChange
from banks.people.members.rules import Viewer


def locked_member(member_id: UUID) -> Member:
    """The member, until commit nobody else's to change."""
    member = Member.objects.select_for_update(of=["self"], no_key=True).filter(pk=member_id).first()
    if member is None:
        raise NotFound(member=member_id)
    return member


def note_change(
    member: Member, change: StandingChange.Change, *, actor_id: UUID | None, now: datetime, note: str = ""
) -> StandingChange:
    """One line of the member's story. `actor_id` is None when the clock did it."""
    return StandingChange.objects.create(member=member, change=change, actor_id=actor_id, at=now, note=note)


def wake(member: Member, *, actor_id: UUID | None, now: datetime) -> bool:
    """Back from resting; False when they were awake."""
    woken = Member.objects.filter(pk=member.pk, left_on=None).exclude(resting_since=None).update(resting_since=None)
    if woken:
        member.resting_since = None
        note_change(member, StandingChange.Change.WOKE, actor_id=actor_id, now=now)
    return bool(woken)


def wake_by_own_act(actor: Viewer, members: Iterable[Member], *, now: datetime) -> None:
    """What somebody reports of themselves says that they are back; what others report of them does not."""
    for member in members:
        if member.resting_since is not None and actor.speaks_for(member.pk):
            wake(member, actor_id=actor.member_id, now=now)

"""How somebody becomes a member: taken in, welcomed with what the bank's rules give, and told."""

from datetime import datetime

from django.db import transaction

from banks.errors import NotAllowed
from banks.hours.credits.services import credit_joining
from banks.notices.services import notify
from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember, take_in


@transaction.atomic
def enrol_member(*, actor: Viewer, new: NewMember, now: datetime) -> Member:
    """A coordinator adds a member: account, login, hours on joining for both (rows L11, L17).

    `new.member_id` is the form's key: sending the form twice makes one member.
    """
    if not actor.is_coordinator:
        raise NotAllowed(who="Coordinators")
    if new.member_id is not None:
        known = Member.objects.filter(pk=new.member_id).first()
        if known is not None:
            return known
    member = take_in(new=new, actor_id=actor.member_id, now=now)
    notify([member], template="welcome", context={"number": member.number}, now=now)
    credit_joining(member=member, actor=actor, now=now)
    return member

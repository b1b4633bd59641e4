"""Helping somebody in: a code that the system makes, shown once to the helper who hands it over.

Guarantees: the person was recognised first, and how stands in the record; nobody makes a code for themselves; a code
for somebody who holds a power is made by an administrator; the helper neither sets nor sees a password (the member
chooses it on the page for such codes). Called by the pages of this slice.
"""

from datetime import datetime

from django.db import transaction

from banks.membership.sign_in_help.errors import LostStepNeedsPerson, NoNumberToCall, NoSignIn
from banks.membership.sign_in_help.queries import helping_role
from banks.membership.sign_in_help.rules import check_may_help_person
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day

CALLED_BACK, IN_PERSON = "called_back", "in_person"


def check_may_help(*, actor: Viewer, member: Member, now: datetime) -> None:
    """Refuse whoever may not help this member, and members who have no sign-in to help with."""
    check_may_help_person(actor, owner=helping_role(now), person=viewer_of(member, on=bank_day(now)))
    if not member.is_current or member.user is None or not member.user.is_active:
        raise NoSignIn(name=member.name)


@transaction.atomic
def make_code(
    *, actor: Viewer, member: Member, recognised: str, how: str, frees_second_step: bool, now: datetime
) -> str:
    """The code to hand over. It is shown this once; an earlier one stops working."""
    check_may_help(actor=actor, member=member, now=now)
    assert member.user is not None
    if recognised == CALLED_BACK and not member.phone:
        raise NoNumberToCall(name=member.name)
    if frees_second_step and not (actor.is_administrator and recognised == IN_PERSON):
        raise LostStepNeedsPerson()
    code: str = member.user.hand_over_code(
        how=how, recognised=recognised, made_by=actor.member_id, now=now, frees_second_step=frees_second_step
    )
    return code

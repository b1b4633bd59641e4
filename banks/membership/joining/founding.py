"""The first member of a bank, who may do everything until others join.

Two people should hold these powers before long; the administrators' page says so
while there is only one.
"""

from datetime import datetime

from banks.identity.rules import NOBODY
from banks.notices.services import notify
from banks.people.members.models import Clearance, Member, Power
from banks.people.members.services import NewMember, grant_power, take_in
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force


def take_in_founder(*, name: str, email: str, now: datetime) -> Member:
    """Take in the first member as administrator and coordinator. No hours on joining: nobody enrolled them."""
    day = bank_day(now)
    rules = policy_in_force(MembershipPolicy, now).value
    new = NewMember(
        name=name, joined_on=day, email=email, oriented_on=day, waiver_version=rules.waiver_version or "",
        access=Clearance.Access.FULL,
    )  # fmt: skip
    member = take_in(new=new, actor_id=NOBODY, now=now)
    for kind in Power.Kind.values:
        grant_power(member=member, kind=kind, granted_by=None, on=day)
    notify([member], template="welcome", context={"number": member.number}, now=now)
    return member

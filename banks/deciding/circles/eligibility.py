"""Who may hold a role: what the bank's rules ask of its holder, against what the bank knows about a member.

Guarantees: asked when somebody is proposed and again when the term begins, for first people too. Refuses by name, with
what the rule asks and never with what is missing, which would say something about a member. An age above the one at
which members sign for themselves is not known here (birth dates are forgotten then) and is left to those who choose.
Called by: the act that gives a role, and the seating of the first people.
"""

from datetime import date, datetime
from uuid import UUID

from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.people.members.models import Member
from banks.people.members.queries import member_by_id
from banks.policies.clock import bank_day
from banks.policies.queries import policy_in_force
from governance.circle_policy import Eligibility, RolePolicy
from governance.circles.errors import NotEligible
from governance.circles.rules import name_in_rules


def check_eligible(*, circle: str, kind: str, name: str, holder_id: UUID, now: datetime) -> None:
    """Refuse a holder who does not bring what the rules ask for this role."""
    names = names_of_role(circle=circle, kind=kind, name=name)
    asked = [each for each in policy_in_force(RolePolicy, now).value.eligibility if each.role in names]
    if not asked:
        return
    member, on = member_by_id(holder_id), bank_day(now)
    for each in asked:
        if not _brings(member, each, on):
            raise NotEligible(wants=each.in_words())


def names_of_role(*, circle: str, kind: str, name: str) -> set[str]:
    """What rules may call a role: its kind, its own name, or the circle with the kind ("general_circle_leader")."""
    own = "_".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())
    return {kind, own, name_in_rules(circle, kind)}


def _brings(member: Member, asked: Eligibility, on: date) -> bool:
    return (
        (on - member.joined_on).days >= asked.min_member_days
        and not (asked.min_age and member.is_minor)
        and not (asked.orientation and member.oriented_on is None)
        and (not asked.min_exchanges or _exchanges_of(member) >= asked.min_exchanges)
    )


def _exchanges_of(member: Member) -> int:
    lines = ExchangeLine.objects.filter(member=member, exchange__state=Exchange.State.RECORDED)
    return lines.values("exchange").distinct().count()

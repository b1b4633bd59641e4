"""From an exchange's lines to postings: what each account gains or gives, with levies on top.

Guarantees: one amount per account, none of them zero, sum zero.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from banks.hours.exchanges.rules import Line, moved
from banks.people.members.models import Member
from banks.policies.queries import policy_in_force
from ledger.accounts import account_with_key
from ledger.policy import COMMUNITY, LeviesPolicy, levy_for_exchange


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A line with the contribution its member owes a fund for it."""

    line: Line
    levy_minutes: int = 0


def levied(lines: Sequence[Line], people: Mapping[UUID, Member], service_date: date) -> list[BookedLine]:
    """Add to each line what the levies in force on the service date ask of it."""
    return levied_under(policy_in_force(LeviesPolicy, service_date).value, lines, people, service_date)


def levied_under(
    policy: LeviesPolicy, lines: Sequence[Line], people: Mapping[UUID, Member], service_date: date
) -> list[BookedLine]:
    """Add to each line what these levies ask of it. Pure."""
    return [BookedLine(line, _levy(line, people[line.member_id], policy, service_date)) for line in lines]


def _levy(line: Line, member: Member, policy: LeviesPolicy, service_date: date) -> int:
    if policy.trade == "none" or policy.trade_paid_by not in (line.role, "both"):
        return 0
    if policy.organisations_exempt and member.kind == Member.Kind.ORGANISATION:
        return 0
    return levy_for_exchange(
        policy, minutes=line.counted_minutes, joined_on=member.joined_on, service_date=service_date
    )


def postings_of(
    booked: Sequence[BookedLine], people: Mapping[UUID, Member], *, left_over: int, service_date: date
) -> dict[UUID, int]:
    """Account id -> minutes. `left_over` goes to the community, levies to the fund their policy names."""
    amounts: dict[UUID, int] = defaultdict(int)
    levies = 0
    for item in booked:
        line = item.line
        amounts[people[line.member_id].account_id] += moved(
            role=line.role, counted_minutes=line.counted_minutes, levy_minutes=item.levy_minutes
        )
        levies += item.levy_minutes
    if left_over:
        amounts[account_with_key(COMMUNITY).id] += left_over
    if levies:
        amounts[account_with_key(policy_in_force(LeviesPolicy, service_date).value.fund).id] += levies
    return {account_id: minutes for account_id, minutes in amounts.items() if minutes}

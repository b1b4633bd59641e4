"""What an attendance is worth, pure (rows D-event and L18).

Attending an event nets zero and is counted as companionship; attending or hosting an
organisation meeting earns what the bank's policy says; early and late helpers earn
their own time from the bank. Which of it holds is policy, never code: Lamoni pays for
attending and Door County does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from banks.hours.events.errors import HelpOffStep, HelpTooLong, LengthRefused
from banks.hours.exchanges.rules import LONGEST_MINUTES
from banks.policies.kinds.credits import EventPolicy, MeetingPolicy
from ledger.amounts import round_to_step
from ledger.policy import HoursPolicy


@dataclass(frozen=True, slots=True)
class Present:
    """One member on an attendance list; minutes as reported."""

    member_id: UUID
    early_minutes: int = 0
    late_minutes: int = 0
    hosted: bool = False


@dataclass(frozen=True, slots=True)
class GatheringRules:
    """The policies in force on the day of the gathering."""

    hours: HoursPolicy
    event: EventPolicy
    meeting: MeetingPolicy


def credit_for(person: Present, *, is_meeting: bool, rules: GatheringRules) -> int:
    """Minutes the bank pays one person for this gathering."""
    help_minutes = person.early_minutes + person.late_minutes
    earned = 0
    if help_minutes and rules.event.helper_credit == "actual":
        earned += _rounded(help_minutes, rules.hours)
    if is_meeting:
        attended = rules.meeting.attend_credit if rules.meeting.attend_effect == "credit" else 0
        if person.hosted:
            earned += rules.meeting.host_credit
            attended = attended if rules.meeting.stacks_with_attend else 0
        earned += attended
    return earned


def counts_as_company(*, is_meeting: bool, rules: GatheringRules) -> bool:
    """Whether hours of attending are counted in the statistics."""
    return rules.meeting.attend_effect == "even" if is_meeting else rules.event.attendance == "even"


def check_lengths(minutes: int, people: Sequence[Present], names: Mapping[UUID, str]) -> None:
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise LengthRefused(minutes=minutes)
    for person in people:
        if not 0 <= person.early_minutes <= LONGEST_MINUTES or not 0 <= person.late_minutes <= LONGEST_MINUTES:
            raise HelpTooLong(name=names.get(person.member_id, "Somebody"))


def _rounded(minutes: int, hours: HoursPolicy) -> int:
    if hours.rounding == "reject" and minutes % hours.granularity:
        raise HelpOffStep(step=hours.granularity, minutes=minutes)
    return round_to_step(minutes, step=hours.granularity, mode=hours.rounding)

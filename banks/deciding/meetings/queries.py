"""Reads of meetings: who leads one, who is there, guests, how long it lasted."""

from datetime import datetime
from math import ceil
from uuid import UUID

from banks.deciding.meetings.rules import guest_id, runs_meeting
from banks.hours.exchanges.rules import LONGEST_MINUTES
from banks.people.members.rules import Viewer
from banks.policies.queries import policy_in_force
from governance.meetings.models import Meeting, Presence
from governance.meetings.queries import comings_and_goings, in_attendance
from governance.policy import GovPolicy
from governance.proposals.models import ProposalNotice
from governance.proposals.queries import notices_for

MOST_GUESTS = 200


def leads(viewer: Viewer, meeting: Meeting, now: datetime) -> bool:
    """Whether somebody may work the meeting's live page."""
    gov = policy_in_force(GovPolicy, now).value
    return runs_meeting(viewer, gov=gov, facilitator_id=meeting.facilitator_id, secretary_id=meeting.secretary_id)


def guests_in(meeting: Meeting, at: datetime) -> int:
    """Guests counted at an instant."""
    return guests_among(meeting.pk, in_attendance(meeting, at))


def guests_among(meeting_id: UUID, there: dict[UUID, str]) -> int:
    """How many of those in attendance are guests; they are numbered from nought without gaps."""
    number = 0
    while guest_id(meeting_id, number) in there:
        number += 1
    return number


def most_guests(meeting: Meeting) -> int:
    """The most guests that were there at one time."""
    guests = {guest_id(meeting.pk, number) for number in range(MOST_GUESTS)}
    there: set[UUID] = set()
    most = 0
    for coming in comings_and_goings(meeting):
        if coming.person_id in guests:
            (there.add if coming.act == Presence.Act.ARRIVED else there.discard)(coming.person_id)
            most = max(most, len(there))
    return most


def last_notices(meeting_id: UUID) -> list[ProposalNotice]:
    """What was announced for a meeting: of each proposal the last version members were told of."""
    newest = {notice.version.proposal_id: notice for notice in notices_for(meeting_id)}
    return list(newest.values())


def lasted_minutes(meeting: Meeting) -> int:
    """From opening to closing, in whole minutes as a record of attendance takes them."""
    if meeting.opened_at is None or meeting.closed_at is None:
        return meeting.minutes
    return min(max(ceil((meeting.closed_at - meeting.opened_at).total_seconds() / 60), 1), LONGEST_MINUTES)

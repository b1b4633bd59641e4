"""The demo's members' meetings: one that has decided by vote, and one that will.

Guarantees: uses the services that the pages use, on days of the last weeks; banks that decide in another way get
none. Called by: seeding, inside a bank and a transaction.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from banks.deciding.meetings.services import (
    Call,
    accept_minutes,
    call_meeting,
    carry_out_due,
    close_ballot,
    close_meeting,
    note_arrival,
    open_meeting,
    put,
    vote,
)
from banks.deciding.proposals.queries import members_vote_on_rules
from banks.deciding.proposals.services import announce, propose_agreement, propose_rule
from banks.people.members.rules import Viewer
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.meetings.models import Meeting
from hosting.demo.keys import key_for

WORDS = "Each members' meeting begins with a supper that everybody brings something to."


def decide_something(*, voters: Sequence[Viewer], now: datetime) -> int:
    """Hold a meeting 20 days ago, chaired by the first of `voters`, and announce a wider area; return the decisions."""
    if not members_vote_on_rules(now) or len(voters) < 4:
        return 0
    _propose_wider_area(voters, now)
    evening = now - timedelta(days=20)
    _agree_on_suppers(voters, evening)
    carry_out_due(now=evening + timedelta(days=8))  # no clock ran on the day its delay ended
    return 1


def _call_meeting(chair: Viewer, name: str, *, starts_at: datetime, now: datetime) -> Meeting:
    call = Call(key_for("meeting", name), "meeting_of_the_whole", f"{name} meeting", "Community center", starts_at, 90)
    return call_meeting(actor=chair, call=call, now=now)


def _propose_wider_area(voters: Sequence[Viewer], now: datetime) -> None:
    """Announce a change of the radius for a meeting of the whole in three weeks."""
    rules = policy_in_force(MembershipPolicy, now)
    if rules.value.radius is None:
        return
    wider = rules.value.model_copy(update={"radius": rules.value.radius + 5})
    proposal = propose_rule(
        actor=voters[1], key=key_for("proposal", "radius"), value=wider, instead_of=rules.version_id,
        title=f"Serve members within {wider.radius} miles", reasons="Neighbors a little further out keep asking.",
        now=now - timedelta(days=2),
    )  # fmt: skip
    meeting = _call_meeting(voters[0], "Winter", starts_at=now + timedelta(days=21), now=now - timedelta(days=2))
    announce(actor=voters[0], proposal_id=proposal.pk, meeting_id=meeting.pk, now=now - timedelta(days=2))


def _agree_on_suppers(voters: Sequence[Viewer], evening: datetime) -> None:
    """Carry an agreement in words at a meeting, with its minutes and credits."""
    before, (chair, writer) = evening - timedelta(days=16), voters[:2]
    proposal = propose_agreement(
        actor=voters[2], key=key_for("proposal", "suppers"), title="Meetings begin with a supper", text=WORDS,
        reasons="More people came when there was soup.", now=before,
    )  # fmt: skip
    meeting = _call_meeting(chair, "Autumn", starts_at=evening, now=before)
    notice = announce(actor=chair, proposal_id=proposal.pk, meeting_id=meeting.pk, now=before)
    open_meeting(
        actor=chair, meeting_id=meeting.pk, facilitator_id=chair.member_id, secretary_id=writer.member_id, now=evening
    )  # fmt: skip
    for voter in voters[2:]:
        note_arrival(actor=chair, meeting_id=meeting.pk, person_id=voter.member_id, now=evening)
    ballot = put(actor=chair, meeting_id=meeting.pk, notice_id=notice.pk, recused=(), record="named", now=evening)
    for place, voter in enumerate(voters):
        choice = "abstain" if place == len(voters) - 1 else "yes"
        vote(viewer=voter, ballot_id=ballot.pk, choice=choice, now=evening)
    close_ballot(actor=chair, ballot_id=ballot.pk, now=evening)
    minutes = "We ate, we agreed on suppers, and Theo told us about his new roof."
    end = evening + timedelta(minutes=75)
    close_meeting(actor=chair, meeting_id=meeting.pk, minutes_text=minutes, now=end)
    people = {voter.member_id for voter in voters}
    accept_minutes(
        actor=chair, meeting_id=meeting.pk, minutes_text=minutes, attended=people, hosted={writer.member_id},
        now=end + timedelta(days=1),
    )  # fmt: skip

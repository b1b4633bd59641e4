"""The demo's decisions by publication and about hours, where a bank's rules know them.

Guarantees: uses the services that the pages use, on days of the last weeks. Where a coordinator decides: one published
decision in effect, and one that waits for its day. Where meetings decide about hours: an authorised gift, partly
given, and credited work elsewhere. Called by: seeding, inside a bank and a transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from banks.deciding.meetings.services import (
    Call,
    call_meeting,
    carry_out_due,
    close_ballot,
    close_meeting,
    note_arrival,
    open_meeting,
    put,
    vote,
)
from banks.deciding.proposals.queries import deciding_rule
from banks.deciding.proposals.services import announce, propose_act, propose_rule
from banks.deciding.publications.services import publish, say
from banks.hours.grants.models import GiftAuthorisation, OutsideAuthorisation
from banks.hours.grants.services import credit_outside_work, give_hours
from banks.people.members.rules import Viewer
from banks.policies.clock import bank_day
from banks.policies.kinds import DonationPolicy, ReportPolicy, ReviewPolicy
from banks.policies.queries import policy_in_force
from governance.proposals.models import Proposal
from hosting.demo.keys import key_for

FEWEST = 8


def grant_something(*, voters: Sequence[Viewer], now: datetime) -> None:
    """Publish or vote, as the bank's rules require; the first of `voters` is coordinator and chair."""
    rule = deciding_rule(ReportPolicy, now)
    if rule is not None and rule.method == "coordinator":
        _publish_two(voters, now)
    if len(voters) >= FEWEST and policy_in_force(DonationPolicy, now).value.needs_decision:
        _vote_on_hours(voters, now - timedelta(days=40))
        _give_and_help(voters, now - timedelta(days=33))


def _publish_two(voters: Sequence[Viewer], now: datetime) -> None:
    begun = now - timedelta(days=30)
    _publish(voters[0], ReviewPolicy, "Look at decisions again after a year", {"default_interval": 12}, begun)
    carry_out_due(now=begun + timedelta(days=7))
    lately = now - timedelta(days=3)
    if policy_in_force(ReportPolicy, lately).value.window is not None:
        title = "Hours can be reported within 90 days"
        proposal = _publish(voters[0], ReportPolicy, title, {"window": 90}, lately)
        words = "Good. I am away for the winter and always come home with a list."
        say(actor=voters[3], proposal_id=proposal.pk, text=words, asks_review=False, now=lately + timedelta(days=1))


def _publish(
    coordinator: Viewer, kind: type[BaseModel], title: str, change: Mapping[str, Any], at: datetime
) -> Proposal:
    rules = policy_in_force(kind, at)
    proposal = propose_rule(
        actor=coordinator, key=key_for("granting", title), value=rules.value.model_copy(update=dict(change)),
        instead_of=rules.version_id, title=title, reasons="Several members asked for it at the spring meeting.", now=at,
    )  # fmt: skip
    publish(actor=coordinator, proposal_id=proposal.pk, now=at)
    return proposal


def _vote_on_hours(voters: Sequence[Viewer], evening: datetime) -> None:
    """Hold a meeting that authorises gifts to the last of `voters`, who is absent, and work at the food pantry."""
    before, (chair, writer), last = evening - timedelta(days=8), voters[:2], bank_day(evening) + timedelta(days=240)
    call = Call(key_for("granting", "meeting"), "meeting", "Members' evening", "Community center", evening, 60)
    meeting = call_meeting(actor=chair, call=call, now=before)
    gift = {
        "kind": "authorise_donation", "recipient_id": str(voters[-1].member_id), "minutes_most": 600,
        "ends_on": last.isoformat(), "purpose": "Rides to the clinic while a hip heals",
    }  # fmt: skip
    pantry = {
        "kind": "authorise_outside_hours", "organisation": "Lamoni Food Pantry", "minutes_a_month": 120,
        "begins_on": bank_day(evening).isoformat(), "ends_on": last.isoformat(),
    }  # fmt: skip
    notices = []
    for title, effect in (("Let members give hours for rides", gift), ("Credit work at the food pantry", pantry)):
        proposal = propose_act(
            actor=voters[2], key=key_for("granting", title), title=title,
            reasons="We talked about it after church.", effect=effect, now=before,
        )  # fmt: skip
        notices.append(announce(actor=chair, proposal_id=proposal.pk, meeting_id=meeting.pk, now=before))
    open_meeting(
        actor=chair, meeting_id=meeting.pk, facilitator_id=chair.member_id, secretary_id=writer.member_id, now=evening
    )  # fmt: skip
    present = voters[: FEWEST - 1]
    for voter in present[2:]:
        note_arrival(actor=chair, meeting_id=meeting.pk, person_id=voter.member_id, now=evening)
    for notice in notices:
        ballot = put(actor=chair, meeting_id=meeting.pk, notice_id=notice.pk, recused=(), record="named", now=evening)
        for place, voter in enumerate(present):
            vote(viewer=voter, ballot_id=ballot.pk, choice="abstain" if place == 4 else "yes", now=evening)
        close_ballot(actor=chair, ballot_id=ballot.pk, now=evening)
    words = "Two requests, both carried."
    close_meeting(actor=chair, meeting_id=meeting.pk, minutes_text=words, now=evening + timedelta(hours=1))


def _give_and_help(voters: Sequence[Viewer], at: datetime) -> None:
    """Give part of the authorised hours, and credit two people's help at the pantry."""
    gift_authorisation, pantry_authorisation = GiftAuthorisation.objects.get(), OutsideAuthorisation.objects.get()
    for place, minutes in ((2, 60), (3, 120), (5, 30)):
        give_hours(
            actor=voters[place], key=key_for("granting", "gift", place), minutes=minutes,
            authorisation_id=gift_authorisation.pk, now=at + timedelta(days=place),
        )  # fmt: skip
    for place, minutes in ((1, 120), (4, 75)):
        credit_outside_work(
            actor=voters[place], key=key_for("granting", "pantry", place), authorisation_id=pantry_authorisation.pk,
            member_id=voters[place].member_id, minutes=minutes, service_date=bank_day(at), now=at,
        )  # fmt: skip

"""From a draft to a notice: what is refused when, and which rule a proposal will be judged by."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.acts.errors import EffectInvalid, EffectRefused, EffectUnknown
from governance.ballots.models import Ballot
from governance.ballots.queries import rule_of
from governance.decision_rule import DecisionRule, two_thirds_present
from governance.meetings.errors import TooEarlyToOpen
from governance.meetings.services import open_meeting
from governance.proposals.errors import (
    MeetingBegun,
    NotByVote,
    NoticedAlready,
    NoticeTooShort,
    ProposalClosed,
    WithdrawalTooLate,
    WrongForum,
)
from governance.proposals.models import Proposal, ProposalVersion
from governance.proposals.queries import state_of_proposal
from governance.proposals.rules import State
from governance.proposals.services import amend_proposal, announce_proposal, draft_proposal, withdraw_proposal
from tests.governance.assembly import EVENING, NOW, a_meeting, a_proposal, assemble, frame

pytestmark = pytest.mark.usefixtures("inside_lamoni", "bell")


@pytest.mark.parametrize(
    ("effect", "refusal"),
    [
        ({"kind": "send_money", "to": "me"}, EffectUnknown),
        ({}, EffectUnknown),
        ({"kind": "ring_bell"}, EffectInvalid),
        ({"kind": "ring_bell", "bell": "town", "price": 5}, EffectInvalid),
        ({"kind": "ring_bell", "bell": "broken"}, EffectRefused),
    ],
)
def test_an_act_that_is_unknown_senseless_or_impossible_is_refused_when_drafted(
    effect: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        draft_proposal(
            key=uuid4(), decision_class="x", title="x", reasons="", effect=effect, author_id=uuid4(), now=NOW
        )
    assert not Proposal.objects.exists()


def test_drafting_twice_with_one_key_is_one_proposal() -> None:
    key = uuid4()
    made = [
        draft_proposal(
            key=key, decision_class="x", title="Bell", reasons="", effect={"kind": "ring_bell", "bell": "a"},
            author_id=uuid4(), now=NOW,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert ProposalVersion.objects.count() == 1


def announce(proposal: Proposal, **more: object) -> None:
    usual = {"meeting": a_meeting(), "frame": frame(), "recipients": {}, "actor_id": uuid4(), "now": NOW}
    announce_proposal(proposal=proposal, **(usual | more))  # type: ignore[arg-type]


def test_l_notice_fourteen_days_lie_between_notice_and_meeting() -> None:
    announce(a_proposal(), now=EVENING - timedelta(days=14))
    with pytest.raises(NoticeTooShort) as refused:
        announce(a_proposal(), now=EVENING - timedelta(days=14) + timedelta(seconds=1))
    assert "14 days" in refused.value.sentence


def test_l_notice_a_change_of_the_guidelines_needs_a_meeting_of_the_whole() -> None:
    whole = frame(two_thirds_present("meeting_of_the_whole"))
    with pytest.raises(WrongForum):
        announce(a_proposal(), frame=whole)
    announce(a_proposal(), frame=whole, meeting=a_meeting(kind="meeting_of_the_whole"))


def test_what_is_not_decided_by_vote_is_not_announced_for_one() -> None:
    rule = DecisionRule(method="coordinator", forum="office", delay_days=7)
    with pytest.raises(NotByVote):
        announce(a_proposal(), frame=frame(rule))


def test_no_notice_goes_out_for_a_meeting_that_has_begun() -> None:
    meeting = a_meeting()
    with pytest.raises(MeetingBegun):
        announce(a_proposal(), meeting=meeting, now=EVENING)
    with pytest.raises(TooEarlyToOpen):
        open_meeting(meeting_id=meeting.pk, facilitator_id=uuid4(), secretary_id=uuid4(), now=NOW)
    soon = EVENING - timedelta(minutes=30)
    open_meeting(meeting_id=meeting.pk, facilitator_id=uuid4(), secretary_id=uuid4(), now=soon)
    meeting.refresh_from_db()
    with pytest.raises(MeetingBegun):
        announce(a_proposal(), meeting=meeting)


def test_one_version_is_announced_once_for_a_meeting_and_a_new_version_anew() -> None:
    meeting, proposal = a_meeting(), a_proposal()
    announce(proposal, meeting=meeting)
    with pytest.raises(NoticedAlready):
        announce(proposal, meeting=meeting)
    version = amend_proposal(
        proposal=proposal, reasons="Louder.", effect={"kind": "ring_bell", "bell": "town", "times": 2},
        actor_id=uuid4(), now=NOW,
    )  # fmt: skip
    assert version.number == 2
    announce(proposal, meeting=meeting)


def test_a_rule_changed_after_the_notice_does_not_touch_what_is_pending() -> None:
    """The frame is frozen with the notice (reference/governance.md, section 4.2)."""
    strict = DecisionRule.model_validate(
        {
            "method": "meeting_vote",
            "forum": "meeting",
            "tests": [{"num": 3, "den": 4, "cmp": "gte", "base": "present"}],
        }
    )
    assembly = assemble(judged=frame(strict))
    assert rule_of(assembly.put()) == strict


def test_state_follows_from_the_facts() -> None:
    proposal = a_proposal()
    assert state_of_proposal(proposal) is State.DRAFT
    announce(proposal)
    assert state_of_proposal(proposal) is State.NOTICED
    assembly = assemble()
    ballot = assembly.put()
    assert state_of_proposal(assembly.proposal) is State.PUT
    with pytest.raises(WithdrawalTooLate):
        withdraw_proposal(proposal=assembly.proposal, now=EVENING)
    Ballot.objects.filter(pk=ballot.pk).update(void_at=EVENING)
    taken_back = withdraw_proposal(proposal=assembly.proposal, now=EVENING)
    assert state_of_proposal(taken_back) is State.WITHDRAWN
    with pytest.raises(ProposalClosed):
        withdraw_proposal(proposal=assembly.proposal, now=EVENING)

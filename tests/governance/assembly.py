"""A meeting of a few people with a proposal announced for it, as the tests of governance need it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order
from governance.ballots.models import Ballot
from governance.ballots.services import cast_vote, put_question
from governance.decision_rule import DecisionRule, two_thirds_present
from governance.meetings.models import Meeting
from governance.meetings.services import call_meeting, note_arrival, open_meeting
from governance.proposals.models import Proposal, ProposalNotice
from governance.proposals.services import Frame, announce_proposal, draft_proposal

NOW = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
EVENING = NOW + timedelta(days=14)


class BellBody(EffectBody):
    """Which bell, how often."""

    bell: str
    times: int = 1


@dataclass
class RingBell:
    """An act that can be watched: bells ring once for each time it is carried out, unless there is no such bell."""

    rung: list[str] = field(default_factory=list)
    kind: str = "ring_bell"
    body: type[EffectBody] = BellBody

    def check(self, body: Any, now: datetime) -> None:
        if body.bell == "broken":
            raise EffectRefused(why="That bell is broken.")

    def carry_out(self, body: Any, order: Order) -> dict[str, str]:
        self.rung.append(f"{body.bell} by decision {order.decision_number}")
        return {"bell": body.bell}

    def in_words(self, body: Any) -> str:
        return f"The {body.bell} bell is rung."


@dataclass
class Assembly:
    """People who come to one meeting, the first of whom presides and the second writes."""

    meeting: Meeting
    people: list[UUID]
    notice: ProposalNotice
    proposal: Proposal

    def put(self, *, recused: Sequence[UUID] = (), record: str = "named", at: datetime = EVENING) -> Ballot:
        return put_question(
            announcement=self.notice, eligible=40, recused=recused, record=record, actor_id=self.people[0], now=at
        )

    def vote(self, ballot: Ballot, *, yes: int, no: int = 0, abstain: int = 0) -> None:
        said = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain
        for person, choice in zip(self.people, said, strict=False):
            cast_vote(ballot_id=ballot.pk, person_id=person, choice=choice, now=EVENING)


def frame(rule: DecisionRule | None = None, **changes: Any) -> Frame:
    usual: dict[str, Any] = {
        "rule": rule or two_thirds_present(), "rule_version_id": uuid4(), "notice_days": 14, "delay_days": 0,
        "fewest_present": 3, "quorum": None, "review_months": 24,
    }  # fmt: skip
    return Frame(**(usual | changes))


def a_proposal(effect: dict[str, Any] | None = None, *, now: datetime = NOW) -> Proposal:
    return draft_proposal(
        key=uuid4(), decision_class="amend_policy", title="Ring the bell", reasons="It is quiet.",
        effect=effect or {"kind": "ring_bell", "bell": "town"}, author_id=uuid4(), now=now,
    )  # fmt: skip


def a_meeting(*, starts_at: datetime = EVENING, kind: str = "meeting") -> Meeting:
    return call_meeting(
        key=uuid4(), kind=kind, title="November meeting", place="Town hall", starts_at=starts_at, minutes=90,
        actor_id=uuid4(), now=NOW,
    )  # fmt: skip


def assemble(
    *, voting: int = 9, guests: int = 0, judged: Frame | None = None, effect: dict[str, Any] | None = None
) -> Assembly:
    """A meeting that is on, with people in it and a proposal announced two weeks before."""
    meeting, proposal = a_meeting(), a_proposal(effect)
    notice = announce_proposal(
        proposal=proposal, meeting=meeting, frame=judged or frame(), recipients={}, actor_id=uuid4(), now=NOW
    )
    people = [uuid4() for _ in range(voting)]
    open_meeting(meeting_id=meeting.pk, facilitator_id=people[0], secretary_id=people[-1], now=EVENING)
    for number, person in enumerate([*people, *(uuid4() for _ in range(guests))]):
        note_arrival(
            meeting_id=meeting.pk, person_id=person, is_voting=number < voting, actor_id=people[0], now=EVENING
        )
    notice.meeting.refresh_from_db()
    return Assembly(meeting, people, notice, proposal)

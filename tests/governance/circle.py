"""A circle and a round in it, as the tests of consent need them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from governance.circle_policy import CircleDraft, CirclesPolicy, ConsentPolicy
from governance.circles.models import CircleMembership
from governance.circles.rules import CircleContext
from governance.decisions.consent import settle_round
from governance.decisions.models import Decision
from governance.meetings.models import Meeting
from governance.meetings.services import call_meeting, note_arrival, open_meeting
from governance.proposals.models import Proposal
from governance.rounds.models import ConsentRound, Objection
from governance.rounds.services import RoundSettings, object_to, open_round, respond
from tests.governance.assembly import NOW, a_proposal

ANSWER_BY = NOW + timedelta(days=7)
GROUND = CircleContext(
    CirclesPolicy(
        structure=(
            CircleDraft(key="general", name="General", kind="general"),
            CircleDraft(key="outreach", name="Outreach", parent="general"),
            CircleDraft(key="inreach", name="Inreach", parent="general"),
        )
    ),
    holdover_days=60,
    on=NOW.date(),
)
LATER = NOW + timedelta(hours=1)


def a_circle(size: int, key: str = "outreach") -> list[UUID]:
    people = [uuid4() for _ in range(size)]
    rows = (CircleMembership(circle=key, person_id=person, began_on=NOW.date()) for person in people)
    CircleMembership.objects.bulk_create(rows)
    return people


def asking(circle: str = "outreach", **changes: Any) -> RoundSettings:
    rule = ConsentPolicy(**{key: changes.pop(key) for key in tuple(changes) if key in ConsentPolicy.model_fields})
    usual: dict[str, Any] = {
        "ground": GROUND, "circle": circle, "rule": rule, "rule_version_id": uuid4(), "answer_by": ANSWER_BY,
        "delay_days": 0, "review_months": 12,
    }  # fmt: skip
    return RoundSettings(**(usual | changes))


@dataclass
class Circle:
    """A round in a circle; places in `people` stand for persons."""

    people: list[UUID]
    proposal: Proposal
    round: ConsentRound

    def say(self, *places: int, answer: str = "consent", at: datetime = LATER) -> None:
        for place in places:
            person = self.people[place]
            respond(round_id=self.round.pk, person_id=person, answer=answer, actor_id=person, now=at)

    def object(self, place: int, *, at: datetime = LATER, reason: str = "It is too loud at night.") -> Objection:
        person = self.people[place]
        return object_to(
            round_id=self.round.pk, person_id=person, reason=reason, harms="quiet nights", actor_id=person, now=at
        )

    def settle(self, at: datetime = LATER) -> Decision | None:
        return settle_round(round_id=self.round.pk, actor_id=self.people[0], now=at, zone=UTC)


def ask(
    size: int = 4,
    *,
    not_asked: Collection[int] = (),
    nominee: int | None = None,
    stage: str = "consent",
    meeting: Meeting | None = None,
    key: str = "outreach",
    **rule: Any,
) -> Circle:
    people, proposal = a_circle(size, key), a_proposal()
    opened = open_round(
        proposal=proposal, asking=asking(key, **rule), actor_id=uuid4(), now=NOW, stage=stage, meeting=meeting,
        not_asked=[people[place] for place in not_asked], nominee_id=None if nominee is None else people[nominee],
    )  # fmt: skip
    return Circle(people, proposal, opened)


def circle_meeting(circle: Circle, *there: int, starts_at: datetime = LATER) -> Meeting:
    """A meeting that is on; the first who is there presides and writes."""
    meeting = call_meeting(
        key=uuid4(), kind="circle", title="Outreach", place="Kitchen", starts_at=starts_at, minutes=60,
        actor_id=circle.people[0], now=NOW,
    )  # fmt: skip
    if there:
        first = circle.people[there[0]]
        open_meeting(meeting_id=meeting.pk, facilitator_id=first, secretary_id=first, now=starts_at)
    for place in there:
        note_arrival(
            meeting_id=meeting.pk, person_id=circle.people[place], is_voting=True, actor_id=uuid4(), now=starts_at
        )
    return meeting

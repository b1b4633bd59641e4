"""A circle of any bank that is asked something, with an objection and a remark; for the walks over every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from banks.deciding.proposals.services import propose_agreement
from banks.people.members.rules import Viewer
from governance.circle_policy import CircleDraft, CirclesPolicy, ConsentPolicy
from governance.circles.models import CircleMembership, CircleRole
from governance.circles.rules import CircleContext
from governance.rounds.models import Objection
from governance.rounds.services import RoundSettings, add_remark, object_to, open_round
from governance.selections.services import next_stage, nominate, open_selection

KITCHEN = "kitchen"


@dataclass(frozen=True, slots=True)
class AskedKitchen:
    """The ids the walks need."""

    round_id: UUID
    objection_id: UUID
    proposal_id: UUID
    selection_id: UUID


def ground_of_kitchen(now: datetime) -> CircleContext:
    circles = CirclesPolicy(structure=(CircleDraft(key=KITCHEN, name="Kitchen", kind="general"),))
    return CircleContext(circles, holdover_days=60, on=now.date())


def asked_kitchen(*, author: Viewer, people: Sequence[UUID], words: str, now: datetime) -> AskedKitchen:
    """The first of the people objects, and says something; what they say is `words`."""
    CircleMembership.objects.bulk_create(
        CircleMembership(circle=KITCHEN, person_id=person, began_on=now.date()) for person in people
    )
    proposal = propose_agreement(
        actor=author, key=uuid4(), title="We cook", text="We cook, always", reasons="Why not", now=now
    )
    rule = ConsentPolicy(max_electorate=100)
    asking = RoundSettings(ground_of_kitchen(now), KITCHEN, rule, uuid4(), now + timedelta(days=7), 0, 12)
    asked = open_round(proposal=proposal, asking=asking, actor_id=author.member_id, now=now, stage="consent")
    first = people[0]
    add_remark(round_id=asked.pk, person_id=first, words=words, now=now)
    objection: Objection = object_to(
        round_id=asked.pk, person_id=first, reason=words, harms=words, actor_id=first, now=now
    )
    cook = CircleRole.objects.create(circle=KITCHEN, kind="operational", name="Cook", made_at=now)
    selection = open_selection(
        role_id=cook.pk, ground=ground_of_kitchen(now), term_months=12, qualifications="", actor_id=first, now=now
    )
    next_stage(selection_id=selection.pk)
    for person in people:
        nominate(selection_id=selection.pk, person_id=person, nominee_id=first, reason=words, now=now)
    return AskedKitchen(asked.pk, objection.pk, proposal.pk, selection.pk)

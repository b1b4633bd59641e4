"""Writes of selections in a bank: filling a role, from sealed names to the circle's consent and what follows.

Guarantees: whoever leads the circle moves it on and proposes; everybody hands in and declines for themselves; a leader
or delegate who is chosen is put to the circle above, which receives the link by its own consent (E4).
Called by: the selection pages, the demo's seed.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from banks.deciding.rounds.errors import NotLeadingTheRound, NotOfTheCircle
from banks.deciding.rounds.queries import asking_for, circle_above, is_in_circle, leads_circle, usual_answer_by
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_context_at
from banks.policies.clock import bank_day
from governance.circles.models import CircleRole, RoleTerm
from governance.circles.queries import role_by_id
from governance.circles.rules import LINKS
from governance.decisions.models import Decision
from governance.decisions.rules import review_day
from governance.effects.models import Effect
from governance.proposals.services import draft_proposal
from governance.rounds.models import ConsentRound
from governance.rounds.services import open_round
from governance.selections import services as engine
from governance.selections.models import Nomination, Selection
from governance.selections.queries import selection_by_id


def begin(*, actor: Viewer, role_id: UUID, term_months: int, qualifications: str, now: datetime) -> Selection:
    """Anybody of the circle may ask that a role is filled."""
    if not is_in_circle(actor, role_by_id(role_id).circle, now):
        raise NotOfTheCircle()
    return engine.open_selection(
        role_id=role_id, ground=circle_context_at(now), term_months=term_months, qualifications=qualifications,
        actor_id=actor.member_id, now=now,
    )  # fmt: skip


def go_on(*, actor: Viewer, selection_id: UUID, now: datetime) -> Selection:
    _lead(actor, selection_id, now)
    return engine.next_stage(selection_id=selection_id)


def give_up(*, actor: Viewer, selection_id: UUID, now: datetime) -> Selection:
    """Whoever leads it ends a selection that nobody wants any more."""
    _lead(actor, selection_id, now)
    return engine.give_up(selection_id=selection_id, now=now)


def hand_in(*, actor: Viewer, selection_id: UUID, nominee_id: UUID | None, reason: str, now: datetime) -> Nomination:
    return engine.nominate(
        selection_id=selection_id, person_id=actor.member_id, nominee_id=nominee_id, reason=reason, now=now
    )


def decline(*, actor: Viewer, selection_id: UUID, now: datetime) -> Selection:
    return engine.decline(selection_id=selection_id, person_id=actor.member_id, now=now)


@transaction.atomic
def propose(*, actor: Viewer, selection_id: UUID, nominee_id: UUID, reason: str, now: datetime) -> ConsentRound:
    """Propose a name for its reasons, for the term that was agreed."""
    selection = _lead(actor, selection_id, now)
    today = bank_day(now)
    effect = {"kind": "assign_role"}
    return engine.propose(
        selection_id=selection_id, nominee_id=nominee_id, reason=reason, begins_on=today,
        ends_on=review_day(today, selection.term_months),
        asking=asking_for(effect, selection.circle, answer_by=usual_answer_by(now), at=now),
        actor_id=actor.member_id, now=now,
    )  # fmt: skip


@transaction.atomic
def conclude(*, selection_id: UUID, now: datetime) -> Selection:
    """After the round: the role is filled and the selection over, or the facilitator proposes once more."""
    selection = selection_by_id(selection_id)
    if selection.ended_at is not None or selection.proposal is None:
        return selection
    asked = ConsentRound.objects.filter(version__proposal=selection.proposal).order_by("-opened_at").first()
    if asked is None or asked.closed_at is None:
        return selection
    if asked.outcome != ConsentRound.Outcome.ADOPTED:
        return engine.propose_anew(selection_id=selection_id)
    return engine.end_selection(selection_id=selection_id, words="The circle consents; the role is filled.", now=now)


def receive_link(*, decision: Decision, now: datetime) -> ConsentRound | None:
    """A leader or delegate was assigned: the circle above is asked whether it receives the link (E4)."""
    effect = Effect.objects.filter(decision=decision, kind="assign_role", state=Effect.State.DONE).first()
    if effect is None:
        return None
    term = RoleTerm.objects.select_related("role").get(pk=effect.made["term"])
    above = circle_above(term.role.circle, now)
    if term.role.kind not in LINKS or not above:
        return None
    order = {"kind": "receive_link", "term_id": str(term.pk)}
    opened_by = decision.version.made_by_id
    proposal = draft_proposal(
        key=uuid4(), decision_class="selection", title=f"Receive the {term.role.name}"[:150],
        reasons="The circle below has chosen.", effect=order, author_id=opened_by, now=now,
    )  # fmt: skip
    asking = asking_for(order, above, answer_by=usual_answer_by(now), at=now)
    return open_round(proposal=proposal, asking=asking, actor_id=opened_by, now=now, stage=ConsentRound.Stage.CONSENT)


def may_begin(viewer: Viewer, role: CircleRole, now: datetime) -> bool:
    return is_in_circle(viewer, role.circle, now)


def leads_selection(viewer: Viewer, selection: Selection, now: datetime) -> bool:
    """Whoever facilitates, leads or writes for the circle, or began the selection."""
    return viewer.member_id == selection.opened_by_id or leads_circle(viewer, selection.circle, now)


def _lead(actor: Viewer, selection_id: UUID, now: datetime) -> Selection:
    selection = selection_by_id(selection_id)
    if not leads_selection(actor, selection, now):
        raise NotLeadingTheRound()
    return selection

"""Writes about sociocratic selections: nominations with reasons, a change round, and the circle's consent.

Guarantees: the people who select are frozen when the selection opens; each hands in one nomination, sealed until all
have (E1); nominees may decline (E2); the facilitator proposes by reasons, and nothing is counted (E5); a nominee gets
the role only through a consent round, in which the nominee answers last where the rule says so.
Called by: the bank's selection pages.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from governance.circles.errors import NoSuchRole
from governance.circles.models import CircleRole
from governance.circles.queries import active_members
from governance.circles.rules import CircleContext
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version
from governance.proposals.services import draft_proposal
from governance.rounds.errors import NobodyToAsk, RoundClosed
from governance.rounds.models import ConsentRound
from governance.rounds.queries import rounds_of
from governance.rounds.services import RoundSettings, drop_round, open_round
from governance.selections.errors import (
    HasDeclined,
    NominatedAlready,
    NominationReason,
    NomineeOutside,
    NotNominated,
    NotSelecting,
    NotThisStage,
    SelectionOver,
    SelectionRunning,
)
from governance.selections.models import Nomination, Selection, SelectionMember
from governance.selections.queries import Stage, grid_of, is_unsealed, people_of, selection_by_id

NEXT_STAGE = {Stage.PREPARE: Stage.NOMINATE, Stage.REASONS: Stage.CHANGE, Stage.CHANGE: Stage.PROPOSE}


@transaction.atomic
def open_selection(
    *, role_id: UUID, ground: CircleContext, term_months: int, qualifications: str, actor_id: UUID, now: datetime
) -> Selection:
    """Open a selection for a role; the active members of its circle select."""
    role = CircleRole.objects.filter(pk=role_id, ended_at=None).first()
    if role is None:
        raise NoSuchRole()
    people = active_members(ground, role.circle)
    if not people:
        raise NobodyToAsk()
    try:
        with transaction.atomic():
            selection = Selection.objects.create(
                role=role, circle=role.circle, term_months=term_months, qualifications=qualifications.strip(),
                opened_at=now, opened_by_id=actor_id,
            )  # fmt: skip
    except IntegrityError:
        raise SelectionRunning() from None
    SelectionMember.objects.bulk_create(
        SelectionMember(selection=selection, person_id=person) for person in sorted(people)
    )
    return selection


@transaction.atomic
def next_stage(*, selection_id: UUID) -> Selection:
    """Move a selection to its next stage. From nominations to reasons it moves by itself, with the last nomination."""
    selection = _lock_running(selection_id)
    if selection.stage not in NEXT_STAGE:
        raise _wrong_stage(selection)
    return _set_stage(selection, NEXT_STAGE[Stage(selection.stage)])


@transaction.atomic
def nominate(*, selection_id: UUID, person_id: UUID, nominee_id: UUID | None, reason: str, now: datetime) -> Nomination:
    """Hand in a nominee (members may name themselves) with a reason, or pass; in the change round, change it."""
    selection = _lock_running(selection_id)
    people = people_of(selection)
    if person_id not in people:
        raise NotSelecting()
    if selection.stage not in {Stage.NOMINATE, Stage.CHANGE}:
        raise _wrong_stage(selection)
    if nominee_id is not None:
        if nominee_id not in people:
            raise NomineeOutside()
        if not reason.strip():
            raise NominationReason()
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                selection=selection, person_id=person_id, nominee_id=nominee_id, reason=reason.strip(),
                is_change=selection.stage == Stage.CHANGE, at=now,
            )  # fmt: skip
    except IntegrityError:
        raise NominatedAlready() from None
    if selection.stage == Stage.NOMINATE and is_unsealed(selection):
        _set_stage(selection, Stage.REASONS)
    return nomination


@transaction.atomic
def decline(*, selection_id: UUID, person_id: UUID, now: datetime) -> Selection:
    """Record that a nominee does not want the role (E2); if a round asks about them, drop it and propose again."""
    selection = _lock_running(selection_id)
    if person_id not in {nominee.nominee_id for nominee in grid_of(selection)}:
        raise NotNominated()
    selection.declined = sorted({*selection.declined, str(person_id)})
    if selection.proposal is not None and latest_version(selection.proposal).effect["holder_id"] == str(person_id):
        _drop_open_round(selection.proposal, person_id, now)
        selection.proposal, selection.stage = None, Stage.PROPOSE
    selection.save(update_fields=["declined", "proposal", "stage"])
    return selection


@transaction.atomic
def propose(
    *,
    selection_id: UUID,
    nominee_id: UUID,
    reason: str,
    begins_on: date,
    ends_on: date,
    asking: RoundSettings,
    actor_id: UUID,
    now: datetime,
) -> ConsentRound:
    """Propose a nominee with reasons and open a consent round; by the usual rule the nominee answers last."""
    selection = _lock_running(selection_id)
    if selection.stage != Stage.PROPOSE:
        raise _wrong_stage(selection)
    if nominee_id not in {nominee.nominee_id for nominee in grid_of(selection)}:
        raise NotNominated()
    if str(nominee_id) in selection.declined:
        raise HasDeclined()
    if not reason.strip():
        raise NominationReason()
    effect = {
        "kind": "assign_role", "role_id": str(selection.role_id), "holder_id": str(nominee_id),
        "begins_on": begins_on.isoformat(), "ends_on": ends_on.isoformat(),
    }  # fmt: skip
    title = f"Who is {selection.role.name}"[:150]
    selection.proposal = draft_proposal(
        key=uuid4(), decision_class="selection", title=title, reasons=reason, effect=effect, author_id=actor_id, now=now
    )
    selection.stage = Stage.CONSENT
    selection.save(update_fields=["proposal", "stage"])
    return open_round(
        proposal=selection.proposal, asking=asking, actor_id=actor_id, now=now, stage=ConsentRound.Stage.CONSENT,
        nominee_id=nominee_id if asking.rule.nominee_last else None,
    )  # fmt: skip


@transaction.atomic
def propose_anew(*, selection_id: UUID) -> Selection:
    """Go back to proposing, after the round about a nominee has lapsed or been dropped."""
    selection = _lock_running(selection_id)
    if selection.stage != Stage.CONSENT:
        raise _wrong_stage(selection)
    selection.proposal = None
    selection.save(update_fields=["proposal"])
    return _set_stage(selection, Stage.PROPOSE)


@transaction.atomic
def give_up(*, selection_id: UUID, now: datetime) -> Selection:
    """End a selection without a holder; refused while a round asks about a nominee."""
    selection = _lock_running(selection_id)
    if selection.stage == Stage.CONSENT:
        raise _wrong_stage(selection)
    return end_selection(selection_id=selection_id, words="Nobody was chosen this time.", now=now)


@transaction.atomic
def end_selection(*, selection_id: UUID, words: str, now: datetime) -> Selection:
    """End a selection; `words` say how it ended."""
    selection = _lock_running(selection_id)
    selection.ended_at, selection.ended_words = now, words[:300]
    selection.save(update_fields=["ended_at", "ended_words"])
    return selection


def _drop_open_round(proposal: Proposal, person_id: UUID, now: datetime) -> None:
    round_ = rounds_of(proposal).filter(closed_at=None).first()
    if round_ is None:
        raise RoundClosed()
    drop_round(round_id=round_.pk, actor_id=person_id, now=now)


def _lock_running(selection_id: UUID) -> Selection:
    """The open selection, its row locked: of two last nominations at once, one must see that all are in."""
    selection = Selection.objects.select_for_update().get(pk=selection_by_id(selection_id).pk)
    if selection.ended_at is not None:
        raise SelectionOver()
    return selection


def _set_stage(selection: Selection, stage: str) -> Selection:
    selection.stage = Stage(stage)
    selection.save(update_fields=["stage"])
    return selection


def _wrong_stage(selection: Selection) -> NotThisStage:
    return NotThisStage(stage=selection.get_stage_display())

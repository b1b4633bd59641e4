"""Sociocratic selections: filling a role by names with reasons, a change round, and the circle's consent.

Guarantees: who selects is frozen when it begins; each hands in one name, sealed until everybody has (E1); whoever is
named may decline (E2); the facilitator proposes on the strength of reasons, nothing is counted (E5); the name becomes a
role's term only through a round of consent, with whoever is proposed asked last where the rule says so.
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

STEPS = {Stage.PREPARE: Stage.NOMINATE, Stage.REASONS: Stage.CHANGE, Stage.CHANGE: Stage.PROPOSE}


@transaction.atomic
def open_selection(
    *, role_id: UUID, ground: CircleContext, term_months: int, qualifications: str, actor_id: UUID, now: datetime
) -> Selection:
    """Begin to fill a role; the active members of its circle select."""
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
    """The facilitator goes on. Sealed names open by themselves, when the last one is in."""
    selection = _locked(selection_id)
    if selection.stage not in STEPS:
        raise _not_now(selection)
    return _at(selection, STEPS[Stage(selection.stage)])


@transaction.atomic
def nominate(*, selection_id: UUID, person_id: UUID, nominee_id: UUID | None, reason: str, now: datetime) -> Nomination:
    """Hand in a name with its reason, or pass; also one's own. In the change round: go over to another name."""
    selection = _locked(selection_id)
    people = people_of(selection)
    if person_id not in people:
        raise NotSelecting()
    if selection.stage not in {Stage.NOMINATE, Stage.CHANGE}:
        raise _not_now(selection)
    if nominee_id is not None:
        if nominee_id not in people:
            raise NomineeOutside()
        if not reason.strip():
            raise NominationReason()
    try:
        with transaction.atomic():
            made = Nomination.objects.create(
                selection=selection, person_id=person_id, nominee_id=nominee_id, reason=reason.strip(),
                is_change=selection.stage == Stage.CHANGE, at=now,
            )  # fmt: skip
    except IntegrityError:
        raise NominatedAlready() from None
    if selection.stage == Stage.NOMINATE and is_unsealed(selection):
        _at(selection, Stage.REASONS)
    return made


@transaction.atomic
def decline(*, selection_id: UUID, person_id: UUID, now: datetime) -> Selection:
    """Whoever was named does not want the role (E2). Had the circle been asked already, somebody else is proposed."""
    selection = _locked(selection_id)
    if person_id not in {named.nominee_id for named in grid_of(selection)}:
        raise NotNominated()
    selection.declined = sorted({*selection.declined, str(person_id)})
    if selection.proposal is not None and latest_version(selection.proposal).effect["holder_id"] == str(person_id):
        _take_proposal_back(selection.proposal, person_id, now)
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
    """The facilitator proposes a name for its reasons, and the circle is asked; the nominee last by the usual rule."""
    selection = _locked(selection_id)
    if selection.stage != Stage.PROPOSE:
        raise _not_now(selection)
    if nominee_id not in {named.nominee_id for named in grid_of(selection)}:
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
    """The circle did not consent in time, or the name was laid down: the facilitator proposes once more."""
    selection = _locked(selection_id)
    if selection.stage != Stage.CONSENT:
        raise _not_now(selection)
    selection.proposal = None
    selection.save(update_fields=["proposal"])
    return _at(selection, Stage.PROPOSE)


@transaction.atomic
def give_up(*, selection_id: UUID, now: datetime) -> Selection:
    """Nobody is chosen this time; not while the circle is being asked about a name."""
    selection = _locked(selection_id)
    if selection.stage == Stage.CONSENT:
        raise _not_now(selection)
    return end_selection(selection_id=selection_id, words="Nobody was chosen this time.", now=now)


@transaction.atomic
def end_selection(*, selection_id: UUID, words: str, now: datetime) -> Selection:
    """The role is filled, or nobody is chosen this time."""
    selection = _locked(selection_id)
    selection.ended_at, selection.ended_words = now, words[:300]
    selection.save(update_fields=["ended_at", "ended_words"])
    return selection


def _take_proposal_back(proposal: Proposal, person_id: UUID, now: datetime) -> None:
    asked = rounds_of(proposal).filter(closed_at=None).first()
    if asked is None:
        raise RoundClosed()
    drop_round(round_id=asked.pk, actor_id=person_id, now=now)


def _locked(selection_id: UUID) -> Selection:
    """The selection's row, locked: the last name and the one before it wait for each other."""
    selection = Selection.objects.select_for_update().get(pk=selection_by_id(selection_id).pk)
    if selection.ended_at is not None:
        raise SelectionOver()
    return selection


def _at(selection: Selection, stage: str) -> Selection:
    selection.stage = Stage(stage)
    selection.save(update_fields=["stage"])
    return selection


def _not_now(selection: Selection) -> NotThisStage:
    return NotThisStage(stage=selection.get_stage_display())

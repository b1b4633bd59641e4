"""Writes about consent rounds: open, answer, object, integrate, escalate, drop, close.

Guarantees: the people a round asks are frozen when it opens (C1); a person's answer comes from that person, or, for
attendees of an open meeting, from its secretary (C2); a remark is never an answer (C4); an objection names its reason
and the harm (C7); any change is another version and another round (C6). Answers and closes lock the round's row in
turn, and triggers check again.
The bank decides who may open, lead or end a round. Called by: the bank's round pages, `governance.decisions`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from governance.acts.registry import check_effect
from governance.circle_policy import ConsentPolicy
from governance.circles.queries import active_members
from governance.circles.rules import CircleContext
from governance.meetings.models import AgendaItem, Meeting
from governance.meetings.services import add_agenda_item
from governance.methods.consent import Standing
from governance.proposals.errors import ProposalClosed
from governance.proposals.models import Proposal, ProposalVersion
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import BEING_DECIDED, OPEN
from governance.proposals.services import amend_proposal
from governance.rounds.errors import (
    AboutOneself,
    AnswerInMeeting,
    AskedAlready,
    CircleTooLarge,
    DeadlineNotLater,
    EmptyRemark,
    HarmMissing,
    NeverConsented,
    NobodyToAsk,
    NomineeIsLast,
    NoStandingAside,
    NoSuchRound,
    NotAsked,
    NothingChanged,
    NothingToIntegrate,
    NotYetAsked,
    NotYourAnswer,
    NotYourObjection,
    ObjectionStands,
    ReasonMissing,
    RoundClosed,
    RoundHasLapsed,
)
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember
from governance.rounds.queries import (
    answers_now,
    answers_of,
    missing_in,
    objections_carried_over,
    open_objections_of,
    outcome_of_round,
    people_of,
    round_by_id,
    rule_of_round,
)

Stage, Outcome, Answer = ConsentRound.Stage, ConsentRound.Outcome, ConsentResponse.Answer
ANSWERED_IN = frozenset({Stage.CONSENT, Stage.EXPLORE})


@dataclass(frozen=True, slots=True)
class RoundSettings:
    """The settings of a round: the circle, its consent policy, the deadline, and delay and review of the decision."""

    ground: CircleContext
    circle: str
    rule: ConsentPolicy
    rule_version_id: UUID
    answer_by: datetime
    delay_days: int
    review_months: int


@transaction.atomic
def open_round(
    *,
    proposal: Proposal,
    asking: RoundSettings,
    actor_id: UUID,
    now: datetime,
    not_asked: Collection[UUID] = (),
    nominee_id: UUID | None = None,
    stage: str = Stage.PRESENT,
    meeting: Meeting | None = None,
) -> ConsentRound:
    """Open a round about the newest version of a proposal, and freeze the people it asks: the circle's active members.

    `not_asked` are ids of people the proposal is about: they are heard, not asked (C8). `nominee_id` answers last.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    state = state_of_proposal(proposal)
    if state in BEING_DECIDED:
        raise AskedAlready()
    if state not in OPEN:
        raise ProposalClosed()
    if asking.answer_by <= now:
        raise DeadlineNotLater()
    people = active_members(asking.ground, asking.circle)
    if len(people) > asking.rule.max_electorate:
        raise CircleTooLarge(people=len(people), most=asking.rule.max_electorate)
    if not people - set(not_asked):
        raise NobodyToAsk()
    version = latest_version(proposal)
    check_effect(version.effect, now)
    round_ = _create_round(version, asking, len(people), actor_id, now, stage, meeting, nominee_id)
    # One insert: the trigger on the people counts after each statement, and the circle's size is final.
    RoundMember.objects.bulk_create(
        RoundMember(round=round_, person_id=person, is_asked=person not in not_asked) for person in sorted(people)
    )
    return round_


def _create_round(
    version: ProposalVersion,
    asking: RoundSettings,
    circle_size: int,
    actor_id: UUID,
    now: datetime,
    stage: str,
    meeting: Meeting | None,
    nominee_id: UUID | None,
) -> ConsentRound:
    try:
        # A savepoint: the refusal leaves the caller's transaction usable.
        with transaction.atomic():
            return ConsentRound.objects.create(
                version=version, circle=asking.circle, circle_size=circle_size, meeting=meeting, stage=stage,
                opened_at=now, opened_by_id=actor_id, answer_by=asking.answer_by,
                rule=asking.rule.model_dump(mode="json"), rule_version_id=asking.rule_version_id,
                delay_days=asking.delay_days, review_months=asking.review_months, nominee_id=nominee_id,
            )  # fmt: skip
    except IntegrityError:
        raise AskedAlready() from None


@transaction.atomic
def move_stage(*, round_id: UUID, stage: str) -> ConsentRound:
    """Move a round to another stage, forward or back."""
    round_ = lock_round(round_id)
    round_.stage = Stage(stage)
    round_.save(update_fields=["stage"])
    return round_


@transaction.atomic
def add_remark(*, round_id: UUID, person_id: UUID, words: str, now: datetime) -> Remark:
    """Record a question, an answer to one, or a reaction of the circle or the author. It is no response (C4)."""
    round_ = lock_round(round_id)
    if person_id not in people_of(round_) and person_id != round_.version.proposal.author_id:
        raise NotAsked()
    if not words.strip():
        raise EmptyRemark()
    return Remark.objects.create(round=round_, person_id=person_id, stage=round_.stage, words=words.strip(), at=now)


@transaction.atomic
def respond(*, round_id: UUID, person_id: UUID, answer: str, actor_id: UUID, now: datetime) -> ConsentResponse:
    """Record a person's explicit consent or standing aside; an objection goes through `object_to`."""
    round_ = _lock_answerable_round(round_id, person_id, actor_id, now)
    if answer == Answer.ASIDE and not rule_of_round(round_).stand_aside:
        raise NoStandingAside()
    if answer == Answer.OBJECT:
        raise ReasonMissing()
    if open_objections_of(round_, now).filter(response__person_id=person_id).exists():
        raise ObjectionStands()
    return _record_answer(round_, person_id, Answer(answer), actor_id, now)


@transaction.atomic
def object_to(*, round_id: UUID, person_id: UUID, reason: str, harms: str, actor_id: UUID, now: datetime) -> Objection:
    """Record a person's objection with its reason and the aim or domain it would harm (C7)."""
    round_ = _lock_answerable_round(round_id, person_id, actor_id, now)
    if not reason.strip():
        raise ReasonMissing()
    if not harms.strip():
        raise HarmMissing()
    response = _record_answer(round_, person_id, Answer.OBJECT, actor_id, now)
    round_.stage = Stage.EXPLORE
    round_.save(update_fields=["stage"])
    return Objection.objects.create(response=response, reason=reason.strip(), harms=harms.strip())


@transaction.atomic
def withdraw_objection(
    *, objection_id: UUID, actor_id: UUID, now: datetime, words: str = "", consents: bool = False
) -> ConsentRound:
    """Withdraw the actor's own objection; with `consents` the actor also consents."""
    objection = Objection.objects.select_related("response").filter(pk=objection_id).first()
    if objection is None:
        raise NoSuchRound()
    if objection.response.person_id != actor_id or objection.ended_at is not None:
        raise NotYourObjection()
    round_ = lock_round(objection.response.round_id)
    # Asked again under the lock: the objection may have ended since we read it.
    if not open_objections_of(round_, now).filter(pk=objection_id).exists():
        raise NotYourObjection()
    _end_objection(objection, "withdrawn", words, actor_id, now)
    if not open_objections_of(round_, now).exists():
        round_.stage = Stage.CONSENT
        round_.save(update_fields=["stage"])
    if consents:
        _record_answer(round_, actor_id, Answer.CONSENT, actor_id, now)
    return round_


@transaction.atomic
def integrate(
    *,
    round_id: UUID,
    reasons: str,
    effect: Mapping[str, Any],
    asking: RoundSettings,
    actor_id: UUID,
    now: datetime,
    about: Collection[UUID] = (),
) -> ConsentRound:
    """Integrate an objection: end this round, and open one about a new version, in which everyone answers anew (C6).

    Changing the proposal, shortening the term and setting an early review all come here. Each objection stays open
    until its objector consents to an adopted version (C7). `about` are ids of people the proposal is about (C8).
    """
    round_ = lock_round(round_id)
    if not open_objections_of(round_, now).exists():
        raise NothingToIntegrate()
    version = round_.version
    same_words = reasons.strip() == version.reasons and dict(effect) == version.effect
    if same_words and asking.review_months == round_.review_months:
        raise NothingChanged()
    subject_ids = _subject_ids(round_, about)
    # End first: a proposal with an open round can neither be amended nor asked again.
    end_round(round_, Outcome.INTEGRATED, actor_id, now)
    amend_proposal(proposal=version.proposal, reasons=reasons, effect=effect, actor_id=actor_id, now=now)
    return open_round(
        proposal=version.proposal, asking=replace(asking, circle=round_.circle), actor_id=actor_id, now=now,
        not_asked=subject_ids, nominee_id=round_.nominee_id, stage=Stage.CONSENT, meeting=round_.meeting,
    )  # fmt: skip


@transaction.atomic
def hand_up(
    *, round_id: UUID, asking: RoundSettings, actor_id: UUID, now: datetime, about: Collection[UUID] = ()
) -> ConsentRound:
    """End this round and ask the circle above about the same version.

    `about` are ids of people the proposal is about; they may belong only to the circle above, which hears them and
    does not ask them either (C8).
    """
    round_ = lock_round(round_id)
    subject_ids = _subject_ids(round_, about)
    end_round(round_, Outcome.ESCALATED, actor_id, now)
    return open_round(
        proposal=round_.version.proposal, asking=asking, actor_id=actor_id, now=now, not_asked=subject_ids,
        nominee_id=None, stage=Stage.PRESENT,
    )  # fmt: skip


@transaction.atomic
def drop_round(*, round_id: UUID, actor_id: UUID, now: datetime) -> ConsentRound:
    """End a round without a decision and withdraw its proposal; members may propose the same again."""
    round_ = lock_round(round_id)
    end_round(round_, Outcome.DROPPED, actor_id, now)
    Proposal.objects.filter(pk=round_.version.proposal_id, withdrawn_at=None).update(withdrawn_at=now)
    return round_


@transaction.atomic
def extend_round(*, round_id: UUID, answer_by: datetime, now: datetime) -> ConsentRound:
    """Set a later deadline, before the round has lapsed."""
    round_ = _lock_running_round(round_id, now)
    if answer_by <= max(round_.answer_by, now):
        raise DeadlineNotLater()
    round_.answer_by = answer_by
    round_.save(update_fields=["answer_by"])
    return round_


@transaction.atomic
def note_reminder(*, round_id: UUID, now: datetime) -> bool:
    """Mark the reminder of a round as sent; return whether this call marked it, so that one caller sends it."""
    unreminded = ConsentRound.objects.select_for_update().filter(pk=round_id, closed_at=None, reminded_at=None)
    return bool(unreminded.update(reminded_at=now))


@transaction.atomic
def take_to_meeting(
    *, round_id: UUID, person_id: UUID, meeting: Meeting, answer_by: datetime, now: datetime
) -> ConsentRound:
    """Move a round into a meeting, as any member of the circle may; answers by message stop at once (C9)."""
    round_ = _lock_running_round(round_id, now)
    if person_id not in people_of(round_):
        raise NotAsked()
    round_.meeting, round_.answer_by = meeting, max(answer_by, round_.answer_by)
    round_.save(update_fields=["meeting", "answer_by"])
    return round_


@transaction.atomic
def take_consent_back(*, key: UUID, round_id: UUID, person_id: UUID, meeting_id: UUID, now: datetime) -> AgendaItem:
    """Put an adopted proposal on an agenda because a person no longer consents; the decision stands (C10)."""
    round_ = round_by_id(round_id)
    if round_.outcome != Outcome.ADOPTED or answers_of(round_, now).get(person_id) != Answer.CONSENT:
        raise NeverConsented()
    title = f"Look again: {round_.version.proposal.title}"
    return add_agenda_item(key=key, meeting_id=meeting_id, title=title[:150], minutes=15)


def end_round(round_: ConsentRound, outcome: str, actor_id: UUID, now: datetime) -> None:
    """Close a round whose row the caller has locked, and end the earlier objections that an adopted version meets."""
    round_.outcome, round_.closed_at, round_.closed_by_id = Outcome(outcome), now, actor_id
    round_.save(update_fields=["outcome", "closed_at", "closed_by_id"])
    if outcome != Outcome.ADOPTED:
        return
    answers = answers_of(round_, now)
    for objection in objections_carried_over(round_):
        # Only the objector ends an objection (C7): here, by consenting to the version that integrates it.
        if answers.get(objection.response.person_id) == Answer.CONSENT:
            _end_objection(objection, "integrated", "", objection.response.person_id, now)


def lock_round(round_id: UUID) -> ConsentRound:
    """The open round, its row locked until the transaction ends: no answer arrives while the round closes."""
    round_ = ConsentRound.objects.select_for_update().filter(pk=round_by_id(round_id).pk).get()
    if round_.closed_at is not None:
        raise RoundClosed()
    return round_


def _subject_ids(round_: ConsentRound, about: Collection[UUID]) -> set[UUID]:
    """Ids of the people whom the next round does not ask: `about`, and those this round did not ask (C8)."""
    return {*about, *(person for person, is_asked in people_of(round_).items() if not is_asked)}


def _lock_running_round(round_id: UUID, now: datetime) -> ConsentRound:
    """The open round, locked; refused once it has lapsed. An open objection stops the deadline."""
    round_ = lock_round(round_id)
    if outcome_of_round(round_, now).standing is Standing.LAPSED:
        raise RoundHasLapsed()
    return round_


def _lock_answerable_round(round_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> ConsentRound:
    """The round, locked, if it now takes an answer of this person from this actor (C1, C2, C5, C8)."""
    round_ = _lock_running_round(round_id, now)
    is_asked = people_of(round_).get(person_id)
    if is_asked is None:
        raise NotAsked()
    if not is_asked:
        raise AboutOneself()
    if round_.stage not in ANSWERED_IN:
        raise NotYetAsked()
    _check_who_answers(round_, person_id, actor_id, now)
    if round_.nominee_id == person_id and missing_in(round_, now) - {person_id}:
        raise NomineeIsLast()
    return round_


def _check_who_answers(round_: ConsentRound, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    """Let people answer for themselves, and the secretary of an open meeting for its attendees (C2)."""
    if person_id == actor_id:
        if not answers_now(round_, person_id, now):
            raise AnswerInMeeting()
        return
    meeting = round_.meeting
    is_secretary = meeting is not None and meeting.closed_at is None and actor_id == meeting.secretary_id
    if not is_secretary or not answers_now(round_, person_id, now):
        raise NotYourAnswer()


def _record_answer(
    round_: ConsentRound, person_id: UUID, answer: str, actor_id: UUID, now: datetime
) -> ConsentResponse:
    return ConsentResponse.objects.create(
        round=round_, person_id=person_id, answer=answer, at=now, written_by_id=actor_id
    )


def _end_objection(objection: Objection, how: str, words: str, actor_id: UUID, now: datetime) -> None:
    objection.ended_at, objection.ended_how, objection.ended_words = now, how, words.strip()
    objection.ended_by_id = actor_id
    objection.save(update_fields=["ended_at", "ended_how", "ended_words", "ended_by_id"])

"""Asking a circle for its consent: the round, what each says, objections and how they end.

Guarantees: who is asked is frozen when the round is opened (C1); an answer is written by that person, or by the
secretary of a meeting that is on for somebody who is there (C2); a remark is never an answer (C4); an objection has
its reason and what would be harmed (C7); another word is another version and another round (C6). Whoever answers and
whoever closes take the round's row one after the other, and the database asks again.
Who may open, lead or end a round is the bank's affair. Called by: the bank's round pages, `governance.decisions`.
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
    """Which circle is asked, by which rule, until when, and what follows when it consents."""

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
    """Ask a circle about the newest version; its active members are written down here and stay (C1).

    `not_asked` are people it is about: they are heard (C8). `nominee_id` is asked last.
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
    opened = _create(version, asking, len(people), actor_id, now, stage, meeting, nominee_id)
    RoundMember.objects.bulk_create(
        RoundMember(round=opened, person_id=person, is_asked=person not in not_asked) for person in sorted(people)
    )
    return opened


def _create(
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
    """The facilitator goes on to the next part, or back."""
    asked = locked_round(round_id)
    asked.stage = Stage(stage)
    asked.save(update_fields=["stage"])
    return asked


@transaction.atomic
def add_remark(*, round_id: UUID, person_id: UUID, words: str, now: datetime) -> Remark:
    """A question, an answer or a reaction, from the circle or from the author. It is not a response (C4)."""
    asked = locked_round(round_id)
    if person_id not in people_of(asked) and person_id != asked.version.proposal.author_id:
        raise NotAsked()
    if not words.strip():
        raise EmptyRemark()
    return Remark.objects.create(round=asked, person_id=person_id, stage=asked.stage, words=words.strip(), at=now)


@transaction.atomic
def respond(*, round_id: UUID, person_id: UUID, answer: str, actor_id: UUID, now: datetime) -> ConsentResponse:
    """Somebody consents or stands aside, in so many words. Objecting is `object_to`."""
    asked = _answerable(round_id, person_id, actor_id, now)
    if answer == Answer.ASIDE and not rule_of_round(asked).stand_aside:
        raise NoStandingAside()
    if answer == Answer.OBJECT:
        raise ReasonMissing()
    if open_objections_of(asked, now).filter(response__person_id=person_id).exists():
        raise ObjectionStands()
    return _answer(asked, person_id, Answer(answer), actor_id, now)


@transaction.atomic
def object_to(*, round_id: UUID, person_id: UUID, reason: str, harms: str, actor_id: UUID, now: datetime) -> Objection:
    """Somebody objects and says why, and which aim or domain would be harmed (C7)."""
    asked = _answerable(round_id, person_id, actor_id, now)
    if not reason.strip():
        raise ReasonMissing()
    if not harms.strip():
        raise HarmMissing()
    response = _answer(asked, person_id, Answer.OBJECT, actor_id, now)
    asked.stage = Stage.EXPLORE
    asked.save(update_fields=["stage"])
    return Objection.objects.create(response=response, reason=reason.strip(), harms=harms.strip())


@transaction.atomic
def withdraw_objection(
    *, objection_id: UUID, actor_id: UUID, now: datetime, words: str = "", consents: bool = False
) -> ConsentRound:
    """Whoever raised it takes it back, and consents in the same breath only when they say so."""
    known = Objection.objects.select_related("response").filter(pk=objection_id).first()
    if known is None:
        raise NoSuchRound()
    if known.response.person_id != actor_id or known.ended_at is not None:
        raise NotYourObjection()
    asked = locked_round(known.response.round_id)
    if not open_objections_of(asked, now).filter(pk=objection_id).exists():
        raise NotYourObjection()
    _end_objection(known, "withdrawn", words, actor_id, now)
    if not open_objections_of(asked, now).exists():
        asked.stage = Stage.CONSENT
        asked.save(update_fields=["stage"])
    if consents:
        _answer(asked, actor_id, Answer.CONSENT, actor_id, now)
    return asked


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
    """Build an objection in: a new version, and a new round in which every answer is asked for again (C6).

    Modifying, shortening the term, and measuring the concern with an early review all come here. The objections stay
    open until who raised them consents to a version that is adopted (C7). `about`: whom it is about (C8).
    """
    asked = locked_round(round_id)
    if not open_objections_of(asked, now).exists():
        raise NothingToIntegrate()
    before = asked.version
    same_words = reasons.strip() == before.reasons and dict(effect) == before.effect
    if same_words and asking.review_months == asked.review_months:
        raise NothingChanged()
    not_asked = _not_asked(asked, about)
    end_round(asked, Outcome.INTEGRATED, actor_id, now)
    amend_proposal(proposal=before.proposal, reasons=reasons, effect=effect, actor_id=actor_id, now=now)
    return open_round(
        proposal=before.proposal, asking=replace(asking, circle=asked.circle), actor_id=actor_id, now=now,
        not_asked=not_asked, nominee_id=asked.nominee_id, stage=Stage.CONSENT, meeting=asked.meeting,
    )  # fmt: skip


@transaction.atomic
def hand_up(
    *, round_id: UUID, asking: RoundSettings, actor_id: UUID, now: datetime, about: Collection[UUID] = ()
) -> ConsentRound:
    """The circle above is asked about the same version; this round ends with its objections.

    `about` are people it is about, who may belong to that circle alone: they are heard there, too, and not asked (C8).
    """
    asked = locked_round(round_id)
    not_asked = _not_asked(asked, about)
    end_round(asked, Outcome.ESCALATED, actor_id, now)
    return open_round(
        proposal=asked.version.proposal, asking=asking, actor_id=actor_id, now=now, not_asked=not_asked,
        nominee_id=None, stage=Stage.PRESENT,
    )  # fmt: skip


@transaction.atomic
def drop_round(*, round_id: UUID, actor_id: UUID, now: datetime) -> ConsentRound:
    """The proposal is laid down: nothing is decided, and it can be proposed anew."""
    asked = locked_round(round_id)
    end_round(asked, Outcome.DROPPED, actor_id, now)
    Proposal.objects.filter(pk=asked.version.proposal_id, withdrawn_at=None).update(withdrawn_at=now)
    return asked


@transaction.atomic
def extend_round(*, round_id: UUID, answer_by: datetime, now: datetime) -> ConsentRound:
    """More time, while the time is not over or an objection is being looked at."""
    asked = _running(round_id, now)
    if answer_by <= max(asked.answer_by, now):
        raise DeadlineNotLater()
    asked.answer_by = answer_by
    asked.save(update_fields=["answer_by"])
    return asked


@transaction.atomic
def note_reminder(*, round_id: UUID, now: datetime) -> bool:
    """Who is missing has been reminded; whether it was this call that said so."""
    known = ConsentRound.objects.select_for_update().filter(pk=round_id, closed_at=None, reminded_at=None)
    return bool(known.update(reminded_at=now))


@transaction.atomic
def take_to_meeting(
    *, round_id: UUID, person_id: UUID, meeting: Meeting, answer_by: datetime, now: datetime
) -> ConsentRound:
    """Anybody in the circle may ask that it is talked over in a meeting; answering by message stops at once (C9)."""
    asked = _running(round_id, now)
    if person_id not in people_of(asked):
        raise NotAsked()
    asked.meeting, asked.answer_by = meeting, max(answer_by, asked.answer_by)
    asked.save(update_fields=["meeting", "answer_by"])
    return asked


@transaction.atomic
def take_consent_back(*, key: UUID, round_id: UUID, person_id: UUID, meeting_id: UUID, now: datetime) -> AgendaItem:
    """Somebody no longer consents to what was adopted: the circle talks about it, and the decision stands (C10)."""
    asked = round_by_id(round_id)
    if asked.outcome != Outcome.ADOPTED or answers_of(asked, now).get(person_id) != Answer.CONSENT:
        raise NeverConsented()
    title = f"Look again: {asked.version.proposal.title}"
    return add_agenda_item(key=key, meeting_id=meeting_id, title=title[:150], minutes=15)


def end_round(asked: ConsentRound, outcome: str, actor_id: UUID, now: datetime) -> None:
    """Close a round whose row the caller has locked. When it is adopted, what earlier objections asked for is met."""
    asked.outcome, asked.closed_at, asked.closed_by_id = Outcome(outcome), now, actor_id
    asked.save(update_fields=["outcome", "closed_at", "closed_by_id"])
    if outcome != Outcome.ADOPTED:
        return
    said = answers_of(asked, now)
    for objection in objections_carried_over(asked):
        if said.get(objection.response.person_id) == Answer.CONSENT:
            _end_objection(objection, "integrated", "", objection.response.person_id, now)


def locked_round(round_id: UUID) -> ConsentRound:
    """The open round, its row locked until the transaction ends: an answer and a close cannot slip past each other."""
    asked = ConsentRound.objects.select_for_update().filter(pk=round_by_id(round_id).pk).get()
    if asked.closed_at is not None:
        raise RoundClosed()
    return asked


def _not_asked(asked: ConsentRound, about: Collection[UUID]) -> set[UUID]:
    """Whom the next round about this does not ask: those who were not asked before, and those it is about (C8)."""
    return {*about, *(person for person, is_asked in people_of(asked).items() if not is_asked)}


def _running(round_id: UUID, now: datetime) -> ConsentRound:
    """The round, open and with time left; an open objection holds the clock."""
    asked = locked_round(round_id)
    if outcome_of_round(asked, now).standing is Standing.LAPSED:
        raise RoundHasLapsed()
    return asked


def _answerable(round_id: UUID, person_id: UUID, actor_id: UUID, now: datetime) -> ConsentRound:
    """The round in which this person may be answered for by this actor, now (C1, C2, C5, C8)."""
    asked = _running(round_id, now)
    is_asked = people_of(asked).get(person_id)
    if is_asked is None:
        raise NotAsked()
    if not is_asked:
        raise AboutOneself()
    if asked.stage not in ANSWERED_IN:
        raise NotYetAsked()
    _check_who_answers(asked, person_id, actor_id, now)
    if asked.nominee_id == person_id and missing_in(asked, now) - {person_id}:
        raise NomineeIsLast()
    return asked


def _check_who_answers(asked: ConsentRound, person_id: UUID, actor_id: UUID, now: datetime) -> None:
    """Everybody for themselves; in a meeting that is on, its secretary also for whoever is there (C2)."""
    if person_id == actor_id:
        if not answers_now(asked, person_id, now):
            raise AnswerInMeeting()
        return
    meeting = asked.meeting
    writes = meeting is not None and meeting.closed_at is None and actor_id == meeting.secretary_id
    if not writes or not answers_now(asked, person_id, now):
        raise NotYourAnswer()


def _answer(asked: ConsentRound, person_id: UUID, answer: str, actor_id: UUID, now: datetime) -> ConsentResponse:
    return ConsentResponse.objects.create(
        round=asked, person_id=person_id, answer=answer, at=now, written_by_id=actor_id
    )


def _end_objection(objection: Objection, how: str, words: str, actor_id: UUID, now: datetime) -> None:
    objection.ended_at, objection.ended_how, objection.ended_words = now, how, words.strip()
    objection.ended_by_id = actor_id
    objection.save(update_fields=["ended_at", "ended_how", "ended_words", "ended_by_id"])

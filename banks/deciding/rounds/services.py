"""Writes of rounds in a bank: asking a circle, answering, objecting, building in, and what follows.

Guarantees: who may do what follows the circles as they stand; after every answer the round is settled in the same
transaction, so that the last consent adopts; what is due at once is carried out at once; everybody of the circle is
told when they are asked and how it ended. Nobody can answer, or end an objection, for somebody else.
Called by: the pages of this slice, selections, the clock, the demo's seed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from banks.deciding.meetings.services import carry_out_due
from banks.deciding.proposals.deciding_circle import circle_for
from banks.deciding.proposals.queries import frame_for
from banks.deciding.rounds.errors import NoCircleAbove, NotByConsent, NotLeadingTheRound, NotOfTheCircle
from banks.deciding.rounds.queries import (
    asking_for,
    circle_above,
    is_in_circle,
    leads_round,
    may_start,
    usual_answer_by,
)
from banks.deciding.rounds.selection_services import conclude, receive_link
from banks.notices.services import notify
from banks.people.members.queries import members_by_id
from banks.people.members.rules import Viewer
from banks.policies.circles_in_force import circle_name
from banks.policies.queries import bank_zone
from governance.acts.registry import effect_in_words
from governance.decisions.consent import settle_round
from governance.decisions.models import Decision
from governance.meetings import services as meetings
from governance.meetings.models import AgendaItem, Meeting
from governance.proposals.queries import latest_version, proposal_by_id, state_of_proposal
from governance.rounds import services as engine
from governance.rounds.models import ConsentRound, Objection, Remark
from governance.rounds.queries import missing_in, open_rounds, people_of, round_by_id
from governance.selections.queries import selection_of

ABOUT_A_PERSON = {"remove_from_circle": "person_id", "remove_member": "member_id"}
REMIND_BEFORE = timedelta(days=2)
AFTER_A_MEETING = timedelta(days=7)


@transaction.atomic
def start_round(
    *,
    actor: Viewer,
    proposal_id: UUID,
    now: datetime,
    answer_by: datetime | None = None,
    stage: str = ConsentRound.Stage.CONSENT,
) -> ConsentRound:
    """Ask the circle whose domain it is; after a lapse, ask it anew. Whom it is about is heard and not asked (C8)."""
    proposal = proposal_by_id(proposal_id)
    effect = latest_version(proposal).effect
    circle, frame = circle_for(effect, now), frame_for(effect, now)
    if frame.rule.method != "consent":
        raise NotByConsent(words=frame.rule.in_words())
    if not may_start(actor, proposal, state_of_proposal(proposal), circle, now):
        raise NotOfTheCircle()
    asked = engine.open_round(
        proposal=proposal,
        asking=asking_for(effect, circle, answer_by=answer_by or usual_answer_by(now), at=now),
        actor_id=actor.member_id,
        now=now,
        not_asked=_subject_ids(effect),
        stage=stage,
    )
    _tell_circle(asked, "round_opened", now)
    return asked


def _subject_ids(effect: Mapping[str, Any]) -> list[UUID]:
    key = ABOUT_A_PERSON.get(effect["kind"], "")
    return [UUID(effect[key])] if key else []


def speak(*, actor: Viewer, round_id: UUID, words: str, now: datetime) -> Remark:
    return engine.add_remark(round_id=round_id, person_id=actor.member_id, words=words, now=now)


@transaction.atomic
def answer(
    *, actor: Viewer, round_id: UUID, answer: str, now: datetime, person_id: UUID | None = None
) -> Decision | None:
    """Consent, or stand aside; the last consent adopts. In a meeting its secretary writes for who is there (C2)."""
    engine.respond(
        round_id=round_id, person_id=person_id or actor.member_id, answer=answer, actor_id=actor.member_id, now=now
    )
    return _settled(actor, round_id, now)


def object_to(
    *, actor: Viewer, round_id: UUID, reason: str, harms: str, now: datetime, person_id: UUID | None = None
) -> Objection:
    return engine.object_to(
        round_id=round_id, person_id=person_id or actor.member_id, reason=reason, harms=harms,
        actor_id=actor.member_id, now=now,
    )  # fmt: skip


@transaction.atomic
def withdraw_objection(*, actor: Viewer, objection_id: UUID, words: str, consents: bool, now: datetime) -> ConsentRound:
    """Whoever raised it takes it back."""
    asked = engine.withdraw_objection(
        objection_id=objection_id, actor_id=actor.member_id, words=words, consents=consents, now=now
    )
    _settled(actor, asked.pk, now)
    return asked


def move_stage(*, actor: Viewer, round_id: UUID, stage: str, now: datetime) -> ConsentRound:
    _lead(actor, round_id, now)
    return engine.move_stage(round_id=round_id, stage=stage)


def extend(*, actor: Viewer, round_id: UUID, answer_by: datetime, now: datetime) -> ConsentRound:
    _lead(actor, round_id, now)
    return engine.extend_round(round_id=round_id, answer_by=answer_by, now=now)


@transaction.atomic
def integrate(
    *,
    actor: Viewer,
    round_id: UUID,
    reasons: str,
    effect: Mapping[str, Any],
    review_months: int,
    now: datetime,
) -> ConsentRound:
    """Build objections in: a new version, of which everybody is asked anew (C6)."""
    before = _lead(actor, round_id, now)
    asking = asking_for(
        effect, before.circle, answer_by=usual_answer_by(now), at=now, review_months=review_months
    )  # fmt: skip
    asked = engine.integrate(
        round_id=round_id, reasons=reasons, effect=effect, asking=asking, actor_id=actor.member_id, now=now,
        about=_subject_ids(effect),
    )  # fmt: skip
    _tell_circle(asked, "round_opened", now)
    return asked


@transaction.atomic
def hand_up(*, actor: Viewer, round_id: UUID, now: datetime) -> ConsentRound:
    """The circle above is asked instead."""
    before = _lead(actor, round_id, now)
    above = circle_above(before.circle, now)
    if not above:
        raise NoCircleAbove()
    effect = before.version.effect
    asked = engine.hand_up(
        round_id=round_id, asking=asking_for(effect, above, answer_by=usual_answer_by(now), at=now),
        actor_id=actor.member_id, now=now, about=_subject_ids(effect),
    )  # fmt: skip
    _tell_circle(asked, "round_opened", now)
    return asked


@transaction.atomic
def lay_down(*, actor: Viewer, round_id: UUID, now: datetime) -> ConsentRound:
    """Whoever proposed it, or whoever leads, lays it down: nothing is decided."""
    asked = round_by_id(round_id)
    if asked.version.proposal.author_id != actor.member_id:
        _lead(actor, round_id, now)
    laid_down = engine.drop_round(round_id=round_id, actor_id=actor.member_id, now=now)
    chosen = selection_of(asked.version.proposal_id)
    if chosen is not None:  # another name may be put to the circle
        conclude(selection_id=chosen.pk, now=now)
    return laid_down


@transaction.atomic
def ask_for_meeting(
    *, actor: Viewer, round_id: UUID, key: UUID, starts_at: datetime, place: str, now: datetime
) -> Meeting:
    """Anybody of the circle asks that it is talked over: answering by message stops (C9)."""
    asked = round_by_id(round_id)
    meeting = _meeting_of(asked.circle, actor, key, starts_at, place, now)
    engine.take_to_meeting(
        round_id=round_id, person_id=actor.member_id, meeting=meeting,
        answer_by=meeting.starts_at + AFTER_A_MEETING, now=now,
    )  # fmt: skip
    asked = round_by_id(round_id)
    _tell_circle(asked, "round_opened", now)
    return meeting


@transaction.atomic
def take_consent_back(
    *, actor: Viewer, round_id: UUID, key: UUID, starts_at: datetime, place: str, now: datetime
) -> AgendaItem:
    """Somebody no longer consents to what was adopted: the circle talks about it, and the decision stands (C10)."""
    asked = round_by_id(round_id)
    meeting = _meeting_of(asked.circle, actor, key, starts_at, place, now)
    return engine.take_consent_back(
        key=uuid5(key, "again"), round_id=round_id, person_id=actor.member_id, meeting_id=meeting.pk, now=now
    )


def _meeting_of(circle: str, actor: Viewer, key: UUID, starts_at: datetime, place: str, now: datetime) -> Meeting:
    """The circle's meeting at that hour, called for it where there is none; anybody of the circle may."""
    if not is_in_circle(actor, circle, now):
        raise NotOfTheCircle()
    meeting = meetings.call_meeting(
        key=key, kind=Meeting.Kind.CIRCLE, title=f"{circle_name(circle, now)}: meeting", place=place,
        starts_at=starts_at, minutes=90, actor_id=actor.member_id, now=now, circle=circle,
    )  # fmt: skip
    return meeting


def settle(*, actor_id: UUID, round_id: UUID, now: datetime) -> Decision | None:
    """Write down how a round ended, carry out what is due, and tell the circle; None while it is being asked."""
    was_open = round_by_id(round_id).closed_at is None
    decision = settle_round(round_id=round_id, actor_id=actor_id, now=now, zone=bank_zone(now))
    if decision is not None and was_open:
        asked = round_by_id(round_id)
        template = "round_adopted" if decision.verdict == Decision.Verdict.CARRIED else "round_lapsed"
        _tell_circle(asked, template, now, decision=decision)
        if decision.effective_at <= now:
            carry_out_due(now=now)
        _after_a_selection(decision, asked, now)
    return decision


def _after_a_selection(decision: Decision, asked: ConsentRound, now: datetime) -> None:
    """A name was put to the circle: the role is filled, and a link is put to the circle above (E4)."""
    chosen = selection_of(asked.version.proposal_id)
    if chosen is not None:
        conclude(selection_id=chosen.pk, now=now)
        received = receive_link(decision=decision, now=now)
        if received is not None:
            _tell_circle(received, "round_opened", now)


def process_due_rounds(*, now: datetime) -> int:
    """The clock: rounds whose time is over are written down as lapsed, and who is missing is reminded once."""
    settled = 0
    for asked in open_rounds().filter(answer_by__lte=now):
        settled += settle(actor_id=asked.opened_by_id, round_id=asked.pk, now=now) is not None
    soon = open_rounds().filter(answer_by__gt=now, answer_by__lte=now + REMIND_BEFORE, reminded_at=None)
    for asked in soon:
        _remind(asked, now)
    return settled


@transaction.atomic
def _remind(asked: ConsentRound, now: datetime) -> None:
    if engine.note_reminder(round_id=asked.pk, now=now):
        missing = missing_in(asked, now)
        _tell_circle(asked, "round_ends_soon", now, only=missing)


def _settled(actor: Viewer, round_id: UUID, now: datetime) -> Decision | None:
    return settle(actor_id=actor.member_id, round_id=round_id, now=now)


def _lead(actor: Viewer, round_id: UUID, now: datetime) -> ConsentRound:
    asked = round_by_id(round_id)
    if not leads_round(actor, asked, now):
        raise NotLeadingTheRound()
    return asked


def _tell_circle(
    asked: ConsentRound,
    template: str,
    now: datetime,
    *,
    only: set[UUID] | None = None,
    decision: Decision | None = None,
) -> None:
    """One letter to everybody of the circle, and to whoever proposed it; nobody's name stands in it."""
    people = set(people_of(asked)) | {asked.version.proposal.author_id} if only is None else only
    proposal, meeting = asked.version.proposal, asked.meeting
    context = {
        "proposal": proposal,
        "version": asked.version,
        "words": effect_in_words(asked.version.effect),
        "circle": circle_name(asked.circle, now),
        "asked": asked,
        "meeting": meeting,
        "missing": len(missing_in(asked, now)),
        "decision": decision,
        "zone": bank_zone(now),
    }
    notify(members_by_id(people).values(), template=template, context=context, now=now)

"""Asking a circle for its consent: who is asked, what counts as an answer, objections, lapse (C1 to C12)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from governance.circles.models import CircleMembership
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.effects.services import execute_due
from governance.meetings.queries import agenda_of
from governance.meetings.services import close_meeting
from governance.methods.consent import Standing
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import State
from governance.rounds import queries, services
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
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, RoundMember
from governance.rounds.queries import missing_in, objections_carried_over, outcome_of_round, people_of
from tests.governance.assembly import NOW, RingBell, a_proposal
from tests.governance.circle import ANSWER_BY, LATER, Circle, a_circle, ask, asking, circle_meeting

pytestmark = pytest.mark.usefixtures("inside_valley", "bell")
LOUDER = {"kind": "ring_bell", "bell": "town", "times": 2}


def integrate(circle: Circle, **changes: object) -> ConsentRound:
    version = latest_version(circle.proposal)
    usual = {
        "reasons": version.reasons, "effect": version.effect, "review_months": 12, "answer_by": ANSWER_BY,
        "rule": asking().rule, "rule_version_id": uuid4(), "actor_id": circle.people[0], "now": LATER,
    }  # fmt: skip
    circle.round = services.integrate(round_id=circle.round.pk, **(usual | changes))
    return circle.round


def test_v_consent_everybody_consents_and_the_act_is_carried_out(bell: RingBell) -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    assert circle.settle() is None
    assert state_of_proposal(circle.proposal) is State.ASKED
    circle.say(3)
    decision = circle.settle()
    assert decision is not None
    assert decision.verdict == "carried"
    assert decision.arithmetic == "4 of 4 consented in so many words, 0 missing. Adopted."
    assert execute_due(now=LATER) == 1
    assert bell.rung == [f"town by decision {decision.number}"]
    assert state_of_proposal(circle.proposal) is State.DONE
    assert prove_decisions() == []


def test_v_consent_silence_ends_as_lapsed_and_orders_nothing(bell: RingBell) -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    decision = circle.settle(ANSWER_BY)
    assert decision is not None
    assert decision.verdict == "lapsed"
    assert decision.arithmetic.endswith("1 did not answer. Lapsed: silence is not consent.")
    assert state_of_proposal(circle.proposal) is State.LAPSED
    assert execute_due(now=ANSWER_BY) == 0
    assert missing_in(circle.round, ANSWER_BY) == {circle.people[3]}
    assert prove_decisions() == []


def test_c1_who_is_asked_is_frozen_when_the_round_is_opened() -> None:
    circle = ask(4)
    newcomer = a_circle(1)[0]
    CircleMembership.objects.filter(person_id=circle.people[3]).update(ended_on=NOW.date())
    with pytest.raises(NotAsked):
        services.respond(round_id=circle.round.pk, person_id=newcomer, answer="consent", actor_id=newcomer, now=LATER)
    circle.say(0, 1, 2)
    assert outcome_of_round(circle.round, LATER).missing == 1, "who has left the circle since is still asked"


def test_c1_on_leave_is_told_and_not_asked() -> None:
    people = a_circle(4, "inreach")
    CircleMembership.objects.filter(person_id=people[0]).update(on_leave_since=NOW.date())
    opened = services.open_round(proposal=a_proposal(), asking=asking("inreach"), actor_id=people[1], now=NOW)
    assert people_of(opened).keys() == set(people[1:])


def test_c1_a_circle_above_the_largest_size_is_not_asked() -> None:
    with pytest.raises(CircleTooLarge) as refused:
        ask(13)
    assert "13 people" in refused.value.sentence
    assert ask(13, key="inreach", max_electorate=600).round.closed_at is None


def test_c1_an_empty_circle_is_not_asked_and_a_deadline_lies_ahead() -> None:
    with pytest.raises(NobodyToAsk):
        ask(0)
    with pytest.raises(DeadlineNotLater):
        ask(3, key="inreach", answer_by=NOW)


def test_a_proposal_is_asked_in_one_round_at_a_time() -> None:
    circle = ask()
    with pytest.raises(AskedAlready):
        services.open_round(proposal=circle.proposal, asking=asking(), actor_id=circle.people[0], now=NOW)


def test_c2_nobody_answers_for_somebody_else() -> None:
    circle = ask()
    person, other = circle.people[:2]
    with pytest.raises(NotYourAnswer):
        services.respond(round_id=circle.round.pk, person_id=person, answer="consent", actor_id=other, now=LATER)
    assert not ConsentResponse.objects.exists()


def test_c2_the_secretary_writes_down_what_those_who_are_there_say_while_the_meeting_is_on() -> None:
    circle = ask()
    meeting = circle_meeting(circle, 0, 1, 2)
    services.take_to_meeting(
        round_id=circle.round.pk, person_id=circle.people[1], meeting=meeting, answer_by=ANSWER_BY, now=LATER
    )
    secretary, there, somebody, absent = circle.people
    write = {"round_id": circle.round.pk, "answer": "consent", "now": LATER}
    written = services.respond(person_id=there, actor_id=secretary, **write)  # type: ignore[arg-type]
    assert written.written_by_id == secretary
    for person, actor in ((absent, secretary), (there, somebody)):
        with pytest.raises(NotYourAnswer):
            services.respond(person_id=person, actor_id=actor, **write)  # type: ignore[arg-type]
    services.respond(person_id=somebody, actor_id=somebody, **write)  # type: ignore[arg-type]
    close_meeting(meeting_id=meeting.pk, minutes_text="", now=LATER)
    with pytest.raises(NotYourAnswer):
        services.respond(person_id=there, actor_id=secretary, **write)  # type: ignore[arg-type]


@pytest.mark.parametrize(("absentee", "may_answer"), [("hold", False), ("explicit_after", True)])
def test_c5_absent_members_hold_the_decision_or_answer_afterwards_in_so_many_words(
    absentee: str, may_answer: bool
) -> None:
    circle = ask(4, absentee=absentee)
    meeting = circle_meeting(circle, 0, 1, 2)
    services.take_to_meeting(
        round_id=circle.round.pk, person_id=circle.people[0], meeting=meeting, answer_by=ANSWER_BY, now=LATER
    )
    circle.say(0, 1, 2)
    close_meeting(meeting_id=meeting.pk, minutes_text="", now=LATER)
    assert circle.settle() is None, "three who are there do not decide for the fourth"
    if may_answer:
        circle.say(3)
        assert getattr(circle.settle(), "verdict", "") == "carried"
    else:
        with pytest.raises(AnswerInMeeting):
            circle.say(3)
        assert getattr(circle.settle(ANSWER_BY), "verdict", "") == "lapsed"


def test_c4_remarks_meetings_and_views_are_never_answers() -> None:
    circle = ask(3)
    for person in circle.people:
        services.add_remark(round_id=circle.round.pk, person_id=person, words="Wonderful, I consent!", now=LATER)
    circle_meeting(circle, 0, 1, 2)
    stands = outcome_of_round(circle.round, LATER)
    assert (stands.consents, stands.missing) == (0, 3)
    assert getattr(circle.settle(ANSWER_BY), "verdict", "") == "lapsed"
    with pytest.raises(RoundClosed):
        services.add_remark(round_id=circle.round.pk, person_id=circle.people[0], words="Late", now=ANSWER_BY)


def test_c4_the_author_answers_questions_and_strangers_do_not_speak() -> None:
    circle = ask(3, stage="clarify")
    author = circle.proposal.author_id
    services.add_remark(round_id=circle.round.pk, person_id=author, words="The big one.", now=LATER)
    with pytest.raises(NotAsked):
        services.add_remark(round_id=circle.round.pk, person_id=uuid4(), words="Hello", now=LATER)
    with pytest.raises(EmptyRemark):
        services.add_remark(round_id=circle.round.pk, person_id=author, words="  ", now=LATER)


def test_answers_are_asked_for_after_questions_and_reactions() -> None:
    circle = ask(3, stage="react")
    with pytest.raises(NotYetAsked):
        circle.say(0)
    services.move_stage(round_id=circle.round.pk, stage="consent")
    circle.say(0)


def test_c6_another_version_voids_every_answer() -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    circle.object(3)
    before = circle.round
    opened = integrate(circle, effect=LOUDER)
    before.refresh_from_db()
    assert before.outcome == "integrated"
    assert opened.version.number == 2
    stands = outcome_of_round(opened, LATER)
    assert (stands.consents, stands.missing) == (0, 4)
    circle.say(0, 1, 2, 3)
    decision = circle.settle()
    assert decision is not None
    assert decision.version.effect["times"] == 2
    assert prove_decisions() == []


@pytest.mark.parametrize(
    "change", [{"effect": LOUDER}, {"review_months": 3, "reasons": "We count complaints."}, {"reasons": "Other words."}]
)
def test_c6_modifying_measuring_and_rewording_are_new_rounds(change: dict[str, object]) -> None:
    circle = ask(3)
    circle.object(0)
    opened = integrate(circle, **change)
    assert outcome_of_round(opened, LATER).missing == 3
    assert opened.review_months == change.get("review_months", 12)


def test_nothing_is_integrated_without_an_objection_or_a_change() -> None:
    circle = ask(3)
    with pytest.raises(NothingToIntegrate):
        integrate(circle, effect=LOUDER)
    circle.object(0)
    with pytest.raises(NothingChanged):
        integrate(circle)


@pytest.mark.parametrize(
    ("reason", "harms", "refusal"),
    [("", "nights", ReasonMissing), (" ", "nights", ReasonMissing), ("x", " ", HarmMissing)],
)
def test_c7_an_objection_says_why_and_what_it_harms(reason: str, harms: str, refusal: type[Exception]) -> None:
    circle = ask(3)
    person = circle.people[0]
    with pytest.raises(refusal):
        services.object_to(
            round_id=circle.round.pk, person_id=person, reason=reason, harms=harms, actor_id=person, now=LATER
        )
    with pytest.raises(ReasonMissing):
        circle.say(0, answer="object")
    assert not ConsentResponse.objects.exists()


def test_c7_only_the_objector_ends_an_objection_and_taking_it_back_is_no_consent() -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    objection = circle.object(3)
    circle.round.refresh_from_db()
    assert circle.round.stage == "explore"
    with pytest.raises(NotYourObjection):
        services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[0], now=LATER)
    with pytest.raises(ObjectionStands):
        circle.say(3)
    services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[3], now=LATER)
    assert circle.settle() is None
    assert outcome_of_round(circle.round, LATER).missing == 1
    circle.say(3)
    assert getattr(circle.settle(), "verdict", "") == "carried"
    with pytest.raises(NotYourObjection):
        services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[3], now=LATER)


def test_c7_the_objector_may_take_it_back_and_consent_in_one_breath() -> None:
    circle = ask(3)
    circle.say(0, 1)
    objection = circle.object(2)
    services.withdraw_objection(
        objection_id=objection.pk, actor_id=circle.people[2], now=LATER, words="Convinced.", consents=True
    )
    assert getattr(circle.settle(), "verdict", "") == "carried"


def test_c7_an_integrated_objection_ends_when_its_objector_consents_to_the_version_adopted() -> None:
    circle = ask(3)
    objection = circle.object(0)
    integrate(circle, effect=LOUDER)
    assert list(objections_carried_over(circle.round)) == [objection]
    circle.say(0, 1, 2)
    circle.settle()
    objection.refresh_from_db()
    assert (objection.ended_how, objection.ended_by_id) == ("integrated", circle.people[0])


def test_c7_an_open_objection_holds_the_round_beyond_its_time() -> None:
    circle = ask(3)
    circle.say(0, 1)
    objection = circle.object(2)
    assert circle.settle(ANSWER_BY + timedelta(days=9)) is None
    services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[2], now=ANSWER_BY)
    assert getattr(circle.settle(ANSWER_BY), "verdict", "") == "lapsed"


def test_c8_whom_it_is_about_is_heard_and_not_asked() -> None:
    circle = ask(4, not_asked=[3])
    services.add_remark(round_id=circle.round.pk, person_id=circle.people[3], words="Please don't.", now=LATER)
    with pytest.raises(AboutOneself):
        circle.say(3)
    with pytest.raises(AboutOneself):
        circle.object(3)
    circle.say(0, 1, 2)
    decision = circle.settle()
    assert decision is not None
    assert decision.arithmetic.startswith("3 of 3 consented")


def test_c9_anybody_in_the_circle_turns_a_round_into_a_meeting_and_answering_by_message_stops() -> None:
    circle = ask(3)
    circle.say(0)
    meeting = circle_meeting(circle)
    with pytest.raises(NotAsked):
        services.take_to_meeting(
            round_id=circle.round.pk, person_id=uuid4(), meeting=meeting, answer_by=ANSWER_BY, now=LATER
        )
    services.take_to_meeting(
        round_id=circle.round.pk, person_id=circle.people[2], meeting=meeting,
        answer_by=ANSWER_BY + timedelta(days=7), now=LATER,
    )  # fmt: skip
    with pytest.raises(AnswerInMeeting):
        circle.say(1)
    assert circle.settle(ANSWER_BY) is None, "the meeting has its time"


def test_c10_a_later_change_of_mind_is_an_agenda_item_and_the_decision_stands(bell: RingBell) -> None:
    circle = ask(3)
    circle.say(0, 1, 2)
    decision = circle.settle()
    meeting = circle_meeting(circle, starts_at=LATER + timedelta(days=20))
    back = {"round_id": circle.round.pk, "meeting_id": meeting.pk, "now": LATER + timedelta(days=1)}
    services.take_consent_back(key=uuid4(), person_id=circle.people[1], **back)  # type: ignore[arg-type]
    assert "Look again: Ring the bell" in [item.title for item in agenda_of(meeting)]
    assert getattr(circle.settle(), "pk", None) == getattr(decision, "pk", 0)
    assert prove_decisions() == []
    with pytest.raises(NeverConsented):
        services.take_consent_back(key=uuid4(), person_id=uuid4(), **back)  # type: ignore[arg-type]


def test_c12_every_adopted_round_names_the_day_to_look_again() -> None:
    circle = ask(3)
    circle.object(0)
    integrate(circle, review_months=3)
    circle.say(0, 1, 2)
    decision = circle.settle()
    assert decision is not None
    assert decision.review_on == date(2027, 2, 2)


def test_after_its_time_nothing_is_answered_or_prolonged_but_it_can_be_asked_anew() -> None:
    circle = ask(3)
    with pytest.raises(DeadlineNotLater):
        services.extend_round(round_id=circle.round.pk, answer_by=ANSWER_BY, now=LATER)
    services.extend_round(round_id=circle.round.pk, answer_by=ANSWER_BY + timedelta(days=1), now=LATER)
    circle.say(0, at=ANSWER_BY)
    late = ANSWER_BY + timedelta(days=1)
    with pytest.raises(RoundHasLapsed):
        circle.say(1, at=late)
    with pytest.raises(RoundHasLapsed):
        services.extend_round(round_id=circle.round.pk, answer_by=late + timedelta(days=9), now=late)
    circle.settle(late)
    again = services.open_round(
        proposal=circle.proposal, asking=asking(answer_by=late + timedelta(days=7)), actor_id=circle.people[0],
        now=late, stage="consent",
    )  # fmt: skip
    assert outcome_of_round(again, late).missing == 3, "who had consented is asked anew"


def test_a_round_is_laid_down_or_handed_to_the_circle_above() -> None:
    circle = ask(3)
    above = a_circle(3, "general")
    taken = services.hand_over(
        round_id=circle.round.pk, asking=asking("general"), outcome="escalated", actor_id=circle.people[0], now=LATER
    )
    assert people_of(taken).keys() == set(above)
    services.drop_round(round_id=taken.pk, actor_id=above[0], now=LATER)
    assert state_of_proposal(type(circle.proposal).objects.get(pk=circle.proposal.pk)) is State.WITHDRAWN
    assert not Decision.objects.exists()


def test_whoever_is_proposed_for_a_role_is_asked_last() -> None:
    circle = ask(3, nominee=2)
    circle.say(0)
    with pytest.raises(NomineeIsLast):
        circle.say(2)
    circle.say(1, 2)
    assert getattr(circle.settle(), "verdict", "") == "carried"


def test_standing_aside_where_the_circle_does_not_have_it() -> None:
    with pytest.raises(NoStandingAside):
        ask(3).say(0, answer="stand_aside")
    circle = ask(4, key="inreach", stand_aside=True)
    circle.say(0, answer="stand_aside")
    circle.say(1, 2, 3)
    assert getattr(circle.settle(), "verdict", "") == "carried"


def test_settling_twice_gives_the_decision_that_stands() -> None:
    circle = ask(3)
    circle.say(0, 1, 2)
    first, second = circle.settle(), circle.settle()
    assert first == second
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update governance_consentresponse set answer = 'consent'",
        "delete from governance_consentresponse",
        "update governance_roundmember set is_asked = false",
        "delete from governance_roundmember",
        "delete from governance_consentround",
        "delete from governance_objection",
        "update governance_consentround set rule = '{}'",
        "update governance_consentround set outcome = 'adopted'",
        "update governance_objection set reason = 'none'",
        "update governance_objection set ended_at = now(), ended_how = 'withdrawn', ended_by_id = gen_random_uuid()",
    ],
)
def test_c2_c7_what_was_said_is_never_changed_and_nobody_ends_anothers_objection(statement: str) -> None:
    circle = ask(3)
    circle.say(0, 1)
    circle.object(2)
    if "outcome" in statement:
        circle.round = ask(3, key="inreach").round
        Circle(circle.people, circle.proposal, circle.round).settle(ANSWER_BY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_c1_c2_the_database_refuses_answers_from_outside_or_after_the_close() -> None:
    """The guard behind the service: straight to the table."""
    circle = ask(3, not_asked=[2])
    for person in (uuid4(), circle.people[2]):
        with pytest.raises(DatabaseError), transaction.atomic():
            _write(circle, person)
    circle.settle(ANSWER_BY)
    with pytest.raises(DatabaseError), transaction.atomic():
        _write(circle, circle.people[0])


def _write(circle: Circle, person: UUID) -> None:
    ConsentResponse.objects.create(
        round=circle.round, person_id=person, answer="consent", at=LATER, written_by_id=person
    )


def test_c3_with_its_guard_out_silence_would_adopt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where silent people are left out of who is asked, three of four adopt: what C3 is there to stop."""
    circle = ask(4)
    circle.say(0, 1, 2)
    assert outcome_of_round(circle.round, LATER).standing is Standing.ASKING
    answered = dict.fromkeys(circle.people[:3], True)
    monkeypatch.setattr(queries, "people_of", lambda asked: answered)
    assert outcome_of_round(circle.round, LATER).standing is Standing.ADOPTED


def test_d5_an_answer_taken_away_is_found() -> None:
    circle = ask(3)
    circle.say(0, 1, 2)
    circle.settle()
    RoundMember.objects.create(round=circle.round, person_id=uuid4())
    assert prove_decisions() == ["Decision 1: counted again, the rows say otherwise."]
    assert Objection.objects.count() == 0

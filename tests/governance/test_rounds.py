"""Asking a circle for its consent: who is asked, what counts as an answer, lapse (C1 to C5, C8 to C10)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.circles.models import CircleMembership
from governance.decisions.queries import prove_decisions
from governance.effects.services import execute_due
from governance.meetings.queries import agenda_of
from governance.meetings.services import close_meeting
from governance.proposals.queries import state_of_proposal
from governance.proposals.rules import State
from governance.rounds import services
from governance.rounds.errors import (
    AboutOneself,
    AnswerInMeeting,
    AskedAlready,
    CircleTooLarge,
    DeadlineNotLater,
    EmptyRemark,
    NeverConsented,
    NobodyToAsk,
    NomineeIsLast,
    NoStandingAside,
    NotAsked,
    NotYetAsked,
    NotYourAnswer,
    RoundClosed,
    RoundHasLapsed,
)
from governance.rounds.models import ConsentResponse
from governance.rounds.queries import missing_in, outcome_of_round, people_of
from tests.governance.assembly import NOW, RingBell, a_proposal
from tests.governance.circle import ANSWER_BY, LATER, a_circle, ask, asking, circle_meeting

pytestmark = pytest.mark.usefixtures("inside_valley", "bell")


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

"""Rounds of consent with one invariant's guards taken out: the wrong thing happens, so it was they (C1 to C12)."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from governance.circles.queries import active_members
from governance.decisions import services as decision_services
from governance.decisions.queries import prove_decisions
from governance.meetings.models import Meeting
from governance.meetings.queries import in_attendance
from governance.meetings.services import close_meeting
from governance.methods.consent import Standing
from governance.proposals.queries import latest_version
from governance.rounds import queries, services
from governance.rounds.errors import AnswerInMeeting, CircleTooLarge
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember
from governance.rounds.queries import outcome_of_round
from tests.governance.circle import ANSWER_BY, GROUND, LATER, Circle, a_circle, ask, asking, circle_meeting
from tests.governance.unguarded import refused_by_the_database, take_out, without_trigger

pytestmark = pytest.mark.usefixtures("unlocked", "bell")
ANSWERED = ("response_of_the_asked", "governance_consentresponse")


def answers(circle: Circle, person: UUID, *, by: UUID | None = None, answer: str = "consent") -> ConsentResponse:
    """Straight to the table, past the service."""
    return ConsentResponse.objects.create(
        round=circle.round, person_id=person, answer=answer, at=LATER, written_by_id=by or person
    )


def standing(circle: Circle, at: datetime = LATER) -> Standing:
    return outcome_of_round(ConsentRound.objects.get(pk=circle.round.pk), at).standing


def verdict(circle: Circle, at: datetime = LATER) -> str:
    return getattr(circle.settle(at), "verdict", "")


def everybody_consents(circle: Circle) -> None:
    circle.say(*range(len(circle.people)))
    assert verdict(circle) == "carried"


def into_a_meeting(circle: Circle, *there: int) -> Meeting:
    meeting = circle_meeting(circle, *there)
    services.take_to_meeting(
        round_id=circle.round.pk, person_id=circle.people[0], meeting=meeting, answer_by=ANSWER_BY, now=LATER
    )
    return meeting


def test_c1_without_the_frozen_people_a_newcomer_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(3)
    newcomer = a_circle(1)[0]
    now_there = dict.fromkeys(active_members(GROUND, "outreach"), True)
    for place in (services, queries):
        monkeypatch.setattr(place, "people_of", lambda asked: now_there)
    consents = partial(
        services.respond, round_id=circle.round.pk, person_id=newcomer, answer="consent", actor_id=newcomer, now=LATER
    )
    refused_by_the_database(consents, "whom the round asks")
    without_trigger(*ANSWERED)
    consents()
    assert outcome_of_round(circle.round, LATER).asked == 4


def test_c1_without_the_trigger_somebody_is_added_and_what_was_adopted_no_longer_is() -> None:
    circle = ask(3)
    everybody_consents(circle)
    refused_by_the_database(lambda: RoundMember.objects.create(round=circle.round, person_id=uuid4()), "do not grow")
    without_trigger("people_of_a_round_are_frozen", "governance_roundmember")
    RoundMember.objects.create(round=circle.round, person_id=uuid4())
    assert prove_decisions() == ["Decision 1: counted again, the rows say otherwise."]


def test_c1_without_the_largest_size_six_hundred_are_asked() -> None:
    with pytest.raises(CircleTooLarge):
        ask(600)
    assert outcome_of_round(ask(600, key="inreach", max_electorate=1000).round, LATER).missing == 600


def test_c2_without_asking_who_writes_one_person_answers_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(3)
    monkeypatch.setattr(services, "_check_who_answers", lambda *facts: None)
    write = [
        partial(
            services.respond, round_id=circle.round.pk, person_id=person, answer="consent",
            actor_id=circle.people[0], now=LATER,
        )
        for person in circle.people
    ]  # fmt: skip
    refused_by_the_database(write[1], "for themselves")
    without_trigger(*ANSWERED)
    for each in write:
        each()
    assert verdict(circle) == "carried"


def test_c4_without_reading_answers_alone_a_remark_adopts(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(3)
    for person in circle.people:
        services.add_remark(round_id=circle.round.pk, person_id=person, words="Wonderful!", now=LATER)
    assert standing(circle) is Standing.ASKING
    friendly = {each.person_id: "consent" for each in Remark.objects.all()}
    monkeypatch.setattr(queries, "answers_of", lambda asked, at: friendly)
    assert standing(circle) is Standing.ADOPTED


def test_c5_without_waiting_for_the_absent_three_decide_for_the_fourth(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(4)
    meeting = into_a_meeting(circle, 0, 1, 2)
    circle.say(0, 1, 2)
    assert standing(circle) is Standing.ASKING
    there = dict.fromkeys(in_attendance(meeting, LATER), True)
    monkeypatch.setattr(queries, "people_of", lambda asked: there)
    assert standing(circle) is Standing.ADOPTED


def test_c5_without_the_circles_own_rule_somebody_absent_answers_under_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(4)
    meeting = into_a_meeting(circle, 0, 1, 2)
    circle.say(0, 1, 2)
    close_meeting(meeting_id=meeting.pk, minutes_text="", now=LATER)
    with pytest.raises(AnswerInMeeting):
        circle.say(3)
    monkeypatch.setattr(services, "_check_who_answers", lambda *facts: None)
    circle.say(3)
    assert verdict(circle) == "carried"


def test_c6_without_answers_of_one_version_alone_old_consents_adopt_new_words(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    circle.object(3)
    version = latest_version(circle.proposal)
    circle.round = services.integrate(
        round_id=circle.round.pk, reasons="Other words.", effect=version.effect, asking=asking(),
        actor_id=circle.people[0], now=LATER,
    )  # fmt: skip
    circle.say(3)
    assert standing(circle) is Standing.ASKING
    whenever = {each.person_id: each.answer for each in ConsentResponse.objects.order_by("at", "id")}
    monkeypatch.setattr(queries, "answers_of", lambda asked, at: whenever)
    assert standing(circle) is Standing.ADOPTED


def test_c7_without_its_constraint_an_objection_gives_no_reason() -> None:
    circle = ask(3)
    response = answers(circle, circle.people[0], answer="object")
    mute = partial(Objection.objects.create, response=response, reason="", harms="")
    refused_by_the_database(mute, "objection_says_why_and_what")
    take_out("alter table governance_objection drop constraint objection_says_why_and_what")
    mute()
    assert standing(circle) is Standing.OBJECTED


def test_c7_without_the_trigger_somebody_else_ends_an_objection() -> None:
    circle = ask(3)
    objection = circle.object(2)
    ends = partial(services._end_objection, objection, "withdrawn", "", circle.people[0], LATER)
    refused_by_the_database(ends, "only the objector")
    without_trigger("objection_ends_once", "governance_objection")
    ends()
    assert standing(circle) is Standing.ASKING


def handed_up(subject_below: bool) -> tuple[Circle, UUID]:
    """A round about somebody of the circle above, handed up to it; who perhaps sits in the circle below, too."""
    circle = ask(3, not_asked=[2] if subject_below else [])
    subject = circle.people[2]
    above = a_circle(2, "general")
    if not subject_below:
        subject = above[0]
    circle.people = [*above, subject] if subject_below else above
    circle.round = services.hand_up(
        round_id=circle.round.pk, asking=asking("general"), actor_id=circle.people[0], now=LATER,
        about=[subject],
    )  # fmt: skip
    services.move_stage(round_id=circle.round.pk, stage="consent")
    return circle, subject


@pytest.mark.parametrize("subject_below", [True, False])
def test_c8_whom_it_is_about_is_not_asked_by_the_circle_above_either(subject_below: bool) -> None:
    circle, subject = handed_up(subject_below)
    asked = {person for person, is_asked in queries.people_of(circle.round).items() if is_asked}
    assert asked == set(circle.people) - {subject}
    refused_by_the_database(lambda: answers(circle, subject), "whom the round asks")


def test_c8_without_leaving_them_out_whom_it_is_about_holds_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_subject_ids", lambda asked, about: set())
    circle, subject = handed_up(subject_below=False)
    circle.say(1)
    assert standing(circle) is Standing.ASKING
    assert queries.missing_in(circle.round, LATER) == {subject}


def test_c9_without_the_stop_answers_by_message_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(3)
    circle.say(0)
    into_a_meeting(circle)
    with pytest.raises(AnswerInMeeting):
        circle.say(1)
    monkeypatch.setattr(services, "_check_who_answers", lambda *facts: None)
    circle.say(1, 2)
    assert verdict(circle) == "carried"


def test_c10_without_the_closed_round_a_change_of_mind_undoes_the_decision() -> None:
    circle = ask(3)
    everybody_consents(circle)
    refused_by_the_database(lambda: answers(circle, circle.people[0], answer="object"), "takes no answers")
    without_trigger(*ANSWERED)
    answers(circle, circle.people[0], answer="object")
    assert prove_decisions() == ["Decision 1: counted again, the rows say otherwise."]


def test_c12_without_its_column_a_decision_is_never_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = ask(3)
    circle.say(0, 1, 2)
    monkeypatch.setattr(decision_services, "review_day", lambda decided, months: None)
    refused_by_the_database(circle.settle, "review_on")
    take_out("alter table governance_decision alter review_on drop not null")
    assert getattr(circle.settle(), "review_on", "") is None


def test_c12_past_its_review_day_a_decision_stands() -> None:
    circle = ask(3)
    everybody_consents(circle)
    assert standing(circle, LATER + timedelta(days=2000)) is Standing.ADOPTED
    assert prove_decisions() == []


def test_x1_without_answers_in_so_many_words_six_hundred_silent_people_adopt(monkeypatch: pytest.MonkeyPatch) -> None:
    """No default answer exists; where there were one, the mails nobody answered would have made a rule."""
    circle = ask(600, max_electorate=1000)
    assert standing(circle, ANSWER_BY) is Standing.LAPSED
    by_default = dict.fromkeys(circle.people, "consent")
    monkeypatch.setattr(queries, "answers_of", lambda asked, at: by_default)
    assert standing(circle, ANSWER_BY) is Standing.ADOPTED

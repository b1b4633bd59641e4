"""Putting a question and voting on it: who is on the roll, what counts, what is refused, and what the rows say."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from governance.ballots.errors import (
    AttesterMissing,
    BallotClosed,
    HandsAreCounted,
    NobodyToVote,
    NotOnTheRoll,
    QuestionDecided,
    QuestionOpenAlready,
    SteppedAside,
    TooEarlyToPut,
    TooFewForSecrecy,
    VotedAlready,
)
from governance.ballots.models import Ballot, SecretVote, Vote
from governance.ballots.queries import tally_of, votes_of
from governance.ballots.services import cast_vote, void_ballot
from governance.decision_rule import DecisionRule, VoteTest
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.decisions.services import close_vote
from governance.errors import GovernanceError
from governance.meetings.services import note_arrival, note_leaving
from governance.methods.vote import Count
from tests.governance.assembly import EVENING, NOW, Assembly, RingBell, assemble, frame

pytestmark = pytest.mark.usefixtures("inside_lamoni", "bell")
UTC = NOW.tzinfo
SECRET = DecisionRule(
    method="meeting_vote", forum="meeting", tests=(VoteTest(num=2, den=3, cmp="gte", base="present"),), secrecy="secret"
)


def close(ballot: Ballot, **more: object) -> Decision:
    assert UTC is not None
    return close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC, **more)  # type: ignore[arg-type]


def test_l_vote_six_of_nine_in_attendance_carry_and_guests_do_not_count() -> None:
    assembly = assemble(voting=9, guests=3)
    ballot = assembly.put()
    assembly.vote(ballot, yes=6, abstain=3)
    decision = close(ballot)
    assert decision.verdict == "carried"
    assert decision.arithmetic.startswith("6 yes of 9 present; needed 6 (at least 2/3)")
    assert prove_decisions() == []


def test_d8_whoever_comes_or_goes_afterwards_changes_no_base() -> None:
    assembly = assemble(voting=9)
    ballot = assembly.put()
    later = EVENING + timedelta(minutes=5)
    newcomer = uuid4()
    note_arrival(meeting_id=assembly.meeting.pk, person_id=newcomer, is_voting=True, actor_id=uuid4(), now=later)
    note_leaving(meeting_id=assembly.meeting.pk, person_id=assembly.people[8], actor_id=uuid4(), now=later)
    with pytest.raises(NotOnTheRoll):
        cast_vote(ballot_id=ballot.pk, person_id=newcomer, choice="yes", now=later)
    assembly.vote(ballot, yes=6)
    assert close(ballot).tally["base_present"] == 9


def test_d1_the_last_word_before_the_close_counts_and_earlier_ones_are_kept() -> None:
    assembly = assemble()
    ballot = assembly.put()
    for choice in ("no", "yes", "abstain"):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice=choice, now=EVENING)
    assert votes_of(ballot) == {assembly.people[0]: "abstain"}
    assert Vote.objects.filter(ballot=ballot).count() == 3


def test_an_abstention_is_an_act_and_silence_is_another_thing() -> None:
    assembly = assemble(voting=7)
    ballot = assembly.put()
    assembly.vote(ballot, yes=4, abstain=1)
    tally = tally_of(ballot)
    assert (tally.abstain, tally.not_voting) == (1, 2)


def test_a_vote_after_closing_from_outside_or_after_stepping_aside_is_refused() -> None:
    assembly = assemble()
    ballot = assembly.put(recused=[assembly.people[1]])
    with pytest.raises(SteppedAside):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[1], choice="no", now=EVENING)
    with pytest.raises(NotOnTheRoll):
        cast_vote(ballot_id=ballot.pk, person_id=uuid4(), choice="yes", now=EVENING)
    close(ballot)
    with pytest.raises(BallotClosed):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice="yes", now=EVENING)


def around_the_service(ballot: Ballot, assembly: Assembly) -> list[tuple[object, ...]]:
    return [(ballot.pk, uuid4()), (ballot.pk, assembly.people[1])]


def test_d3_the_database_refuses_a_vote_from_outside_the_roll_or_after_the_close() -> None:
    """The guard behind the service: straight to the table."""
    assembly = assemble()
    ballot = assembly.put(recused=[assembly.people[1]])
    for ballot_id, person in around_the_service(ballot, assembly):
        with pytest.raises(DatabaseError), transaction.atomic():
            Vote.objects.create(ballot_id=ballot_id, person_id=person, choice="yes", at=EVENING)
    close(ballot)
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.create(ballot=ballot, person_id=assembly.people[0], choice="yes", at=EVENING)


@pytest.mark.parametrize(
    "statement",
    [
        "update governance_vote set choice = 'yes'",
        "delete from governance_vote",
        "delete from governance_rollentry",
        "update governance_decision set verdict = 'carried'",
        "update governance_proposalversion set effect = '{}'",
        "delete from governance_presence",
        "update governance_proposalnotice set notice_days = 0",
        "delete from governance_ballot",
    ],
)
def test_d2_what_was_said_announced_and_decided_is_never_changed(statement: str) -> None:
    assembly = assemble()
    ballot = assembly.put()
    assembly.vote(ballot, yes=2, no=5)
    close(ballot)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_closed_ballot_is_never_changed() -> None:
    assembly = assemble()
    ballot = assembly.put()
    close(ballot)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(yes=9)


def test_closing_twice_gives_the_decision_that_stands(bell: RingBell) -> None:
    assembly = assemble()
    ballot = assembly.put()
    assembly.vote(ballot, yes=9)
    assert close(ballot).pk == close(ballot).pk
    assert Decision.objects.count() == 1


def test_a_tie_is_lost_and_a_lost_question_may_be_put_again_but_a_carried_one_not() -> None:
    assembly = assemble(voting=8)
    ballot = assembly.put()
    assembly.vote(ballot, yes=4, no=4)
    assert close(ballot).verdict == "lost"
    again = assembly.put()
    assembly.vote(again, yes=8)
    assert close(again).verdict == "carried"
    with pytest.raises(QuestionDecided):
        assembly.put()


def test_a_question_is_put_once_at_a_time_and_a_void_one_is_kept() -> None:
    assembly = assemble()
    ballot = assembly.put()
    with pytest.raises(QuestionOpenAlready):
        assembly.put()
    void_ballot(ballot_id=ballot.pk, now=EVENING)
    with pytest.raises(BallotClosed):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice="yes", now=EVENING)
    assembly.put()
    assert Ballot.objects.filter(announcement=assembly.notice).count() == 2


def test_with_nobody_or_too_few_in_attendance_no_question_is_put() -> None:
    with pytest.raises(NobodyToVote) as refused:
        assemble(voting=2).put()
    assert "2 voting members" in refused.value.sentence


def test_hands_are_counted_by_one_and_confirmed_by_another() -> None:
    assembly = assemble(voting=9)
    ballot = assembly.put(record="counted")
    with pytest.raises(HandsAreCounted):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice="yes", now=EVENING)
    hands = Count(yes=6, no=2, abstain=1)
    for attester in (None, uuid4()):
        with pytest.raises(AttesterMissing):
            close(ballot, hands=hands, attested_by_id=attester)
    with pytest.raises(GovernanceError, match="count again"), transaction.atomic():
        close(ballot, hands=Count(yes=9, no=1, abstain=0), attested_by_id=assembly.people[3])
    assert close(ballot, hands=hands, attested_by_id=assembly.people[3]).verdict == "carried"


def test_a_secret_vote_names_nobody_and_is_refused_among_three() -> None:
    assembly = assemble(voting=6, judged=frame(SECRET))
    ballot = assembly.put()
    assembly.vote(ballot, yes=4, no=2)
    with pytest.raises(VotedAlready):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice="no", now=EVENING)
    assert Vote.objects.filter(ballot=ballot).count() == 0
    assert not {field.name for field in SecretVote._meta.fields} & {"person_id", "at", "person"}
    assert close(ballot).verdict == "carried"
    with pytest.raises(TooFewForSecrecy):
        assemble(voting=3, judged=frame(SECRET)).put()


def test_the_question_waits_for_the_hour_members_were_told_of() -> None:
    told = assemble()
    with pytest.raises(TooEarlyToPut):
        told.put(at=EVENING - timedelta(minutes=1))
    assert told.put(at=EVENING).put_at == EVENING

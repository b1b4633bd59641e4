"""Votes, decisions and effects with one invariant's guards taken out: the wrong thing happens, so it was they."""

from datetime import UTC, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from governance.ballots import queries, services
from governance.ballots.models import Ballot, RollEntry, SecretVote, Vote
from governance.ballots.queries import tally_of, votes_of
from governance.ballots.services import cast_vote
from governance.decision_rule import VoteTest
from governance.decisions import queries as decision_queries
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.decisions.services import close_vote
from governance.effects import services as effects
from governance.effects.models import Effect
from governance.meetings.queries import attended, in_attendance
from governance.meetings.services import note_arrival
from governance.methods import vote
from governance.methods.vote import Count
from governance.recount import recount_verdict
from tests.governance.assembly import EVENING, Assembly, RingBell, assemble, frame
from tests.governance.test_ballots import SECRET
from tests.governance.unguarded import refused_by_the_database, take_out, undone, without_trigger

pytestmark = pytest.mark.usefixtures("unlocked", "bell")
LATER = EVENING + timedelta(minutes=5)


def close(ballot: Ballot) -> Decision:
    return close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC)


def decided(*, yes: int = 9) -> Decision:
    assembly = assemble()
    ballot = assembly.put()
    assembly.vote(ballot, yes=yes, no=9 - yes)
    return close(ballot)


def run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def from_the_log(ballot: Ballot) -> dict[UUID, bool]:
    """The roll as it would be without being frozen: whoever is there now."""
    return dict.fromkeys(in_attendance(ballot.announcement.meeting, LATER), False)


def test_d1_without_taking_the_last_word_alone_one_person_counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assemble()
    ballot = assembly.put()
    for _ in range(2):
        cast_vote(ballot_id=ballot.pk, person_id=assembly.people[0], choice="yes", now=EVENING)
    assert tally_of(ballot).yes == 1
    every_word = {each.pk: each.choice for each in Vote.objects.filter(ballot=ballot)}
    monkeypatch.setattr(queries, "votes_of", lambda ballot: every_word)
    assert tally_of(ballot).yes == 2


def test_d1_without_its_three_guards_one_person_votes_secretly_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service's question, one row for a voter, and no more secret votes than voters."""
    assembly = assemble(judged=frame(SECRET))
    ballot = assembly.put()
    again = partial(cast_vote, ballot_id=ballot.pk, person_id=assembly.people[0], choice="yes", now=EVENING)
    again()
    refused_by_the_database(lambda: SecretVote.objects.create(ballot=ballot, choice="yes"), "cannot outnumber voters")
    monkeypatch.setattr(services, "voted", lambda ballot: set())
    refused_by_the_database(again, "voted_secretly_once")
    with undone():
        take_out("alter table governance_secretvoter drop constraint voted_secretly_once")
        again()
        assert tally_of(ballot).yes == 2
    without_trigger("one_secret_vote_for_a_voter", "governance_secretvote")
    SecretVote.objects.create(ballot=ballot, choice="yes")
    assert tally_of(ballot).yes == 2


CHANGES = {
    "governance_vote": "update governance_vote set choice = 'yes' where choice = 'no'",
    "governance_rollentry": "delete from governance_rollentry",
    "governance_presence": "delete from governance_presence",
    "governance_decision": "update governance_decision set verdict = 'carried'",
    "governance_proposalversion": "update governance_proposalversion set reasons = 'other'",
    "governance_proposalnotice": "update governance_proposalnotice set notice_days = 0",
}


@pytest.mark.parametrize("table", CHANGES)
def test_d2_without_the_missing_right_what_was_said_is_rewritten(table: str) -> None:
    decided(yes=3)
    refused_by_the_database(lambda: run(CHANGES[table]), "permission denied")
    take_out(f"grant update, delete on {table} to {{role}}")
    assert run(CHANGES[table]) > 0


def test_d3_without_roll_and_trigger_a_stranger_votes(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assemble()
    ballot, stranger = assembly.put(), uuid4()
    anybody = partial(cast_vote, ballot_id=ballot.pk, person_id=stranger, choice="yes", now=EVENING)
    monkeypatch.setattr(services, "roll_of", lambda ballot: {stranger: False})
    refused_by_the_database(anybody, "only people on the roll")
    without_trigger("vote_of_the_roll", "governance_vote")
    anybody()
    assert votes_of(ballot) == {stranger: "yes"}


def test_d4_without_refusing_impossible_counts_more_hands_than_people_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assemble(voting=9)
    ballot = assembly.put(record="counted")
    monkeypatch.setattr(vote, "check_possible", lambda roll, count: None)
    tally = close_vote(
        ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC, hands=Count(yes=9, no=3, abstain=0),
        attested_by_id=assembly.people[3],
    ).tally  # fmt: skip
    assert (tally["base_present"], tally["not_voting"], tally["verdict"]) == (9, -3, "carried")


def test_d5_without_counting_again_a_changed_vote_goes_unnoticed(
    bell: RingBell, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided()
    take_out("grant update on governance_vote to {role}")
    run("update governance_vote set choice = 'no'")
    assert prove_decisions() == ["Decision 1: counted again, the rows say otherwise."]
    with undone():
        effects.execute_due(now=EVENING)
        assert Effect.objects.get().trouble == "Counted again, it is not carried."
    for place in (decision_queries, effects):
        monkeypatch.setattr(place, "recount_verdict", lambda decision: decision.verdict)
    assert prove_decisions() == []
    effects.execute_due(now=EVENING)
    assert len(bell.rung) == 1


def test_d5_a_decision_forged_beside_an_open_vote_or_about_other_words_is_found() -> None:
    assembly, other = assemble(), assemble()
    ballot = assembly.put()
    assembly.vote(ballot, yes=9)
    forged = Decision(ballot=ballot, version=ballot.version, verdict="carried")
    assert recount_verdict(forged) == "", "the vote is still going on"
    close(ballot)
    forged.ballot = Ballot.objects.get(pk=ballot.pk)
    assert recount_verdict(forged) == "carried"
    forged.version = other.notice.version
    assert recount_verdict(forged) == ""


CHURCH = {"kind": "ring_bell", "bell": "church", "times": 1}


def test_d6_without_seal_and_hash_another_act_is_carried_out(bell: RingBell, monkeypatch: pytest.MonkeyPatch) -> None:
    effect = Effect.objects.get(decision=decided())
    refused_by_the_database(lambda: Effect.objects.update(body=CHURCH), "never change")
    without_trigger("effect_happens_once", "governance_effect")
    Effect.objects.update(body=CHURCH)
    with undone():
        effects.execute_due(now=EVENING)
        assert "not what was announced" in Effect.objects.get().trouble
    monkeypatch.setattr(effects, "digest_of", lambda body: effect.sha256)
    effects.execute_due(now=EVENING)
    assert bell.rung == ["church by decision 1"]


def test_d7_without_asking_whether_it_waits_an_act_is_carried_out_twice(
    bell: RingBell, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided()
    effects.execute_due(now=EVENING)
    again = Effect.objects.get()
    monkeypatch.setattr(effects, "_lock_waiting_effect", lambda effect_id: Effect.objects.get(pk=effect_id))
    bell.rung.clear()
    refused_by_the_database(lambda: effects.execute_effect(effect_id=again.pk, now=EVENING), "at most once")
    without_trigger("effect_happens_once", "governance_effect")
    bell.rung.clear()
    assert effects.execute_effect(effect_id=again.pk, now=EVENING) == 1
    assert bell.rung == ["town by decision 1"], "a second time"


def test_d8_without_the_frozen_roll_a_latecomer_changes_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assemble(voting=9)
    ballot = assembly.put()
    assembly.vote(ballot, yes=6)
    decision = close(ballot)
    note_arrival(meeting_id=assembly.meeting.pk, person_id=uuid4(), is_voting=True, actor_id=uuid4(), now=LATER)
    assert (decision.verdict, recount_verdict(decision)) == ("carried", "carried")
    monkeypatch.setattr(queries, "roll_of", from_the_log)
    assert recount_verdict(decision) == "lost"


def test_d8_without_the_trigger_somebody_is_put_on_the_roll_after_the_close() -> None:
    assembly = assemble(voting=9)
    ballot = assembly.put()
    assembly.vote(ballot, yes=6)
    decision = close(ballot)
    refused_by_the_database(lambda: RollEntry.objects.create(ballot=ballot, person_id=uuid4()), "does not grow")
    without_trigger("roll_is_frozen", "governance_rollentry")
    RollEntry.objects.create(ballot=ballot, person_id=uuid4())
    assert recount_verdict(decision) == "lost"


def test_d8_without_the_copy_in_the_notice_a_new_rule_changes_an_old_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = decided(yes=6)
    unanimous = SECRET.model_copy(update={"tests": (VoteTest(num=1, den=1, cmp="gte", base="present"),)})
    monkeypatch.setattr(queries, "rule_of", lambda ballot: unanimous)
    assert recount_verdict(decision) == "lost"


def test_a1_without_log_and_roll_correcting_who_attended_changes_the_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is only added to, and the base is the roll: both out, a correction of the list moves the base."""
    assembly: Assembly = assemble(voting=9)
    ballot = assembly.put()
    assembly.vote(ballot, yes=6)
    decision = close(ballot)
    correction = f"delete from governance_presence where person_id = '{assembly.people[8]}'"
    refused_by_the_database(lambda: run(correction), "permission denied")
    take_out("grant delete on governance_presence to {role}")
    with undone():
        run(correction)
        assert len(attended(assembly.meeting)) == 8
        assert tally_of(decision_ballot(decision)).base_present == 9, "the roll stands by itself"
    monkeypatch.setattr(queries, "roll_of", from_the_log)
    run(correction)
    assert tally_of(decision_ballot(decision)).base_present == 8


def decision_ballot(decision: Decision) -> Ballot:
    assert decision.ballot is not None
    return decision.ballot


def test_p4_without_its_column_a_decision_names_no_rule() -> None:
    """What was applied, to what, with which result stands beside every decision."""
    decision = decided()
    announced = decision_ballot(decision).announcement
    assert (announced.rule["method"], decision.tally["yes"], bool(announced.rule_version_id)) == (
        "meeting_vote",
        9,
        True,
    )
    nameless: dict[str, Any] = {"judged": frame(rule_version_id=None)}
    refused_by_the_database(lambda: assemble(**nameless), "rule_version_id")
    take_out("alter table governance_proposalnotice alter rule_version_id drop not null")
    assert assemble(**nameless).notice.rule_version_id is None

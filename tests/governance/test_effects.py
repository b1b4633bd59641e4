"""What a carried decision orders happens once, on its day, as announced, or is shown as not done."""

from datetime import UTC, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from governance.acts import registry
from governance.acts.errors import EffectRefused
from governance.decisions.models import Decision
from governance.decisions.services import close_vote
from governance.effects.models import Effect
from governance.effects.services import execute_due, execute_effect
from governance.methods.vote import Count
from governance.proposals.queries import state_of_proposal
from governance.proposals.rules import State
from tests.governance.assembly import EVENING, NOW, Assembly, RingBell, assemble, frame

pytestmark = pytest.mark.usefixtures("inside_lamoni")


def decide(assembly: Assembly, *, yes: int = 9) -> Decision:
    ballot = assembly.put()
    assembly.vote(ballot, yes=yes, no=9 - yes)
    return close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC)


def test_d7_an_effect_is_carried_out_once(bell: RingBell) -> None:
    assembly = assemble()
    decision = decide(assembly)
    assert [execute_due(now=EVENING), execute_due(now=EVENING)] == [1, 0]
    assert bell.rung == [f"town by decision {decision.number}"]
    effect = Effect.objects.get(decision=decision)
    assert (effect.state, effect.made) == ("done", {"bell": "town"})
    assert state_of_proposal(assembly.proposal) is State.DONE
    with pytest.raises(DatabaseError), transaction.atomic():
        Effect.objects.filter(pk=effect.pk).update(state="waiting")


def test_what_was_lost_orders_nothing(bell: RingBell) -> None:
    decide(assemble(), yes=5)
    assert execute_due(now=EVENING) == 0
    assert not Effect.objects.exists()


def test_an_effect_waits_for_the_delay_that_was_announced(bell: RingBell) -> None:
    decide(assemble(judged=frame(delay_days=7)))
    assert execute_due(now=EVENING + timedelta(days=7) - timedelta(seconds=1)) == 0
    assert execute_due(now=EVENING + timedelta(days=7)) == 1
    assert len(bell.rung) == 1


def failed(decision: Decision) -> str:
    effect = Effect.objects.get(decision=decision)
    assert effect.state == "failed"
    return effect.trouble


def test_what_can_no_longer_be_done_is_recorded_and_never_tried_again_in_silence(
    bell: RingBell, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide(assemble())

    def broken(body: Any, now: object) -> None:
        raise EffectRefused(why="The bell was sold.")

    monkeypatch.setattr(bell, "check", broken)
    assert execute_due(now=EVENING) == 1
    assert failed(decision) == "The bell was sold."
    monkeypatch.undo()
    assert execute_due(now=EVENING) == 0
    assert bell.rung == []


def test_an_act_that_breaks_off_leaves_nothing_and_waits(bell: RingBell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is not the meeting's refusal: it is raised, undone and tried again."""
    decision = decide(assemble())
    monkeypatch.setattr(bell, "carry_out", lambda body, order: {}["rope"])
    with pytest.raises(KeyError):
        execute_due(now=EVENING)
    assert Effect.objects.get(decision=decision).state == "waiting"
    monkeypatch.undo()
    monkeypatch.setitem(registry._ACTS, bell.kind, bell)
    assert execute_due(now=EVENING) == 1


def test_d6_the_act_carried_out_is_the_act_announced(bell: RingBell) -> None:
    decision = decide(assemble())
    for change in ({"body": {"kind": "ring_bell", "bell": "church", "times": 1}}, {"due_at": NOW}, {"sha256": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Effect.objects.filter(decision=decision).update(**change)
    assert execute_due(now=EVENING) == 1
    assert bell.rung == [f"town by decision {decision.number}"]


def test_an_effect_not_carried_out_in_sixty_days_has_to_be_decided_anew(bell: RingBell) -> None:
    decision = decide(assemble())
    assert execute_due(now=EVENING + timedelta(days=60)) == 1
    assert "decided again" in failed(decision)
    assert bell.rung == []


def test_the_count_is_taken_again_before_the_act(bell: RingBell, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assemble()
    decision = decide(assembly)
    monkeypatch.setattr("governance.ballots.queries.count_of", lambda ballot: Count(yes=1, no=0, abstain=0))
    assert execute_due(now=EVENING) == 1
    assert failed(decision) == "Counted again, it is not carried."


def test_an_effect_that_is_gone_or_done_is_nothing_to_do(bell: RingBell) -> None:
    assert execute_effect(effect_id=uuid4(), now=EVENING) == 0

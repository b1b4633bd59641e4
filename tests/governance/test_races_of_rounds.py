"""Answers and closers at once: none is lost, none is taken after the close, one decision stands."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from governance.circles.models import CircleMembership
from governance.decisions import consent
from governance.decisions.consent import settle_round
from governance.decisions.models import Decision
from governance.methods.consent import RoundTally
from governance.rounds.errors import RoundClosed, RoundHasLapsed
from governance.rounds.models import ConsentRound
from governance.rounds.queries import outcome_of_round
from governance.rounds.services import respond
from tenants.context import in_bank
from tenants.models import Bank
from tests.governance.assembly import RingBell
from tests.governance.circle import ANSWER_BY, LATER, ask
from tests.governance.turns import in_turn
from tests.house import PATIENCE_SECONDS
from tests.house.databases import superuser

PEOPLE, CLOSERS, TIMES = 12, 3, 5


def _answer(bank: Bank, round_id: UUID, person: UUID, wait: float) -> bool:
    """True when the answer was acknowledged."""
    time.sleep(wait)
    said = partial(respond, round_id=round_id, person_id=person, answer="consent", actor_id=person, now=LATER)
    try:
        in_turn(bank, said)
    except (RoundClosed, RoundHasLapsed):
        return False
    return True


def _settle(bank: Bank, round_id: UUID, wait: float) -> UUID | None:
    time.sleep(wait)
    closes = partial(settle_round, round_id=round_id, actor_id=uuid4(), now=ANSWER_BY, zone=UTC)
    return getattr(in_turn(bank, closes), "pk", None)


def one_race(bank: Bank, seed: int) -> tuple[int, ConsentRound, Decision, set[UUID | None]]:
    """(acknowledged answers, the closed round, its decision, what the closers were given)."""
    chance = random.Random(seed)
    with in_bank(bank):
        CircleMembership.objects.update(ended_on=LATER.date())
        circle = ask(PEOPLE)
        round_id = circle.round.pk
    with ThreadPoolExecutor(PEOPLE + CLOSERS) as pool:
        said = [pool.submit(_answer, bank, round_id, person, chance.random() / 10) for person in circle.people]
        closes = [pool.submit(_settle, bank, round_id, 0.03 + chance.random() / 20) for _ in range(CLOSERS)]
        acknowledged = sum(each.result() for each in said)
        given = {each.result() for each in closes}
    with in_bank(bank):
        return acknowledged, ConsentRound.objects.get(pk=round_id), Decision.objects.get(round=round_id), given


def test_three_closers_against_twelve_who_answer(own_lamoni: Bank, bell: RingBell) -> None:
    for seed in range(TIMES):
        acknowledged, closed, decision, given = one_race(own_lamoni, seed)
        with in_bank(own_lamoni):
            counted = outcome_of_round(closed, ANSWER_BY).consents
            assert decision.tally["consents"] == acknowledged == counted, "an answer was lost or taken too late"
            assert given == {decision.pk}


def test_without_the_row_taken_in_turn_an_answer_slips_past_the_close(
    own_lamoni: Bank, bell: RingBell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both guards out, the service's lock and the database's second look; somebody answers before it is written."""
    with in_bank(own_lamoni):
        CircleMembership.objects.update(ended_on=LATER.date())
        circle = ask(3)
    working_out, worked_out, answered = outcome_of_round, Event(), Event()

    def while_somebody_answers(asked: ConsentRound, now: datetime) -> RoundTally:
        stands = working_out(asked, now)
        worked_out.set()
        assert answered.wait(PATIENCE_SECONDS)
        return stands

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(consent, "outcome_of_round", while_somebody_answers)
    trigger = f"table {own_lamoni.schema_name}.governance_consentresponse {{}} trigger response_of_the_asked"
    with superuser(str(connection.settings_dict["NAME"])) as server, ThreadPoolExecutor(1) as pool:
        server.execute("alter " + trigger.format("disable"))
        closing = pool.submit(_settle, own_lamoni, circle.round.pk, 0)
        assert worked_out.wait(PATIENCE_SECONDS)
        assert _answer(own_lamoni, circle.round.pk, circle.people[0], 0), "it was acknowledged"
        answered.set()
        closing.result()
        server.execute("alter " + trigger.format("enable"))
    with in_bank(own_lamoni):
        assert Decision.objects.get(round=circle.round).tally["consents"] == 0, "and is not counted"

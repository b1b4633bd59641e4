"""Answers and closers at once: none is lost, none is taken after the close, one decision stands."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from governance.circles.models import CircleMembership
from governance.decisions import consent
from governance.decisions.consent import settle_round
from governance.decisions.models import Decision
from governance.methods.consent import Outcome
from governance.rounds.errors import RoundClosed, RoundHasLapsed
from governance.rounds.models import ConsentRound
from governance.rounds.queries import outcome_of_round
from governance.rounds.services import respond
from tenants.context import in_bank
from tenants.models import Bank
from tests.governance.assembly import RingBell
from tests.governance.circle import ANSWER_BY, LATER, ask
from tests.house.databases import superuser

PEOPLE, CLOSERS, TIMES = 12, 3, 5


def _answer(bank: Bank, round_id: UUID, person: UUID, wait: float) -> bool:
    """True when the answer was acknowledged."""
    time.sleep(wait)
    try:
        with in_bank(bank):
            respond(round_id=round_id, person_id=person, answer="consent", actor_id=person, now=LATER)
            return True
    except (RoundClosed, RoundHasLapsed):
        return False
    finally:
        connection.close()


def _settle(bank: Bank, round_id: UUID, wait: float) -> UUID | None:
    time.sleep(wait)
    try:
        with in_bank(bank):
            decision = settle_round(round_id=round_id, actor_id=uuid4(), now=ANSWER_BY, zone=UTC)
            return decision.pk if decision else None
    finally:
        connection.close()


def one_race(bank: Bank, seed: int, closers: int = CLOSERS) -> tuple[int, ConsentRound, Decision, set[UUID | None]]:
    """(acknowledged answers, the closed round, its decision, what the closers were given)."""
    chance = random.Random(seed)
    with in_bank(bank):
        CircleMembership.objects.update(ended_on=LATER.date())
        circle = ask(PEOPLE)
        round_id = circle.round.pk
    with ThreadPoolExecutor(PEOPLE + CLOSERS) as pool:
        said = [pool.submit(_answer, bank, round_id, person, chance.random() / 10) for person in circle.people]
        closes = [pool.submit(_settle, bank, round_id, 0.03 + chance.random() / 20) for _ in range(closers)]
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
    """Both guards out, the service's lock and the database's second look, and a close that takes its time."""
    working_out = outcome_of_round

    def slowly(asked: ConsentRound, now: datetime) -> Outcome:
        stands = working_out(asked, now)
        time.sleep(0.2)
        return stands

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(consent, "outcome_of_round", slowly)
    trigger = f"table {own_lamoni.schema_name}.governance_consentresponse {{}} trigger response_of_the_asked"
    with superuser(str(connection.settings_dict["NAME"])) as server:
        server.execute("alter " + trigger.format("disable"))
        acknowledged, _, decision, _ = one_race(own_lamoni, seed=1, closers=1)
        server.execute("alter " + trigger.format("enable"))
    assert acknowledged > decision.tally["consents"]

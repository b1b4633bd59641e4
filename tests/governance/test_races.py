"""Voters and closers at once: no vote is lost, none is counted late, one decision stands (reference F12)."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from governance.ballots import services
from governance.ballots.errors import BallotClosed
from governance.ballots.models import Ballot
from governance.ballots.queries import count_of
from governance.ballots.services import cast_vote
from governance.decisions.models import Decision
from governance.decisions.services import close_vote
from governance.methods.vote import Count
from tenants.context import in_bank
from tenants.models import Bank
from tests.governance.assembly import EVENING, Assembly, RingBell, assemble
from tests.governance.turns import in_turn
from tests.house import PATIENCE_SECONDS
from tests.house.databases import superuser

VOTERS, CLOSERS, ROUNDS = 24, 3, 6


def _vote(bank: Bank, ballot_id: UUID, person: UUID, wait: float) -> bool:
    """True when the vote was acknowledged."""
    time.sleep(wait)
    try:
        in_turn(bank, partial(cast_vote, ballot_id=ballot_id, person_id=person, choice="yes", now=EVENING))
    except BallotClosed:
        return False
    return True


def _close(bank: Bank, ballot_id: UUID, wait: float) -> UUID:
    time.sleep(wait)
    return in_turn(bank, lambda: close_vote(ballot_id=ballot_id, actor_id=uuid4(), now=EVENING, zone=UTC).pk)


def one_round(bank: Bank, seed: int, closers: int = CLOSERS) -> tuple[int, Ballot, set[UUID]]:
    """(acknowledged votes, the closed ballot, the decisions that the closers were given)."""
    chance = random.Random(seed)
    with in_bank(bank):
        assembly: Assembly = assemble(voting=VOTERS)
        ballot = assembly.put()
    with ThreadPoolExecutor(VOTERS + CLOSERS) as pool:
        votes = [pool.submit(_vote, bank, ballot.pk, person, chance.random() / 10) for person in assembly.people]
        closes = [pool.submit(_close, bank, ballot.pk, 0.04 + chance.random() / 20) for _ in range(closers)]
        acknowledged = sum(each.result() for each in votes)
        given = {each.result() for each in closes}
    with in_bank(bank):
        ballot.refresh_from_db()
    return acknowledged, ballot, given


def test_three_closers_against_24_voters(own_lamoni: Bank, bell: RingBell) -> None:
    for seed in range(ROUNDS):
        acknowledged, ballot, given = one_round(own_lamoni, seed)
        with in_bank(own_lamoni):
            assert ballot.yes == acknowledged == count_of(ballot).yes, "a vote was lost or counted late"
            assert given == {Decision.objects.get(ballot=ballot).pk}


def test_without_the_row_taken_in_turn_votes_would_be_lost(
    own_lamoni: Bank, bell: RingBell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both guards out, the service's lock and the database's second look; somebody votes between count and close."""
    with in_bank(own_lamoni):
        assembly: Assembly = assemble(voting=3)
        ballot = assembly.put()
    counting, counted, voted = services.count_of, Event(), Event()

    def while_somebody_votes(ballot: Ballot) -> Count:
        count = counting(ballot)
        counted.set()
        assert voted.wait(PATIENCE_SECONDS)
        return count

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(services, "count_of", while_somebody_votes)
    trigger = f"table {own_lamoni.schema_name}.governance_vote {{}} trigger vote_of_the_roll"
    with superuser(str(connection.settings_dict["NAME"])) as server, ThreadPoolExecutor(1) as pool:
        server.execute("alter " + trigger.format("disable"))
        closing = pool.submit(_close, own_lamoni, ballot.pk, 0)
        assert counted.wait(PATIENCE_SECONDS)
        assert _vote(own_lamoni, ballot.pk, assembly.people[0], 0), "it was acknowledged"
        voted.set()
        closing.result()
        server.execute("alter " + trigger.format("enable"))
    with in_bank(own_lamoni):
        ballot.refresh_from_db()
        assert ballot.yes == 0, "and is not counted"

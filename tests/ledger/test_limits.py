"""Floors and ceilings stand on the account: hard ones refuse, soft ones warn, and nobody is locked in."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from ledger import errors
from ledger.accounts import Limits, accounts_by_id, set_limits
from ledger.audit import prove_books
from ledger.journal import LimitWarning
from ledger.statements import balance_of
from tenants.context import in_bank
from tests.ledger.books import NOW, People, member, post
from tests.ledger.conftest import OwnDatabase

HARD_FLOOR = Limits(floor_minutes=-60, floor_is_hard=True)
HARD_CEILING = Limits(ceiling_minutes=60, ceiling_is_hard=True)
NOBODY = UUID(int=9)


def test_a_hard_floor_refuses_the_minute_below_it(people: People) -> None:
    set_limits(account_id=people.anne, limits=HARD_FLOOR, now=NOW)
    post({people.anne: -60, people.bill: 60})
    with pytest.raises(errors.FloorReached) as refused, transaction.atomic():
        post({people.anne: -1, people.bill: 1})
    assert refused.value.data == {
        "account_id": str(people.anne), "floor_minutes": -60, "balance_minutes": -60, "minutes": -1
    }  # fmt: skip


def test_a_hard_ceiling_refuses_the_minute_above_it(people: People) -> None:
    set_limits(account_id=people.anne, limits=HARD_CEILING, now=NOW)
    post({people.anne: 60, people.bill: -60})
    with pytest.raises(errors.CeilingReached), transaction.atomic():
        post({people.anne: 1, people.bill: -1})


@pytest.mark.parametrize(("first", "limits"), [(-90, HARD_FLOOR), (90, HARD_CEILING)], ids=["floor", "ceiling"])
def test_whoever_stands_beyond_a_tightened_limit_may_only_come_back(people: People, first: int, limits: Limits) -> None:
    post({people.anne: first, people.bill: -first})
    set_limits(account_id=people.anne, limits=limits, now=NOW)
    step = 1 if first > 0 else -1
    with pytest.raises(errors.LedgerError), transaction.atomic():
        post({people.anne: step, people.bill: -step})
    post({people.anne: -step, people.bill: step})
    assert balance_of(people.anne) == first - step
    assert prove_books() == []


def test_soft_limits_warn_and_never_block(people: People) -> None:
    set_limits(account_id=people.anne, limits=Limits(floor_minutes=-60, ceiling_minutes=60), now=NOW)
    assert post({people.anne: -60, people.bill: 60}).warnings == ()
    assert post({people.anne: -15, people.bill: 15}).warnings == (LimitWarning(people.anne, "floor"),)
    assert post({people.anne: 5, people.bill: -5}).warnings == ()
    assert post({people.anne: 200, people.bill: -200}).warnings == (LimitWarning(people.anne, "ceiling"),)
    assert balance_of(people.anne) == 130


def test_limits_of_a_kind_reach_every_account_of_it_and_are_set_once(people: People) -> None:
    changed = set_limits(kind="member", limits=HARD_FLOOR, now=NOW)
    assert changed >= 3
    assert set_limits(kind="member", limits=HARD_FLOOR, now=NOW) == 0
    found = accounts_by_id([people.anne, people.fund])
    assert found[people.anne].floor_is_hard
    assert not found[people.fund].floor_is_hard
    assert prove_books() == []


@pytest.mark.parametrize(
    "limits",
    [Limits(floor_minutes=10, ceiling_minutes=0), Limits(floor_is_hard=True), Limits(ceiling_is_hard=True)],
    ids=["floor above ceiling", "hard floor of nothing", "hard ceiling of nothing"],
)
def test_contradictory_limits_are_refused(people: People, limits: Limits) -> None:
    with pytest.raises(errors.TermsRefused):
        set_limits(account_id=people.anne, limits=limits, now=NOW)


def test_limits_of_nobody_are_refused(people: People) -> None:
    with pytest.raises(errors.AccountUnknown):
        set_limits(account_id=NOBODY, limits=HARD_FLOOR, now=NOW)


def test_a_hard_floor_holds_when_eight_spend_at_once(committed: OwnDatabase) -> None:
    giver, taker = member(HARD_FLOOR), member()
    start = threading.Barrier(8)

    def spend(_: int) -> int:
        done = 0
        try:
            with in_bank(committed.door):
                start.wait()
                for _ in range(5):
                    try:
                        post({giver: -7, taker: 7})
                        done += 1
                    except errors.FloorReached:
                        continue
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(8) as pool:
        posted = sum(pool.map(spend, range(8)))
    assert posted == 60 // 7
    assert balance_of(giver) == -7 * posted

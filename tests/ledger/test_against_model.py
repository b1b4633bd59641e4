"""Random histories against a small pure model: the books and the model never differ, and the books always prove."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ledger import errors
from ledger.accounts import Limits, close_account, reopen_account, set_limits
from ledger.audit import prove_books
from ledger.statements import balance_of, balance_served_by
from tenants.context import in_bank
from tenants.models import Bank
from tests.ledger.books import DAY, NOW, member, post, reverse

PEOPLE = 4
WHO = st.integers(0, PEOPLE - 1)
PARTS = st.dictionaries(WHO, st.integers(-180, 180), min_size=1, max_size=PEOPLE)


class Model:
    """Balances, what was posted under which key, and why something must be refused. Nothing else."""

    def __init__(self) -> None:
        self.balances = dict.fromkeys(range(PEOPLE), 0)
        self.floors: dict[int, int | None] = dict.fromkeys(range(PEOPLE))
        self.closed: set[int] = set()
        self.entries: list[tuple[UUID, dict[int, int], int]] = []
        self.undone: set[UUID] = set()
        self.reversals: set[UUID] = set()

    def refusals(self, parts: dict[int, int]) -> set[type[Exception]]:
        found: set[type[Exception]] = set()
        if len(parts) < 2:
            return {errors.TooFewPostings}
        if sum(parts.values()):
            found.add(errors.EntryUnbalanced)
        for who, minutes in parts.items():
            floor = self.floors[who]
            if minutes == 0:
                found.add(errors.MinutesOutOfBounds)
            elif who in self.closed:
                found.add(errors.AccountClosed)
            elif floor is not None and minutes < 0 and self.balances[who] + minutes < floor:
                found.add(errors.FloorReached)
        return found

    def apply(self, key: UUID, parts: dict[int, int], days_ago: int) -> None:
        self.entries.append((key, parts, days_ago))
        for who, minutes in parts.items():
            self.balances[who] += minutes


class Books(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()  # a failed example must not spoil the ones that shrink it
        self.example.__enter__()
        self.model = Model()
        self.accounts = [member() for _ in range(PEOPLE)]

    def _post(self, key: UUID, parts: dict[int, int], days_ago: int = 0) -> bool:
        return post(
            {self.accounts[who]: minutes for who, minutes in parts.items()},
            key=key, service_date=DAY - timedelta(days=days_ago),
        ).created  # fmt: skip

    @rule(parts=PARTS, balanced=st.integers(0, 3), days_ago=st.integers(0, 90))
    def post_something(self, parts: dict[int, int], balanced: int, days_ago: int) -> None:
        if balanced and sum(parts.values()):
            who = next(iter(parts))
            parts[who] -= sum(parts.values())
        key = uuid4()
        expected = self.model.refusals(parts)
        if expected:
            with pytest.raises(tuple(expected)), transaction.atomic():
                self._post(key, parts, days_ago)
        else:
            assert self._post(key, parts, days_ago)
            self.model.apply(key, parts, days_ago)

    @rule(data=st.data(), change=st.booleans())
    def repeat_something(self, data: st.DataObject, change: bool) -> None:
        exchanges = [entry for entry in self.model.entries if entry[0] not in self.model.reversals]
        if exchanges:
            key, parts, days_ago = data.draw(st.sampled_from(exchanges))
            if change:
                with pytest.raises(errors.KeyReused), transaction.atomic():
                    self._post(key, parts, days_ago + 1)
            else:
                assert not self._post(key, parts, days_ago)

    @rule(data=st.data())
    def reverse_something(self, data: st.DataObject) -> None:
        if not self.model.entries:
            return
        key, parts, days_ago = data.draw(st.sampled_from(self.model.entries))
        negated = {who: -minutes for who, minutes in parts.items()}
        expected = self.model.refusals(negated)
        if key in self.model.reversals:
            expected = {errors.ReversalOfReversal}
        elif key in self.model.undone:
            expected |= {errors.AlreadyReversed}
        new = uuid4()
        if expected:
            with pytest.raises(tuple(expected)), transaction.atomic():
                reverse(key, key=new)
        else:
            assert reverse(key, key=new).created
            self.model.undone.add(key)
            self.model.reversals.add(new)
            self.model.apply(new, negated, days_ago)

    @rule(who=WHO, floor=st.none() | st.integers(-200, 0))
    def set_a_floor(self, who: int, floor: int | None) -> None:
        limits = Limits(floor_minutes=floor, floor_is_hard=floor is not None)
        set_limits(account_id=self.accounts[who], limits=limits, now=NOW)
        self.model.floors[who] = floor

    @rule(who=WHO)
    def close_or_reopen(self, who: int) -> None:
        if who in self.model.closed:
            reopen_account(account_id=self.accounts[who], now=NOW)
        else:
            close_account(account_id=self.accounts[who], now=NOW)
        self.model.closed ^= {who}

    @invariant()
    def balances_agree(self) -> None:
        assert {who: balance_of(self.accounts[who]) for who in range(PEOPLE)} == self.model.balances

    def teardown(self) -> None:
        try:
            self._check_the_end()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def _check_the_end(self) -> None:
        assert prove_books() == []
        for days_ago in (90, 30, 0):
            for who, account in enumerate(self.accounts):
                served = sum(parts.get(who, 0) for _, parts, ago in self.model.entries if ago >= days_ago)
                assert balance_served_by(account, day=DAY - timedelta(days=days_ago)) == served


def test_books_and_model_agree(door: Bank) -> None:
    with in_bank(door):
        run_state_machine_as_test(
            Books,
            settings=settings(
                max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )

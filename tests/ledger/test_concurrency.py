"""Entries of many postings in any order never deadlock, and the sums hold whatever runs beside them."""

import random
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from ledger.audit import prove_books
from ledger.models import Posting
from ledger.statements import balances_of
from tenants.context import in_bank
from tests.ledger.books import member, post
from tests.ledger.conftest import OwnDatabase


def test_entries_in_random_order_on_few_accounts_never_deadlock(committed: OwnDatabase) -> None:
    accounts = [member() for _ in range(6)]
    entries_each = 30

    def work(seed: int) -> dict[int, int]:
        chance, moved = random.Random(seed), dict.fromkeys(range(6), 0)
        try:
            with in_bank(committed.door):
                for _ in range(entries_each):
                    parts = chance.sample(range(6), chance.randint(2, 6))
                    minutes = dict.fromkeys(parts[1:], 5) | {parts[0]: -5 * (len(parts) - 1)}
                    post({accounts[part]: amount for part, amount in minutes.items()})
                    for part, amount in minutes.items():
                        moved[part] += amount
        finally:
            connection.close()
        return moved

    with ThreadPoolExecutor(8) as pool:
        moved = list(pool.map(work, range(8)))
    expected = {account: sum(one[place] for one in moved) for place, account in enumerate(accounts)}
    assert balances_of(accounts) == expected
    numbers = Posting.objects.filter(account_id=accounts[0]).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert prove_books() == []


def test_a_transaction_that_fails_later_leaves_no_entry(committed: OwnDatabase) -> None:
    anne, bill = member(), member()
    try:
        with transaction.atomic():
            post({anne: 60, bill: -60})
            raise LookupError
    except LookupError:
        pass
    assert balances_of([anne, bill]) == {anne: 0, bill: 0}
    assert prove_books() == []

"""A key is one entry for ever: repeats answer with it, other content is refused, racing workers agree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from ledger import errors
from ledger.journal import Posted
from ledger.models import JournalEntry
from ledger.statements import balance_of
from tenants.context import in_bank
from tests.ledger.books import DAY, DECISION, People, post, reverse
from tests.ledger.conftest import OwnDatabase


def test_the_same_again_is_the_same_entry(people: People) -> None:
    key = uuid4()
    first, again = (post({people.anne: 60, people.bill: -60}, key=key) for _ in range(2))
    assert (first.created, again.created) == (True, False)
    assert first.entry_id == again.entry_id == key
    assert balance_of(people.anne) == 60


def test_the_order_in_which_postings_are_named_is_no_difference(people: People) -> None:
    key = uuid4()
    post({people.anne: 60, people.bill: -60}, key=key)
    assert not post({people.bill: -60, people.anne: 60}, key=key).created


OTHER_CONTENT: dict[str, dict[str, Any]] = {
    "kind": {"kind": "event"},
    "service date": {"service_date": DAY - timedelta(days=1)},
    "actor": {"actor_id": uuid4()},
    "policy version": {"policy_version_id": uuid4()},
    "decision": {"decision_id": DECISION},
}


@pytest.mark.parametrize("what", [*OTHER_CONTENT, "minutes", "accounts", "more accounts", "reversal"])
def test_the_same_key_with_other_content_is_refused(people: People, what: str) -> None:
    key = uuid4()
    entry = post({people.anne: 60, people.bill: -60}, key=key)
    postings = {
        "minutes": {people.anne: 75, people.bill: -75},
        "accounts": {people.anne: 60, people.carl: -60},
        "more accounts": {people.anne: 60, people.bill: -30, people.carl: -30},
    }.get(what, {people.anne: 60, people.bill: -60})
    write = partial(post, postings, **OTHER_CONTENT.get(what, {}))
    if what == "reversal":
        write = partial(reverse, entry.entry_id)
    with pytest.raises(errors.KeyReused) as refused, transaction.atomic():
        write(key=key)
    assert refused.value.data == {"entry_id": str(key)}
    assert (balance_of(people.anne), balance_of(people.carl)) == (60, 0)


def test_a_refused_attempt_does_not_burn_the_key(people: People) -> None:
    key = uuid4()
    with pytest.raises(errors.EntryUnbalanced), transaction.atomic():
        post({people.anne: 60, people.bill: -61}, key=key)
    assert post({people.anne: 60, people.bill: -60}, key=key).created


def test_eight_threads_with_one_key_make_one_entry(committed: OwnDatabase) -> None:
    people = People()
    keys = [uuid4() for _ in range(20)]

    def attempt(_: int) -> list[Posted]:
        try:
            with in_bank(committed.door):
                return [post({people.anne: 15, people.bill: -15}, key=key) for key in keys]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(8)))
    assert [[answer.entry_id for answer in by_one] for by_one in answers] == [keys] * 8
    assert sum(answer.created for by_one in answers for answer in by_one) == len(keys)
    assert balance_of(people.anne) == 15 * len(keys)
    assert JournalEntry.objects.filter(id__in=keys).count() == len(keys)

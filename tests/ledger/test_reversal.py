"""A mistake is undone by an entry that names it and negates it, once."""

from uuid import uuid4

import pytest
from django.db import connection, transaction

from ledger import errors
from ledger.accounts import close_account
from ledger.audit import prove_books
from ledger.statements import balances_of, entry_with_id, minutes_moved
from tests.ledger.books import DAY, NOW, People, post, reverse


def test_a_reversal_restores_every_balance_and_names_its_entry(people: People) -> None:
    accounts = [people.anne, people.bill, people.carl]
    post({people.anne: 15, people.bill: -15})
    before = balances_of(accounts)
    posted = post({people.anne: -60, people.bill: 30, people.carl: 30})
    undone = reverse(posted.entry_id)
    assert balances_of(accounts) == before
    reversal, original = entry_with_id(undone.entry_id), entry_with_id(posted.entry_id)
    assert (reversal.kind, reversal.reverses_id) == ("reversal", posted.entry_id)
    assert original.reversed_by_id == undone.entry_id
    assert reversal.service_date == original.service_date
    assert {line.account_id: -line.minutes for line in reversal.postings} == {
        line.account_id: line.minutes for line in original.postings
    }
    assert prove_books() == []


def test_a_second_reversal_is_refused(people: People) -> None:
    posted = post({people.anne: 60, people.bill: -60})
    reverse(posted.entry_id)
    with pytest.raises(errors.AlreadyReversed), transaction.atomic():
        reverse(posted.entry_id)


def test_the_same_reversal_again_is_the_same_entry(people: People) -> None:
    posted = post({people.anne: 60, people.bill: -60})
    key = uuid4()
    assert reverse(posted.entry_id, key=key).created
    assert not reverse(posted.entry_id, key=key).created


def test_a_reversal_is_not_reversed(people: People) -> None:
    undone = reverse(post({people.anne: 60, people.bill: -60}).entry_id)
    with pytest.raises(errors.ReversalOfReversal), transaction.atomic():
        reverse(undone.entry_id)


def test_what_was_never_posted_cannot_be_reversed(people: People) -> None:
    with pytest.raises(errors.EntryUnknown):
        reverse(uuid4())


def test_a_closed_account_must_be_reopened_first(people: People) -> None:
    posted = post({people.anne: 60, people.bill: -60})
    close_account(account_id=people.bill, now=NOW)
    with pytest.raises(errors.AccountClosed):
        reverse(posted.entry_id)


def test_a_reversal_cannot_smuggle_other_minutes(people: People) -> None:
    """Even by calling the database's function with arguments of one's own."""
    posted = post({people.anne: 60, people.bill: -60})
    accounts = sorted([people.anne, people.bill], reverse=True)
    with pytest.raises(Exception, match="negates exactly"), connection.cursor() as cursor:
        cursor.execute(
            "select ledger_post_entry(%s, 'reversal', %s, %s, %s, null, %s, %s, %s)",
            [uuid4(), DAY, uuid4(), uuid4(), accounts, [90, -90], posted.entry_id],
        )


def test_reversed_entries_do_not_count_towards_a_monthly_cap(people: People) -> None:
    kept = post({people.anne: 60, people.bill: -60}, kind="credit")
    reverse(post({people.anne: 30, people.bill: -30}, kind="credit").entry_id)
    assert kept.created
    assert minutes_moved(people.anne, kinds=["credit"], first=DAY, last=DAY) == 60

"""Hours enter the books: balanced, whole or not at all, and only in the bank one stands in."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from ledger import errors
from ledger.audit import books_digest, prove_books
from ledger.models import JournalEntry, Posting
from ledger.statements import balance_of, balances_of, entry_with_id
from tenants.context import in_bank
from tenants.models import Bank
from tests.ledger.books import ACTOR, DAY, DECISION, POLICY, People, member, post

LAWN, GROUP, RIDE = (75, -75), (120, 120, 120, 120, -480), (60, -30, -30)


@pytest.mark.parametrize("minutes", [LAWN, GROUP, RIDE], ids=["lawn", "group", "ride"])
def test_the_seeds_examples_post_exactly(inside_door: Bank, minutes: tuple[int, ...]) -> None:
    postings = {member(): part for part in minutes}
    post(postings)
    assert balances_of(postings) == postings


def test_an_entry_says_who_when_by_which_rule_and_decision(people: People) -> None:
    key = uuid4()
    posted = post({people.anne: -60, people.fund: 60}, key=key, kind="grant", decision_id=DECISION)
    assert posted.entry_id == key
    entry = entry_with_id(key)
    assert (entry.kind, entry.service_date, entry.actor_id) == ("grant", DAY, ACTOR)
    assert (entry.policy_version_id, entry.decision_id) == (POLICY, DECISION)


def test_posting_in_one_bank_leaves_the_other_as_it_was(door: Bank, lamoni: Bank) -> None:
    digests = {}
    with in_bank(lamoni):
        digests["before"] = books_digest()
    with in_bank(door):
        mine = member()
        post({mine: 60, member(): -60})
    with in_bank(lamoni):
        assert books_digest() == digests["before"]
        with pytest.raises(errors.AccountUnknown):
            post({mine: 60, member(): -60})


def test_a_thousand_credits_are_one_entry(people: People) -> None:
    members = [member() for _ in range(1000)]
    posted = post({people.fund: -300_000, **dict.fromkeys(members, 300)}, kind="credit")
    assert set(balances_of(members).values()) == {300}
    assert len(entry_with_id(posted.entry_id).postings) == 1001


def test_the_order_of_independent_entries_does_not_matter(inside_door: Bank) -> None:
    parts = [(0, 1, 30), (1, 2, 45), (2, 0, 15), (0, 2, 60)]
    ends = []
    for order in (parts, parts[::-1], parts[2:] + parts[:2]):
        accounts = [member() for _ in range(3)]
        for giver, receiver, minutes in order:
            post({accounts[giver]: minutes, accounts[receiver]: -minutes})
        ends.append([balance_of(account) for account in accounts])
    assert ends[0] == ends[1] == ends[2]


REFUSALS = {
    "unbalanced": ({"bill": 61}, {}, errors.EntryUnbalanced),
    "zero": ({"anne": 0, "bill": 0}, {}, errors.MinutesOutOfBounds),
    "too many minutes": ({"anne": -20_000_000, "bill": 20_000_000}, {}, errors.MinutesOutOfBounds),
    "beyond the number type": ({"anne": -(2**31), "bill": 2**31}, {}, errors.MinutesOutOfBounds),
    "decision missing for a grant": ({}, {"kind": "grant"}, errors.DecisionMissing),
    "decision missing for work outside": ({}, {"kind": "outside"}, errors.DecisionMissing),
    "unknown kind": ({}, {"kind": "payment"}, errors.KindRefused),
    "a reversal that names nothing": ({}, {"kind": "reversal"}, errors.KindRefused),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_bad_entry_is_refused_by_name_and_leaves_no_trace(people: People, case: str) -> None:
    minutes, other, refusal = REFUSALS[case]
    before = books_digest(), JournalEntry.objects.count(), Posting.objects.count()
    postings = {getattr(people, name): part for name, part in {"anne": -60, "bill": 60, **minutes}.items()}
    with pytest.raises(refusal) as refused, transaction.atomic():
        post(postings, **other)
    assert refused.value.code.startswith("ledger.")
    assert refused.value.sentence
    assert (books_digest(), JournalEntry.objects.count(), Posting.objects.count()) == before


def test_one_account_or_none_is_too_few(people: People) -> None:
    for postings in ({}, {people.anne: 60}):
        with pytest.raises(errors.TooFewPostings):
            post(postings)


def test_an_unknown_account_is_named(people: People) -> None:
    stranger = UUID(int=7)
    with pytest.raises(errors.AccountUnknown) as refused, transaction.atomic():
        post({people.anne: 60, stranger: -60})
    assert refused.value.data == {"account_id": str(stranger)}


def test_the_books_prove_after_all_that(people: People) -> None:
    post({people.anne: 60, people.bill: -60})
    post({people.anne: -15, people.bill: -15, people.carl: 30}, kind="event")
    assert prove_books() == []

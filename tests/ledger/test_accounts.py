"""Accounts open empty, change only with a sealed line of history, and are never removed."""

from uuid import uuid4

import pytest
from django.db import transaction

from ledger import errors
from ledger.accounts import (
    account_of,
    account_with_key,
    accounts_by_id,
    accounts_of,
    accounts_of_kind,
    close_account,
    open_account,
    rename_account,
    reopen_account,
)
from ledger.audit import prove_books
from ledger.models import Account, AccountChange
from tests.ledger.books import ACTOR, NOW, People, post


def test_a_member_has_one_account(people: People) -> None:
    holder = uuid4()
    opened = open_account(kind="member", holder_id=holder, now=NOW)
    assert account_of(holder).id == opened
    with pytest.raises(errors.AccountExists), transaction.atomic():
        open_account(kind="member", holder_id=holder, now=NOW)


def test_funds_go_by_their_key(people: People) -> None:
    opened = open_account(kind="fund", key="seed_swap", name="Seed swap", now=NOW)
    assert account_with_key("seed_swap").id == opened
    assert opened in [account.id for account in accounts_of_kind("fund")]
    with pytest.raises(errors.AccountExists), transaction.atomic():
        open_account(kind="fund", key="seed_swap", name="Again", now=NOW)
    with pytest.raises(errors.AccountUnknown):
        account_with_key("nothing")


def test_accounts_of_many_holders_come_in_one_query(people: People) -> None:
    holders = [uuid4() for _ in range(3)]
    opened = {holder: open_account(kind="member", holder_id=holder, now=NOW) for holder in holders}
    assert {holder: account.id for holder, account in accounts_of([*holders, uuid4()]).items()} == opened


@pytest.mark.parametrize(
    "terms",
    [
        {"kind": "member"},
        {"kind": "member", "holder_id": uuid4(), "name": "Bill"},
        {"kind": "member", "holder_id": uuid4(), "key": "bill"},
        {"kind": "organisation", "key": "church", "name": "Church"},
        {"kind": "community", "holder_id": uuid4(), "name": "Bank"},
        {"kind": "fund", "name": "No key"},
        {"kind": "purse", "key": "purse", "name": "Purse"},
    ],
)
def test_terms_that_do_not_fit_the_kind_are_refused(people: People, terms: dict[str, object]) -> None:
    with pytest.raises(errors.TermsRefused):
        open_account(**terms, now=NOW)  # type: ignore[arg-type]


def test_a_closed_account_keeps_its_balance_and_takes_no_posting(people: People) -> None:
    post({people.anne: 60, people.bill: -60})
    assert close_account(account_id=people.anne, now=NOW, actor_id=ACTOR)
    assert not close_account(account_id=people.anne, now=NOW)
    with pytest.raises(errors.AccountClosed) as refused, transaction.atomic():
        post({people.anne: 15, people.bill: -15})
    assert refused.value.data == {"account_id": str(people.anne)}
    assert accounts_by_id([people.anne])[people.anne].balance_minutes == 60
    assert reopen_account(account_id=people.anne, now=NOW)
    assert not reopen_account(account_id=people.anne, now=NOW)
    post({people.anne: 15, people.bill: -15})
    assert prove_books() == []


def test_each_change_of_terms_says_who_and_when(people: People) -> None:
    rename_account(account_id=people.fund, name="Harvest fund", now=NOW, actor_id=ACTOR)
    close_account(account_id=people.fund, now=NOW, actor_id=ACTOR)
    history = AccountChange.objects.filter(account_id=people.fund).order_by("number")
    assert [(line.change, line.actor_id) for line in history] == [
        ("opened", ACTOR), ("renamed", ACTOR), ("closed", ACTOR)
    ]  # fmt: skip
    assert str(Account.objects.get(id=people.fund)) == "Harvest fund"


def test_the_orm_cannot_write_the_books(people: People) -> None:
    account = Account.objects.get(id=people.anne)
    with pytest.raises(TypeError):
        account.save()
    with pytest.raises(TypeError):
        account.delete()

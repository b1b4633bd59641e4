"""A statement reads from the newest posting back, page by page, with who was on the other side."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger import errors
from ledger.statements import (
    balance_of,
    balance_recorded_by,
    balance_served_by,
    balances_by_kind,
    entries_with_ids,
    entry_with_id,
    issued_minutes,
    statement_page,
)
from tests.ledger.books import DAY, People, fund, post


def test_pages_follow_each_other_without_gap_or_repeat(people: People) -> None:
    for minutes in range(1, 8):
        post({people.anne: minutes, people.bill: -minutes})
    numbers, older_than, pages = [], None, 0
    while True:
        page = statement_page(people.anne, older_than=older_than, size=3)
        numbers += [line.number for line in page.lines]
        pages, older_than = pages + 1, page.older_than
        if older_than is None:
            break
    assert (numbers, pages) == ([7, 6, 5, 4, 3, 2, 1], 3)


def test_a_line_shows_the_balance_it_left_and_the_others(people: People) -> None:
    post({people.anne: 60, people.bill: -60})
    posted = post({people.anne: -30, people.bill: 15, people.carl: 15})
    line = statement_page(people.anne).lines[0]
    assert (line.minutes, line.balance_after, line.entry.id) == (-30, 30, posted.entry_id)
    assert {other.account_id: other.minutes for other in line.others} == {people.bill: 15, people.carl: 15}


def test_a_page_costs_the_same_few_queries_whatever_its_length(people: People) -> None:
    for _ in range(10):
        post({people.anne: 60, people.bill: -60})
    counts = []
    for size in (1, 10):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            statement_page(people.anne, size=size)
        counts.append(len(queries))
    assert counts == [2, 2]


def test_balances_by_service_day_and_by_recording(people: People) -> None:
    for days_ago in (3, 2, 1):
        post({people.anne: 10, people.bill: -10}, service_date=DAY - timedelta(days=days_ago))
    moment = datetime.now(UTC)
    post({people.anne: 100, people.bill: -100}, service_date=DAY - timedelta(days=30))
    assert [balance_served_by(people.anne, day=DAY - timedelta(days=ago)) for ago in (40, 30, 3, 2, 1, 0)] == [
        0, 100, 110, 120, 130, 130
    ]  # fmt: skip
    assert balance_recorded_by(people.anne, at=moment) == 30
    assert balance_of(people.anne) == 130


def test_what_the_bank_has_issued_is_what_its_community_account_lacks(people: People) -> None:
    before = issued_minutes(), balances_by_kind()
    from ledger.accounts import accounts_of_kind

    community = accounts_of_kind("community")[0].id
    post({community: -300, people.anne: 300}, kind="credit")
    assert issued_minutes() == before[0] + 300
    after = balances_by_kind()
    assert after["member"] == before[1]["member"] + 300
    assert sum(after.values()) == 0


def test_nobody_has_no_balance_and_nothing_is_no_entry(people: People) -> None:
    with pytest.raises(errors.AccountUnknown):
        balance_of(uuid4())
    with pytest.raises(errors.EntryUnknown):
        entry_with_id(uuid4())
    assert entries_with_ids([uuid4()]) == {}
    assert statement_page(fund()).lines == ()

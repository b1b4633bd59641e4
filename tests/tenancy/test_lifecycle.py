"""Which names a bank may take, which states it may pass through, and that opening it can be taken up again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connections
from hypothesis import example, given
from hypothesis import strategies as st

from banks.policies.kinds import KINDS
from banks.policies.models import PolicyVersion
from ledger.models import Account
from tenants import provisioning
from tenants.context import in_bank, in_platform
from tenants.errors import NameRefused, StateRefused
from tenants.lifecycle import MOVES, BankState, answers_requests, may_move
from tenants.models import Bank, Hostname
from tenants.names import RESERVED, slug_refusal
from tenants.provisioning import advance
from tenants.services import (
    close_bank,
    drop_closed_bank,
    open_bank,
    reopen_bank,
    request_bank,
    suspend_bank,
)
from tests.tenancy.conftest import OwnDatabase

DNS_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text(max_size=60))
@example("")
@example("ab")
@example("a" * 41)
@example("Lamoni")
@example("lamoni.example")
@example("-lamoni")
@example("lamoni-")
@example("la--moni")
@example("1lamoni")
@example("lamoni\n")
@example("lamoni; drop schema public")
@example("xn--lamoni")
@example("läuft")
def test_a_name_that_is_accepted_is_safe_everywhere(slug: str) -> None:
    if slug_refusal(slug) is None:
        assert set(slug) <= DNS_LETTERS
        assert 3 <= len(slug) <= 40
        assert slug[0].isalpha()
        assert slug[-1] != "-"
        assert "--" not in slug
        assert slug not in RESERVED


@given(st.from_regex(r"[a-z][a-z0-9]{2,12}(-[a-z0-9]{1,8}){0,2}", fullmatch=True))
def test_an_ordinary_name_is_accepted(slug: str) -> None:
    assert (slug_refusal(slug) is None) == (slug not in RESERVED)


@pytest.mark.parametrize("slug", ["admin", "www", "Lamoni", "la moni", "door"])
def test_a_refused_name_leaves_nothing_behind(on_platform: OwnDatabase, slug: str) -> None:
    before = Bank.objects.count(), Hostname.objects.count()
    with pytest.raises(NameRefused) as refused:
        request_bank(name="Another", slug=slug, charter="blank")
    assert refused.value.sentence.endswith(".") or slug in refused.value.sentence
    assert (Bank.objects.count(), Hostname.objects.count()) == before


@given(st.sampled_from(BankState), st.sampled_from(BankState))
def test_only_an_open_bank_answers_and_a_closed_one_is_closed_for_good(now: BankState, to: BankState) -> None:
    assert answers_requests(now) == (now == BankState.OPEN)
    assert not may_move(now=BankState.CLOSED, to=to)
    if may_move(now=now, to=BankState.CLOSED):
        assert now != BankState.OPEN, "an open bank is suspended first"
    assert set(MOVES) == set(BankState)


def test_a_bank_is_dropped_only_when_closed_and_then_entirely(on_platform: OwnDatabase) -> None:
    bank = on_platform.open_another()
    with pytest.raises(StateRefused):
        drop_closed_bank(bank)
    with pytest.raises(StateRefused):
        close_bank(bank)
    suspend_bank(bank)
    with pytest.raises(StateRefused):
        drop_closed_bank(bank)
    reopen_bank(bank)
    suspend_bank(bank)
    close_bank(bank)
    with pytest.raises(StateRefused):
        reopen_bank(bank)
    drop_closed_bank(bank)
    with on_platform.superuser() as server:
        left = server.execute(
            "select count(*) from pg_namespace n full join pg_roles r on r.rolname = n.nspname"
            " where n.nspname = %(name)s or r.rolname = %(name)s",
            {"name": bank.schema_name},
        ).fetchone()
    assert left == (0,)


def test_a_caller_who_says_closed_of_an_open_bank_is_refused_by_the_database(on_platform: OwnDatabase) -> None:
    bank = on_platform.open_another()
    bank.state = BankState.CLOSED
    with pytest.raises(DatabaseError, match="only after the bank was closed"):
        drop_closed_bank(bank)


class Killed(BaseException):
    """The process ends here; nothing of ours catches it."""


def breaks_before(patch: pytest.MonkeyPatch, name: str) -> None:
    patch.setattr(provisioning, name, _raise)


def breaks_after(patch: pytest.MonkeyPatch, name: str) -> None:
    done: Callable[..., Any] = getattr(provisioning, name)

    def do_and_break(*arguments: Any, **named: Any) -> None:
        done(*arguments, **named)
        _raise()

    patch.setattr(provisioning, name, do_and_break)


def _raise(*_: Any, **__: Any) -> None:
    raise Killed


def breaks_in_the_middle_of_founding(patch: pytest.MonkeyPatch, name: str) -> None:
    patch.setattr("banks.charter._list_services", _raise)


BREAKS: dict[str, tuple[Callable[[pytest.MonkeyPatch, str], None], str, BankState]] = {
    "schema made, not noted": (breaks_before, "_record_step", BankState.REQUESTED),
    "noted, not committed": (breaks_after, "_record_step", BankState.REQUESTED),
    "before founding": (breaks_before, "found_bank", BankState.SCHEMA),
    "in the middle of founding": (breaks_in_the_middle_of_founding, "", BankState.SCHEMA),
    "founded, not committed": (breaks_after, "found_bank", BankState.SCHEMA),
    "open, addresses still remembered": (breaks_before, "forget_hostnames", BankState.OPEN),
}


@pytest.mark.parametrize("where", BREAKS)
def test_opening_is_taken_up_where_it_broke_off(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    break_it, name, stands = BREAKS[where]
    bank = request_bank(name="Broken Off", slug=f"broken-{[*BREAKS].index(where)}", charter="blank")
    with monkeypatch.context() as patch:
        break_it(patch, name)
        with pytest.raises(Killed):
            advance(bank)
    assert BankState(Bank.objects.get(pk=bank.pk).state) == stands
    advance(Bank.objects.get(pk=bank.pk))
    assert_open_once(bank)


def test_a_failed_step_leaves_its_reason_on_the_row_until_it_succeeds(
    on_platform: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = request_bank(name="Odd Charter", slug="odd-charter", charter="no-such-charter")
    with pytest.raises(Exception, match="no-such-charter"):
        advance(bank)
    row = Bank.objects.get(pk=bank.pk)
    assert (row.state, "no-such-charter" in row.trouble) == (BankState.SCHEMA, True)
    row.charter = "blank"
    row.save(update_fields=["charter"])
    advance(row)
    assert Bank.objects.get(pk=bank.pk).trouble == ""
    assert_open_once(bank)


def test_an_old_copy_of_the_row_reopens_nothing(on_platform: OwnDatabase) -> None:
    bank = on_platform.open_another()
    old = Bank.objects.get(pk=bank.pk)
    old.state = BankState.REQUESTED
    opened_at = bank.opened_at
    suspend_bank(bank)
    advance(old)
    row = Bank.objects.get(pk=bank.pk)
    assert (row.state, row.opened_at) == (BankState.SUSPENDED, opened_at)


def test_two_who_open_the_same_bank_open_it_once(on_platform: OwnDatabase) -> None:
    bank = request_bank(name="Twice at Once", slug="twice-at-once", charter="blank")

    def walk(_: int) -> None:
        try:
            with suppress(DatabaseError):  # the slower one may be refused, and tries again later
                advance(Bank.objects.get(pk=bank.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        list(both.map(walk, range(2)))
    advance(Bank.objects.get(pk=bank.pk))
    assert_open_once(bank)


def assert_open_once(bank: Bank) -> None:
    with in_platform():
        assert Bank.objects.get(pk=bank.pk).state == BankState.OPEN
    with in_bank(bank):
        assert PolicyVersion.objects.count() == len(KINDS)
        assert set(PolicyVersion.objects.values_list("number", flat=True)) == {1}
        assert Account.objects.filter(kind="community").count() == 1


def test_opening_a_bank_needs_no_more_rights_than_the_web_has(on_platform: OwnDatabase) -> None:
    bank = open_bank(name="Opened by the Web", slug="opened-by-the-web", charter="blank")
    with on_platform.superuser() as server, pytest.raises(psycopg.errors.InsufficientPrivilege):
        server.execute(f"set role {bank.schema_name}; drop table {bank.schema_name}.banks_notice")

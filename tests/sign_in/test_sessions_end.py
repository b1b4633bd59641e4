"""Sessions and tokens end when what somebody may do changes, in the very next request."""

from collections.abc import Callable

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client

from banks.membership.leaving.services import end_membership
from banks.people.members.models import Member, Power
from banks.people.members.queries import viewer_of
from banks.people.members.services import end_power, grant_power
from banks.policies.clock import bank_day, now
from tenants.context import in_bank, in_platform
from tenants.models import Bank
from tenants.users.models import User
from tests.house.cast import PASSWORD
from tests.pages.browsing import BACKEND, Browser
from tests.sign_in.helping import asks_by_token, is_in, last_notice, sign_in, stranger, token_of


def granted(bank: Bank) -> None:
    with in_bank(bank):
        bill = Member.objects.get(name="Bill")
        grant_power(member=bill, kind="offers", granted_by=None, on=bank_day(now()))


def ended(bank: Bank) -> None:
    with in_bank(bank):
        today = bank_day(now())
        ada = viewer_of(Member.objects.get(name="Ada"), on=today)
        power = Power.objects.create(member=Member.objects.get(name="Bill"), kind="upkeep", begins_on=today)
        end_power(actor=ada, power_id=power.pk, on=today)


def left(bank: Bank) -> None:
    with in_bank(bank):
        cora = viewer_of(Member.objects.get(name="Cora"), on=bank_day(now()))
        end_membership(actor=cora, member_id=Member.objects.get(name="Bill").pk, now=now())


def asked_to(bank: Bank) -> None:
    elsewhere = stranger(bank)
    assert sign_in(elsewhere, "Bill").to == "/"
    assert elsewhere.post("/sign-in/ways/everywhere-else/out/").to == "/sign-in/ways/"


CHANGES: dict[str, Callable[[Bank], None]] = {
    "a power is granted": granted, "a power ends": ended, "the membership ends": left, "signed out elsewhere": asked_to,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_session_and_a_token_end_with_the_next_request(door: Bank, change: str) -> None:
    bill, token, others = Browser(door, "Bill"), token_of(door, "Bill"), token_of(door, "Anne")
    assert is_in(bill)
    assert asks_by_token(door, token) == 200
    CHANGES[change](door)
    assert not is_in(bill)
    assert asks_by_token(door, token) == 401
    assert asks_by_token(door, others) == 200
    assert is_in(Browser(door, "Anne"))


def test_without_the_epoch_in_the_session_it_would_live_on(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out."""
    monkeypatch.setattr(User, "_get_session_auth_hash", AbstractBaseUser._get_session_auth_hash)  # type: ignore[attr-defined]
    bill = Browser(door, "Bill")
    granted(door)
    assert is_in(bill)


def test_who_signs_out_everywhere_stays_signed_in_here(door: Bank) -> None:
    here, there = stranger(door), stranger(door)
    for browser in (here, there):
        assert sign_in(browser, "Anne").to == "/"
    page = here.client.post("/sign-in/ways/everywhere-else/out/", follow=True)
    assert "This device stays signed in." in page.content.decode()
    assert is_in(here)
    assert not is_in(there)
    assert here.get("/sign-in/ways/everywhere-else/out/").status == 405, "a link cannot do it"


def test_a_new_password_ends_every_other_session_and_every_token_and_is_told(door: Bank) -> None:
    here, there, token = stranger(door), Browser(door, "Anne"), token_of(door, "Anne")
    sign_in(here, "Anne")
    changed = here.post(
        "/sign-in/password/", oldpassword=PASSWORD, password1="three words in a row", password2="three words in a row"
    )
    assert changed.status == 302
    assert is_in(here)
    assert not is_in(there)
    assert asks_by_token(door, token) == 401
    notice = last_notice(door, "Anne")
    assert notice.subject == "Your sign-in was changed"
    assert "Your password was changed." in notice.body


def test_sessions_of_one_bank_end_in_that_bank_only(door: Bank, lamoni: Bank) -> None:
    at_lamoni, token = Browser(lamoni, "Bill"), token_of(lamoni, "Bill")
    granted(door)
    assert is_in(at_lamoni)
    assert asks_by_token(lamoni, token) == 200


def test_an_operators_sessions_end_too_without_any_tokens_there(db: None) -> None:
    with in_platform():
        operator = User.objects.create_user("olga", password=PASSWORD, is_operator=True)
        client = Client(HTTP_HOST="localhost")
        client.force_login(operator, backend=BACKEND)
        assert client.get("/console/").status_code == 200
        operator.end_sessions()
        assert operator.session_epoch == 1
        assert client.get("/console/").status_code == 302


def test_the_epoch_counts_up_whatever_an_old_copy_says(inside_door: Bank) -> None:
    one, same = (Member.objects.get(name="Bill").user for _ in range(2))
    assert one is not None
    assert same is not None
    one.end_sessions()
    same.end_sessions()
    assert same.session_epoch == 2

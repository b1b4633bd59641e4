"""A bank that goes away while it is being served: errors, and never a row of the platform's own tables."""

import pytest
from django.db import DatabaseError, transaction

from banks.people.members.models import Member
from tenants.context import in_bank, in_platform
from tenants.models import Bank
from tenants.users.models import User
from tests.tenancy.conftest import OwnDatabase, bank_here
from tests.tenancy.visiting import browser

OPERATOR = "platform-operator"
NOT_THERE = r"does not exist|permission denied"


@pytest.fixture
def guest(on_platform: OwnDatabase) -> Bank:
    """A bank that stands, with an operator on the platform whose row would be found in its place."""
    if not User.objects.filter(sign_in_name=OPERATOR).exists():
        User.objects.create_user(OPERATOR, is_operator=True)
    return on_platform.open_another()


def drop_schema(own: OwnDatabase, bank: Bank, *, with_role: bool = False) -> None:
    """From another session, as a careless operator would."""
    with own.superuser() as server:
        server.execute(f"drop schema {bank.schema_name} cascade")
        if with_role:
            server.execute(f"drop role {bank.schema_name}")


@pytest.mark.parametrize("with_role", [False, True])
def test_when_the_schema_goes_in_mid_request_nothing_of_the_platform_is_read(
    own: OwnDatabase, guest: Bank, with_role: bool
) -> None:
    with in_bank(guest):
        assert bank_here() == guest.id
        drop_schema(own, guest, with_role=with_role)
        with pytest.raises(DatabaseError, match=NOT_THERE):
            list(User.objects.all())
        with pytest.raises(DatabaseError, match=NOT_THERE):
            User.objects.create_user("mallory")
        with pytest.raises(DatabaseError, match=NOT_THERE):
            Member.objects.count()
    with in_platform():
        assert not User.objects.filter(sign_in_name="mallory").exists()


@pytest.mark.parametrize("with_role", [False, True])
def test_when_it_was_gone_before_nothing_of_the_platform_is_read(
    own: OwnDatabase, guest: Bank, with_role: bool
) -> None:
    drop_schema(own, guest, with_role=with_role)
    with in_bank(guest):
        for _ in range(2):
            with pytest.raises(DatabaseError, match=NOT_THERE):
                list(User.objects.all())
        with pytest.raises(DatabaseError), transaction.atomic():
            User.objects.create_user("mallory")


def test_with_stock_tenancy_the_platforms_own_logins_answer(
    own: OwnDatabase, guest: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_schema(own, guest)
    with own.stock_tenancy(monkeypatch), in_bank(guest):
        assert User.objects.filter(sign_in_name=OPERATOR).exists()
        User.objects.create_user("mallory")
    with in_platform():
        written = User.objects.filter(sign_in_name="mallory")
        assert written.update(sign_in_name=f"mallory of {guest.slug}") == 1


def test_a_request_to_a_vanished_bank_is_an_error_page_and_nobody_else_suffers(own: OwnDatabase, guest: Bank) -> None:
    before = browser(guest).get("/sign-in/")
    assert before.status_code == 200
    drop_schema(own, guest)
    after = browser(guest).get("/sign-in/")
    assert after.status_code == 500
    assert OPERATOR not in after.content.decode()
    assert browser(own.door).get("/sign-in/").status_code == 200

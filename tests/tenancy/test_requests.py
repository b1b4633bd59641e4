"""One host, one bank: what a request may say about itself, and what it gets."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken

from banks.people.members.models import Member
from hosting.middleware import SessionBoundToBank
from tenants import hostnames
from tenants.context import current_schema, in_bank
from tenants.hostnames import bank_at, forget_hostnames, normal_host
from tenants.models import Bank, Hostname
from tenants.services import close_bank, reopen_bank, suspend_bank
from tenants.users.adapter import HouseAdapter
from tests.house.live import LiveSite
from tests.tenancy.conftest import OwnDatabase
from tests.tenancy.visiting import at, browser, host_of, person_at, program, text_of, visitor

pytestmark = pytest.mark.usefixtures("on_platform")


def visit(host: str, path: str = "/sign-in/") -> Any:
    return visitor(host=host).get(path)


@pytest.mark.parametrize(
    "host", ["door.localhost", "DOOR.LOCALHOST", "Door.LocalHost:8000", "door.localhost.", "door.localhost.:8000"]
)
def test_a_banks_host_is_known_however_it_is_written(host: str) -> None:
    answer = visit(host)
    assert answer.status_code == 200
    assert "Door County" in answer.content.decode()


def test_compared_letter_by_letter_it_would_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostnames, "normal_host", lambda host: host)
    assert bank_at("DOOR.LOCALHOST") is None
    assert bank_at("door.localhost.") is None


@pytest.mark.parametrize(
    "host", ["nobody.localhost", "door.localhost.evil.example", "evil.example", "doorlocalhost", "localhost.door", "%"]
)
def test_an_unknown_host_gets_a_friendly_page_that_names_the_platform(host: str) -> None:
    answer = visit(host)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "Commonhour" in text
    assert 'href="http://localhost' in text
    assert "Door County" not in text


@pytest.mark.parametrize(
    "host",
    ["", ":", "door.localhost:", "door.localhost:80:80", "door.localhost:evil", "a" * 5000, "[::1]", "\x00", "ä.é"],
)
def test_a_senseless_host_is_refused_quietly(host: str) -> None:
    answer = visit(host)
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 200:
        assert normal_host(host) in ("door.localhost", "localhost")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(host=st.text(st.characters(max_codepoint=255), max_size=80))
def test_no_host_whatever_breaks_the_site_or_opens_a_bank(host: str) -> None:
    answer = visit(host)
    assert answer.status_code in (200, 302, 400, 404)
    if answer.status_code == 200:
        assert bank_at(host) is not None or normal_host(host) in ("localhost", "")


def test_a_forwarded_host_is_not_believed() -> None:
    client = visitor(host="nobody.localhost", **{"x-forwarded-host": "door.localhost"})
    assert client.get("/sign-in/").status_code == 404
    there = visitor(host="door.localhost", **{"x-forwarded-host": "lamoni.localhost"}).get("/sign-in/")
    assert "Lamoni" not in there.content.decode()


def test_what_is_shown_of_an_unknown_host_is_harmless() -> None:
    assert "<script" not in visit("<script>alert(1)</script>.localhost").content.decode().replace('<script src="', "")


@pytest.fixture
def guest(own: OwnDatabase) -> Bank:
    return own.open_another()


def test_a_suspended_bank_says_so_and_answers_again_when_reopened(guest: Bank) -> None:
    assert visit(host_of(guest)).status_code == 200
    suspend_bank(guest)
    for path in ("/", "/sign-in/", "/api/v1/me/", "/no/such/page"):
        answer = visit(host_of(guest), path)
        assert answer.status_code == 503
        assert guest.name in answer.content.decode()
    reopen_bank(guest)
    assert visit(host_of(guest)).status_code == 200
    suspend_bank(guest)
    close_bank(guest)
    assert visit(host_of(guest)).status_code in (410, 503)


def test_another_process_notices_within_half_a_minute(guest: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of a host is remembered for a short while only."""
    known = bank_at(host_of(guest))
    assert known is not None
    Bank.objects.filter(pk=guest.pk).update(state="suspended")
    assert bank_at(host_of(guest)) is known
    clock = hostnames.time.monotonic
    monkeypatch.setattr(hostnames.time, "monotonic", lambda: clock() + hostnames.KEEP_SECONDS + 1)
    noticed = bank_at(host_of(guest))
    assert noticed is not None
    assert noticed.state == "suspended"


def test_what_is_remembered_is_bounded_and_cannot_be_changed(own: OwnDatabase) -> None:
    forget_hostnames()
    for number in range(hostnames.MOST_CACHED + 10):
        hostnames._cached[f"h{number}"] = (0.0, None)
    known = bank_at("door.localhost")
    assert len(hostnames._cached) < hostnames.MOST_CACHED
    with pytest.raises(AttributeError):
        known.schema_name = own.lamoni.schema_name  # type: ignore[misc,union-attr]


def test_a_request_leaves_the_connection_on_the_platform(own: OwnDatabase) -> None:
    for path in ("/sign-in/", "/no/such/page", "/api/v1/me/"):
        visit(host_of(own.door), path)
        assert current_schema() == "public"


def test_a_cookie_of_one_bank_is_nobody_at_another(own: OwnDatabase) -> None:
    client = browser(own.door, "Anne")
    assert person_at(own.door, client) == "Anne"
    client.defaults["HTTP_HOST"] = host_of(own.lamoni)
    assert person_at(own.lamoni, client) is None
    assert client.get("/statement/").status_code == 302


@pytest.fixture
def copied_session(own: OwnDatabase) -> Iterator[Client]:
    """A restored or copied table: Lamoni's schema holds Door County's session, and its person."""
    client = browser(own.door, "Anne")
    assert person_at(own.door, client) == "Anne"
    with in_bank(own.door):
        session = Session.objects.get(pk=client.cookies["sid"].value)
        there = Member.objects.select_related("user").get(name="Anne").user
        assert there is not None
    with in_bank(own.lamoni), connection.cursor() as cursor:
        anne = Member.objects.get(name="Anne")
        cursor.execute(
            "insert into users_user (id, password, session_epoch, sign_in_name, email, is_active, is_operator, made_at)"
            " select %s, %s, %s, 'twin', '', true, false, now()"  # a test before may have changed what it signs by
            " on conflict (id) do update set password = excluded.password, session_epoch = excluded.session_epoch",
            [there.pk, there.password, there.session_epoch],
        )
        Member.objects.filter(pk=anne.pk).update(user_id=there.pk)
        Session.objects.create(pk=session.pk, session_data=session.session_data, expire_date=session.expire_date)
    client.defaults["HTTP_HOST"] = host_of(own.lamoni)
    yield client
    with in_bank(own.lamoni):
        Member.objects.filter(pk=anne.pk).update(user_id=anne.user_id)


def test_a_session_that_was_copied_to_another_bank_is_ended(own: OwnDatabase, copied_session: Client) -> None:
    assert person_at(own.lamoni, copied_session) is None
    with in_bank(own.lamoni):
        assert not Session.objects.filter(pk=copied_session.cookies["sid"].value).exists()


def test_without_the_second_lock_it_would_open_the_other_bank(
    own: OwnDatabase, copied_session: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionBoundToBank, "is_from_elsewhere", lambda self, request: False)
    assert person_at(own.lamoni, copied_session) == "Anne"


def test_a_token_of_one_bank_is_refused_at_another(own: OwnDatabase) -> None:
    token = program(own.door, "Anne")
    assert person_at(own.door, at(own.door, token)) == "Anne"
    answer = at(own.lamoni, token).get("/api/v1/me/")
    assert answer.status_code == 401
    assert "Anne" not in text_of(answer)


def test_only_its_bank_holds_a_token(own: OwnDatabase) -> None:
    program(own.door, "Bill")
    with in_bank(own.door):
        digests = set(AuthToken.objects.values_list("digest", flat=True))
    with in_bank(own.lamoni):
        assert digests.isdisjoint(AuthToken.objects.values_list("digest", flat=True))


def reset_link(own: OwnDatabase, host: str) -> str:
    mail.outbox.clear()
    client = visitor(host=host)
    with in_bank(own.door):
        address = Member.objects.get(name="Anne").email
    assert client.post("/sign-in/password/forgotten/", {"email": address}).status_code == 302
    found = re.search(r"https?://\S+", mail.outbox[-1].body)
    assert found is not None
    return found.group()


@pytest.fixture
def second_address(own: OwnDatabase) -> Iterator[str]:
    row = Hostname.objects.create(tenant_id=own.door.pk, domain="old-name.localhost", is_primary=False)
    forget_hostnames()
    yield row.domain
    Hostname.objects.filter(pk=row.pk).delete()


def test_a_mailed_link_uses_the_banks_own_address_whatever_the_request_said(
    own: OwnDatabase, second_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reset_link(own, second_address).startswith("http://door.localhost")
    monkeypatch.delattr(HouseAdapter, "get_reset_password_from_key_url")
    assert reset_link(own, second_address).startswith(f"http://{second_address}"), "without ours, the request's"


def test_a_mailed_link_of_one_bank_opens_nothing_at_another(own: OwnDatabase) -> None:
    path = "/" + reset_link(own, host_of(own.door)).split("/", 3)[-1]
    here = browser(own.door).get(path, follow=True)
    there = browser(own.lamoni).get(path, follow=True)
    assert "password" in here.content.decode().lower()
    assert 'name="password1"' in here.content.decode()
    assert 'name="password1"' not in there.content.decode()


def test_over_the_wire_too_a_cookie_and_a_token_open_their_own_bank_only(site: LiveSite) -> None:
    anne = site.bank("door").person("Anne")
    assert anne.get("/api/v1/me/").status_code == 200
    assert site.send("GET", "lamoni.localhost", "/api/v1/me/", token=anne.token).status_code == 401
    for host, status in (("DOOR.localhost", 200), ("nobody.localhost", 404), ("door.localhost.", 200)):
        assert site.send("GET", host, "/sign-in/").status_code == status

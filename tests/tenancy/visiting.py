"""Browsers and programs that visit banks of the module's own database, signed in or not."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from knox.models import AuthToken

from banks.people.members.models import Member
from tenants.context import in_bank
from tenants.models import Bank


def host_of(bank: Bank) -> str:
    return f"{bank.slug}.localhost"


_site = Client().handler  # one for all: each would load the middleware anew


def visitor(**headers: str) -> Client:
    """A browser that nobody knows."""
    client = Client(headers=headers, raise_request_exception=False)
    client.handler = _site
    return client


def browser(bank: Bank, name: str = "") -> Client:
    """A browser at a bank's own host; with a name, signed in there."""
    client = visitor(host=host_of(bank))
    if name:
        with in_bank(bank):
            user = Member.objects.select_related("user").get(name=name).user
            assert user is not None
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def program(bank: Bank, name: str) -> dict[str, str]:
    """The headers of a program with a token of one bank; the host is the caller's to choose."""
    with in_bank(bank):
        user = Member.objects.select_related("user").get(name=name).user
        _, token = AuthToken.objects.create(user)
    return {"Authorization": f"Token {token}"}


def at(bank: Bank, headers: dict[str, str]) -> Client:
    return visitor(host=host_of(bank), **headers)


def person_at(bank: Bank, client: Client) -> str | None:
    """Whom the bank takes this browser for: the member's name, or None."""
    answer = client.get("/api/v1/me/")
    return answer.json()["name"] if answer.status_code == 200 else None


def member_id(bank: Bank, name: str) -> UUID:
    with in_bank(bank):
        return Member.objects.get(name=name).pk


def text_of(answer: Any) -> str:
    return str(answer.headers) + answer.content.decode(errors="replace")

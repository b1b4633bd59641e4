"""A member at the bank's own pages: signed in, sending forms as a browser does, reading what is written."""

import html
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

import hosting.urls_bank
from banks.hours.catalogue.models import Service
from banks.people.members.models import Member
from banks.policies.clock import bank_day, now
from ledger.statements import balance_of
from tenants.context import in_bank
from tenants.models import Bank

# Every page is imported before a test's transaction begins: the database ends one that waits too long.
assert hosting.urls_bank.urlpatterns
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Browser:
    """One person's browser at one bank; a visitor's when no name is given."""

    def __init__(self, bank: Bank, name: str = "") -> None:
        self.bank, self.name = bank, name
        self.client = Client(HTTP_HOST=f"{bank.slug}.localhost")
        if name:
            with in_bank(bank):
                user = Member.objects.select_related("user").get(name=name).user
                assert user is not None
                self.client.force_login(user, backend=BACKEND)

    def get(self, path: str, **query: Any) -> "Page":
        return Page(self.client.get(path, query))

    def post(self, path: str, **form: Any) -> "Page":
        return Page(self.client.post(path, form))


class Page:
    """What came back."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.html: str = response.content.decode()
        bare = re.sub(r"<[^>]+>", " ", self.html)
        self.text: str = " ".join(html.unescape(bare).replace("’", "'").split())

    @property
    def to(self) -> str:
        """Where the browser is sent."""
        return str(self.response.get("Location", ""))

    @property
    def form(self) -> Any:
        return self.response.context["form"]

    def has_field(self, name: str, value: str) -> bool:
        """Whether a field of this name holds this value, shown or hidden."""
        tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', self.html)
        chosen = re.search(rf'<select[^>]*name="{name}".*?</select>', self.html, re.DOTALL)
        holding = [tag for tag in tags if f'value="{html.escape(value)}"' in tag]
        inputs = any("radio" not in tag or "checked" in tag for tag in holding)
        return inputs or (chosen is not None and f'value="{value}" selected' in chosen.group())


def member(bank: Bank, name: str) -> Member:
    with in_bank(bank):
        return Member.objects.get(name=name)


def member_id(bank: Bank, name: str) -> str:
    return str(member(bank, name).pk)


def service_id(bank: Bank, name: str) -> str:
    with in_bank(bank):
        return str(Service.objects.get(name=name).pk)


def any_service(bank: Bank) -> str:
    with in_bank(bank):
        service = Service.objects.order_by("name").first()
        assert service is not None
        return str(service.pk)


def balance(bank: Bank, name: str) -> int:
    found = member(bank, name)
    with in_bank(bank):
        return balance_of(found.account_id)


def days_ago(bank: Bank, days: int) -> date:
    with in_bank(bank):
        return bank_day(now()) - timedelta(days=days)


def key() -> str:
    return str(uuid4())


def report(bank: Bank, **changes: Any) -> dict[str, Any]:
    """The second step of a report, filled in; changes replace what is given."""
    given = {
        "key": key(), "service": any_service(bank), "service_date": days_ago(bank, 3).isoformat(), "length": "60",
    }  # fmt: skip
    return {**given, **changes}


def last_part(url: str) -> UUID:
    """The id in an address such as /exchanges/<id>/."""
    return UUID(url.split("?")[0].strip("/").split("/")[1])

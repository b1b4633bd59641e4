"""A newcomer at a bank's pages, going by the addresses alone."""

from typing import Any

from django.utils import timezone

from banks.hours.catalogue.models import Service
from banks.membership.applications.models import Application
from banks.membership.applications.queries import application_by_secret
from banks.notices.models import Notice
from tenants.context import in_bank
from tenants.models import Bank
from tests.applications.people import begun
from tests.pages.browsing import Browser, Page


class Applicant:
    """Somebody who began with a telephone number, and holds the link."""

    def __init__(self, bank: Bank, name: str = "Rose Newcomer") -> None:
        self.bank, self.browser = bank, Browser(bank)
        with in_bank(bank):
            application, self.secret = begun(name, now=timezone.now())
        self.pk = application.pk

    def url(self, stop: str = "") -> str:
        return f"/join/{self.secret}/{stop}/" if stop else f"/join/{self.secret}/"

    def get(self, stop: str = "", **query: Any) -> Page:
        return self.browser.get(self.url(stop), **query)

    def post(self, stop: str, **form: Any) -> Page:
        return self.browser.post(self.url(stop), **form)

    @property
    def row(self) -> Application:
        with in_bank(self.bank):
            found = application_by_secret(self.secret)
            assert found is not None
            return found

    def about(self, **changes: Any) -> Page:
        given = {"name": self.row.name, "phone": "641-555-0100", "birth_date": "5/17/1950"}
        return self.post("about", **{**given, **changes})

    def offers(self, **changes: Any) -> Page:
        """One offer and one request."""
        with in_bank(self.bank):
            service = str(Service.objects.order_by("name")[0].pk)
        whole = {"offer0-service": service, "offer0-title": "I bake bread", "request0-service": service}
        return self.post("offers", **{**whole, "request0-title": "A ride on Tuesdays", **changes})

    def sign(self, name: str, **more: Any) -> Page:
        words = self.get("waiver").form["words_sha256"].value()
        return self.post("waiver", words_sha256=words, signer_name=name, **more)


def waiting(page: Page) -> list[str]:
    """What a sent application waits for, as its page says."""
    return [wait["heading"] for wait in page.response.context["waits"]]


def notices_to(bank: Bank, address: str) -> list[Notice]:
    with in_bank(bank):
        return list(Notice.objects.filter(to_address=address).order_by("made_at"))

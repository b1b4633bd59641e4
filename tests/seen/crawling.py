"""Fetching every address of a bank as somebody, and hearing what stands in the answers.

Guarantees: the addresses come from the resolver; each is asked with every id there is for it, and with the
questions people ask; headers, files and papers are read like pages. Refuses an address whose id nobody can fill.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from itertools import product
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from banks.hours.catalogue.models import Service
from banks.notices.models import Notice
from banks.people.members.models import Member
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.addresses import ADDRESSES, filled, parameters, takes_a_body
from tests.seen.neighborhood import Neighborhood

Found = tuple[str, str, str]  # where it was asked, whose it is, what it is
LEAVES_THE_BANK = "/sign-in"  # acts there end the session or change the login; their pages are read all the same


@dataclass(frozen=True)
class Crawler:
    """Somebody at a bank's own host; a visitor without a name."""

    bank: Bank
    here: Neighborhood
    name: str
    client: Client

    def read_everything(self) -> set[Found]:
        """Every page, file and API field that can be asked for."""
        heard: set[Found] = set()
        for address in ADDRESSES:
            for path, query in product(self.paths(address), ({}, *self.queries(address))):
                answer = self.client.get(path, query)
                if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:  # it only takes forms, whatever the id
                    break
                heard |= self._heard(address, answer)
        return heard

    def try_everything(self, *, only: Collection[str] = ADDRESSES) -> set[Found]:
        """Every form and every body of the API, filled in with others and with nothing; nothing of it stays."""
        heard: set[Found] = set()
        full = self._full_form()
        for address, pattern in ADDRESSES.items():
            if address not in only or address.startswith((LEAVES_THE_BANK, "/api/v1/sign-in")):
                continue
            for path in self.paths(address):
                for sent in (full, {}):
                    is_program = takes_a_body(pattern)
                    answer = self._post(path, sent, content_type="application/json" if is_program else "")
                    heard |= self._heard(address, answer)
        return heard

    def paths(self, address: str) -> Iterator[str]:
        """The address with each id there is in each place."""
        names = sorted(parameters(address))
        for values in product(*(ids_for(name, self.here, self.name) for name in names)):
            given = dict(zip(names, values, strict=True))
            yield filled(address, given.__getitem__)

    def queries(self, address: str) -> Iterable[Mapping[str, str]]:
        """What people ask besides the bare address."""
        bill = str(self.here.people["Bill"])
        span = {"span": "everything"}
        return {
            "/directory/": [{"q": "qz"}, {"sort": "near"}],
            "/api/v1/members/": [{"q": "qz"}, {"limit": "500"}],
            "/listings/": [{"q": "qz"}],
            "/api/v1/listings/": [{"q": "qz"}],
            "/record/": [{"with": bill}],
            "/record/<slug:slug>/": [{"with": bill}],
            "/statement/": [{"member": bill}, {"side": "earned"}],
            "/statement/sheet/": [{"member": bill}],
            "/api/v1/statement/": [{"member": bill}],
            "/papers/statement/": [span, {**span, "member": bill}],
            "/papers/directory/": [{"order": "name"}, {"order": "service"}, {"order": "name", "for_desk": "on"}],
            "/papers/letters/": [span],
        }.get(address, [])

    def _full_form(self) -> dict[str, Any]:
        """One form for all, filled in with others."""
        bill, others = str(self.here.people["Bill"]), [str(pk) for pk in self.here.ids["member_id"]]
        names = ("member", "person", "driver", "receiver", "provider", "recruited_by", "supervised_by", "to")
        full = dict.fromkeys(names, bill) | dict.fromkeys(("others", "riders", "here", "hosted", "people"), others)
        with in_bank(self.bank):
            service = str(Service.objects.order_by("name")[0].pk)
        day = (timezone.now() - timedelta(days=2)).date().isoformat()
        full |= {
            "key": str(uuid4()), "service": service, "service_date": day, "held_on": day, "length": "60", "minutes": 60,
            "step": "send", "answer": "another", "is_another": True, "reason": "x", "kind": "event", "title": "x",
            "name": "x", "role": "treasurer", "value": {}, "receivers": others[:1], "attendances": [{"member": bill}],
            "providers": [{"member": bill, "minutes": 60}],
        }  # fmt: skip
        return full

    def _post(self, path: str, sent: dict[str, Any], *, content_type: str) -> Any:
        block: Any = transaction.atomic()
        block._from_testcase = True  # like the test's own: the bank is entered inside it
        with block:
            if content_type:
                answer = self.client.post(path, sent, content_type=content_type)
            else:
                answer = self.client.post(path, {name: _sendable(value) for name, value in sent.items()})
            transaction.set_rollback(True)
        return answer

    def _heard(self, address: str, answer: Any) -> set[Found]:
        assert answer.status_code < 500, f"{address} broke"
        return {(address, owner, what) for owner, what in self.here.heard_in(text_of(answer)).values()}


def crawler(bank: Bank, here: Neighborhood, name: str = "") -> Crawler:
    client = Client(HTTP_HOST=f"{bank.slug}.localhost", raise_request_exception=False)
    if name:
        with in_bank(bank):
            user = Member.objects.select_related("user").get(pk=here.people[name]).user
            assert user is not None
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return Crawler(bank, here, name, client)


def mails_to(bank: Bank, here: Neighborhood, name: str) -> list[Notice]:
    """What somebody was told since the restrictions began."""
    with in_bank(bank):
        return list(Notice.objects.filter(member=here.people[name], made_at__gte=here.since))


def heard_in_mails(bank: Bank, here: Neighborhood, name: str) -> set[Found]:
    return {
        ("mail", owner, what)
        for mail in mails_to(bank, here, name)
        for owner, what in here.heard_in(f"{mail.subject} {mail.body} {mail.to_address}").values()
    }


def of_others(heard: set[Found], name: str) -> set[Found]:
    return {each for each in heard if each[1] != name}


def ids_for(parameter: str, here: Neighborhood, name: str) -> list[Any]:
    """Every id for a parameter: those of the neighborhood, the viewer's own, or any rows of the kind it names."""
    found = list(here.ids.get(parameter, []))
    if parameter == "exchange_id":
        found += here.ids.get(f"exchange of {name}", [])
    if parameter == "member_id" and name:
        found.append(here.people[name])
    return found or _rows_called(parameter)


def _rows_called(parameter: str) -> list[Any]:
    kind = parameter.removesuffix("_id").replace("_", "")
    models = {model._meta.model_name: model for model in apps.get_app_config("banks").get_models()}
    found = list(models[kind]._default_manager.values_list("pk", flat=True)[:3]) if kind in models else []
    if not found:
        raise LookupError(f"The crawl has nothing to put in the place of <{parameter}>: live it in `live_together`.")
    return found


def text_of(answer: Any) -> str:
    """Headers and body; of a paper, its words."""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    words = body.decode(errors="replace")
    if body.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(body))
        words = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    elif body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            words = " ".join(f"{name} {archive.read(name).decode()}" for name in archive.namelist())
    return f"{dict(answer.headers)} {words}"


def _sendable(value: Any) -> Any:
    """What a browser's form can carry."""
    if isinstance(value, list):
        return [each for each in value if not isinstance(each, dict)]
    return "" if isinstance(value, dict) else value

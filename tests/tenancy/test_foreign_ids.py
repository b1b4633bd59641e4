"""Every address of a bank, asked with another bank's ids, cookie or token: nothing of that bank is shown or moved.

The addresses come from the resolver, so a page that is added tomorrow is tested tomorrow; one with an
id or a body that this module cannot fill fails here until it can.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from banks.asking.listings.services import Draft, post_listing
from banks.deciding.proposals.services import propose_agreement
from banks.hours.catalogue.models import Service
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList, record_event
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange
from banks.hours.grants.models import GiftAuthorisation
from banks.membership.applications.queries import digest
from banks.membership.leaving.links import wake_token
from banks.membership.screening.services import add_reference
from banks.membership.waivers.models import WaiverSignature
from banks.people.members.models import ActingFor, Household, Member, Power
from banks.people.members.queries import viewer_of
from banks.people.members.services import grant_power
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from hosting import middleware
from hosting.middleware import SessionBoundToBank
from ledger.models import Posting
from tenants.context import in_bank, point_at
from tenants.models import Bank
from tests.circles.planting import plant_circle
from tests.house.addresses import ADDRESSES, filled, parameters, takes_a_body
from tests.house.each import each, try_each
from tests.meetings.evening import open_vote_on
from tests.orientations.planning import planned_in
from tests.pipeline.applying import applied
from tests.rounds.asked import asked_kitchen
from tests.tenancy.conftest import OwnDatabase
from tests.tenancy.visiting import at, browser, host_of, person_at, program, text_of

OF_EVERYBODY = {"/api/v1/schema/"}  # what programs may ask, the same for all banks
CANARY = "Kestrel"  # in every text that only Door County's people may read


@dataclass(frozen=True)
class Foreign:
    """Ids of Door County that nobody in Lamoni may use."""

    member_id: UUID
    exchange_id: UUID
    event_id: UUID
    power_id: UUID
    service_id: UUID
    listing_id: UUID
    signature_id: UUID
    application_id: UUID
    other_id: UUID
    orientation_id: UUID
    reference_id: UUID
    note_id: UUID
    proposal_id: UUID
    meeting_id: UUID
    notice_id: UUID
    ballot_id: UUID
    round_id: UUID
    objection_id: UUID
    selection_id: UUID
    household_id: UUID
    acting_id: UUID
    authorisation_id: UUID  # of gifts of hours
    role_id: UUID
    task_id: UUID
    token: str  # of the link that wakes somebody
    pk: int  # a passkey's, as allauth names it
    circle: str = "birds"
    secret: str = "of-a-link-that-opens-an-application-of-door"


@pytest.fixture(scope="module")
def foreign(own: OwnDatabase) -> Foreign:
    now, day = timezone.now(), date.today() - timedelta(days=3)  # noqa: DTZ011 - days ago, in any zone
    with in_bank(own.door):
        bird, anne = Member.objects.get(name="Bill"), Member.objects.get(name="Anne")
        Member.objects.filter(pk=bird.pk).update(name=f"Bill {CANARY}", email=f"{CANARY}@example.org", phone=CANARY)
        cora = viewer_of(Member.objects.get(name="Cora"), on=day)
        service = Service.objects.create(category=Service.objects.all()[0].category, name=f"Feeding a {CANARY}")
        report = Report(
            key=uuid4(), providers=[Part(bird.pk, 60, 0)], receivers=[anne.pk], service_id=service.pk,
            service_date=day, note=f"{CANARY} note", costs_note="", occasion="", late_reason="", separate=False,
        )  # fmt: skip
        exchange = record_exchange(actor=cora, report=report, channel=Exchange.Channel.API, now=now).exchange
        attendance = AttendanceList(
            key=uuid4(), kind="event", title=f"{CANARY} watching", held_on=day, minutes=60, people=[Present(bird.pk)]
        )
        event, _ = record_event(actor=cora, attendance=attendance, now=now)
        draft = Draft("offer", service.pk, f"{CANARY} watching together")
        listing = post_listing(actor=viewer_of(bird, on=day), draft=draft, now=now).listing
        grant_power(member=bird, kind="coordinator", granted_by=None, on=day)
        power = Power.objects.get(member=bird)
        signature = WaiverSignature.objects.create(
            member=bird, version="1", policy_version_id=policy_in_force(MembershipPolicy, now).version_id,
            text_sha256="0" * 64, signer_name=f"Bill {CANARY}", method="paper", signed_at=now,
        )  # fmt: skip
        link = {"secret_sha256": digest(Foreign.secret)}
        newcomer = applied(f"Newcomer {CANARY}", now=now, town=CANARY, **link)
        orientation = planned_in(days=3, now=now, place=f"{CANARY} Hall")
        reference = add_reference(application=newcomer, name=CANARY, contact=CANARY, relation=CANARY, now=now)
        proposal = propose_agreement(
            actor=cora, key=uuid4(), title=f"{CANARY} day", text=CANARY, reasons=CANARY, now=now
        )
        ballot = open_vote_on(proposal, people=[bird.pk, anne.pk], title=f"{CANARY} meeting", now=now)
        asked = asked_kitchen(author=cora, people=[bird.pk, anne.pk], words=CANARY, now=now)
        home = Household.objects.create(name=f"{CANARY} House", made_at=now)
        acting = ActingFor.objects.create(organisation=bird, person=anne, begins_on=day)
        gift = GiftAuthorisation.objects.create(
            decision_id=uuid4(), recipient=bird, minutes_most=600, ends_on=day + timedelta(days=99), purpose=CANARY,
            authorised_at=now,
        )  # fmt: skip
        Member.objects.filter(name="Karen").update(resting_since=day)
        way_back = wake_token(Member.objects.get(name="Karen"))
        circle = plant_circle(Foreign.circle, f"{CANARY} circle", [bird.pk, anne.pk], now=now)
        passkey = Authenticator.objects.create(user=bird.user, type="webauthn", data={"name": CANARY})
    with in_bank(own.lamoni):
        grant_power(member=Member.objects.get(name="Ada"), kind="coordinator", granted_by=None, on=day)
    return Foreign(
        bird.pk, exchange.pk, event.pk, power.pk, service.pk, listing.pk, signature.pk, newcomer.pk, newcomer.pk,
        orientation.pk, reference.pk, reference.sealed_note_id, proposal.pk,
        ballot.announcement.meeting_id, ballot.announcement_id, ballot.pk,
        asked.round_id, asked.objection_id, asked.selection_id, home.pk, acting.pk, gift.pk,
        UUID(str(circle["role_id"][0])), UUID(str(circle["task_id"][0])), way_back, passkey.pk,
    )  # fmt: skip


def of_another_bank(address: str, foreign: Foreign) -> tuple[str, bool]:
    """The address with Door County's ids in it, and whether there was one."""
    return filled(address, lambda name: getattr(foreign, name)), bool(parameters(address))


def body_with(foreign: Foreign, here: UUID) -> dict[str, dict[str, Any]]:
    """What each address of the API that takes a body is sent: valid, but for Door County's ids."""
    day = (timezone.now() - timedelta(days=2)).date().isoformat()
    person, service = str(foreign.member_id), str(foreign.service_id)
    exchange = {"receivers": [str(here)], "service_date": day, "service": service}
    return {
        "/api/v1/exchanges/": {**exchange, "providers": [{"member": person, "minutes": 60}]},
        "/api/v1/exchanges/<uuid:exchange_id>/undo/": {"reason": "It was a mistake"},
        "/api/v1/exchanges/<uuid:exchange_id>/answer/": {"is_another": True},
        "/api/v1/events/": {
            "kind": "event", "title": "Picnic", "held_on": day, "minutes": 60,
            "attendances": [{"member": person, "early_minutes": 60}],
        },
        "/api/v1/events/<uuid:event_id>/undo/": {"reason": "It was a mistake"},
        "/api/v1/listings/": {"kind": "offer", "service": service, "title": "Watching", "member": person},
        "/api/v1/leadership/": {"member": person, "role": "treasurer", "minutes": 60, "service_date": day},
        "/api/v1/members/new/": {"name": "Newcomer", "recruited_by": person},
        "/api/v1/members/<uuid:member_id>/end/": {},
        "/api/v1/policies/<slug:kind>/": {"value": {}, "reason": "To see", "instead_of": person},
        "/api/v1/sign-in/": {"login": f"{CANARY}@example.org", "password": "an-hour-is-an-hour"},
    }  # fmt: skip


def postings(bank: Bank) -> set[Any]:
    with in_bank(bank):
        return set(Posting.objects.values_list("entry_id", flat=True))


@pytest.mark.parametrize("who", ["Ada", "Anne"])
def test_an_address_filled_with_another_banks_ids_shows_nothing(own: OwnDatabase, foreign: Foreign, who: str) -> None:
    client = browser(own.lamoni, who)

    def shows_nothing(address: str) -> None:
        path, had_id = of_another_bank(address, foreign)
        answer = client.get(path)
        assert answer.status_code < 500
        assert CANARY not in text_of(answer)
        if had_id:
            assert answer.status_code in (403, 404, 405), "an id of another bank does not exist here"
            assert answer.status_code != 403 or who == "Anne"
        assert client.cookies["sid"].value, "still signed in, or the next address would be asked by a stranger"

    try_each(ADDRESSES, shows_nothing)
    assert person_at(own.lamoni, client) == who


@each("address", [a for a, pattern in ADDRESSES.items() if takes_a_body(pattern)])
def test_a_body_with_another_banks_ids_moves_nothing(own: OwnDatabase, foreign: Foreign, address: str) -> None:
    with in_bank(own.lamoni):
        here = Member.objects.get(name="Anne").pk
    path, had_id = of_another_bank(address, foreign)
    before = postings(own.lamoni), postings(own.door)
    answer = at(own.lamoni, program(own.lamoni, "Ada")).post(
        path, body_with(foreign, here)[address], content_type="application/json"
    )
    assert answer.status_code in ({404} if had_id else {400, 401, 403, 404, 409, 422}), answer.content
    assert CANARY not in text_of(answer)
    assert (postings(own.lamoni), postings(own.door)) == before


@each("address", [a for a in ADDRESSES if not a.startswith(("/api/", "/sign-in/"))])
def test_a_form_with_another_banks_ids_moves_nothing(own: OwnDatabase, foreign: Foreign, address: str) -> None:
    path, had_id = of_another_bank(address, foreign)
    before = postings(own.lamoni), postings(own.door)
    person, service = str(foreign.member_id), str(foreign.service_id)
    form = dict.fromkeys(
        ("member", "members", "other", "others", "people", "provider", "receiver", "recruited_by"), person
    )
    form |= {
        "service": service,
        "services": service,
        "minutes": "60",
        "reason": "x",
        "name": "x",
        "kind": "coordinator",
    }
    answer = browser(own.lamoni, "Ada").post(path, form)
    assert answer.status_code in ((404, 405) if had_id else (200, 302, 400, 403, 404, 405, 422)), path
    assert CANARY not in text_of(answer)
    assert (postings(own.lamoni), postings(own.door)) == before


@each("address", ADDRESSES)
@pytest.mark.parametrize("carrying", ["cookie", "token"])
def test_an_address_shows_nothing_to_another_banks_cookie_or_token(
    own: OwnDatabase, foreign: Foreign, address: str, carrying: str
) -> None:
    path, _ = of_another_bank(address, foreign)
    client = at(own.lamoni, program(own.door, "Ada")) if carrying == "token" else browser(own.door, "Ada")
    client.defaults["HTTP_HOST"] = host_of(own.lamoni)
    answer = client.get(path)
    if address.startswith("/api/"):
        assert answer.status_code in (401, 403, 405) or address in OF_EVERYBODY
    else:
        assert answer.status_code < 400 or answer.status_code in (403, 404, 405)
        assert not signed_in(answer)
    assert CANARY not in text_of(answer)


def signed_in(answer: Any) -> bool:
    """Whether the page was made for a member: it offers to sign out."""
    return 'action="/sign-in/out/"' in answer.content.decode(errors="replace")


def test_on_its_own_host_the_canary_sings_so_a_leak_would_be_heard(own: OwnDatabase, foreign: Foreign) -> None:
    """The same addresses, asked by the same kind of person at the bank the ids belong to."""
    client, heard = browser(own.door, "Ada"), set()
    for address in ADDRESSES:
        path, _ = of_another_bank(address, foreign)
        if CANARY in text_of(client.get(path)):
            heard.add(address)
    assert {
        "/exchanges/<uuid:exchange_id>/", "/directory/<uuid:member_id>/", "/events/<uuid:event_id>/", "/events/",
        "/members/", "/api/v1/members/", "/api/v1/exchanges/", "/api/v1/exchanges/<uuid:exchange_id>/",
        "/api/v1/events/", "/api/v1/services/", "/listings/", "/listings/<uuid:listing_id>/", "/api/v1/listings/",
        "/meetings/", "/meetings/<uuid:meeting_id>/", "/meetings/votes/<uuid:ballot_id>/",
        "/applications/", "/applications/<uuid:application_id>/", "/orientations/",
        "/orientations/<uuid:orientation_id>/",
    } <= heard  # fmt: skip
    assert signed_in(client.get("/statement/"))


def test_when_a_host_is_mapped_to_the_wrong_bank_the_other_bank_is_read(
    own: OwnDatabase, foreign: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard out: the schema is all that stands between them."""
    client: Client = browser(own.door, "Ada")
    client.defaults["HTTP_HOST"] = host_of(own.lamoni)
    monkeypatch.setattr(middleware, "point_at", lambda bank: point_at(own.door))
    monkeypatch.setattr(SessionBoundToBank, "is_from_elsewhere", lambda self, request: False)
    answer = client.get(f"/exchanges/{foreign.exchange_id}/")
    assert answer.status_code == 200
    assert CANARY in text_of(answer)

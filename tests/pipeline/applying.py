"""Applications as tests need them: filled in, sent, with as much done as a test says."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zlib import crc32

from banks.hours.catalogue.models import Service
from banks.identity.rules import NOBODY
from banks.membership.applications.models import Application, FirstListing
from banks.membership.screening.services import add_reference
from banks.membership.waivers.queries import waiver_in_use
from banks.membership.waivers.services import sign_waiver
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy


def applied(name: str, *, now: datetime, days_ago: int = 3, sent: bool = True, **more: Any) -> Application:
    """Somebody who lives in the middle of the bank's area and filled in the first page."""
    then = now - timedelta(days=days_ago)
    mail = f"{name.lower().replace(' ', '.')}@example.org"
    phone = f"641-555-{crc32(name.encode()) % 10_000:04}"
    given = {
        "secret_sha256": uuid4().hex, "name": name, "email": mail, "phone": phone, "town": "Lamoni",
        "postal_code": "50140", "birth_date_given": True, "inside_area": True, "started_at": then,
        "touched_at": then, "state": "sent" if sent else "draft", "sent_at": then if sent else None,
    }  # fmt: skip
    return Application.objects.create(**{**given, **more})


def complete(application: Application, *, now: datetime) -> Application:
    """Everything that is the applicant's own part: references, waiver, a first offer and request."""
    rules = policy_in_force(MembershipPolicy, now).value
    for number in range(rules.references_required):
        add_reference(
            application=application, name=f"Friend {'abcdefgh'[number]}", contact="641-555-0199",
            relation="neighbor", now=now,
        )  # fmt: skip
    if waiver := waiver_in_use(now):
        sign_waiver(
            application=application, signer_name=application.name, as_guardian=False, method="screen",
            words_sha256=waiver.sha256, now=now,
        )  # fmt: skip
    service = Service.objects.order_by("name")[0]
    for kind in ("offer", "request"):
        FirstListing.objects.create(application=application, kind=kind, service=service, title=f"A first {kind}")
    return application


def with_rules(*, now: datetime, **changes: Any) -> MembershipPolicy:
    """The bank's membership rules with some of them changed, from this moment on."""
    before = policy_in_force(MembershipPolicy, now)
    value = before.value.model_copy(update=changes)
    adopt_policy(
        value=value, effective_at=now, actor_id=NOBODY, reason="To try it out", now=now, may_adopt=True
    )  # fmt: skip
    return value

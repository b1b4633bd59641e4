"""Newcomers for the tests of applying: begun, filled in and sent by the same services as everybody's."""

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from banks.hours.catalogue.models import Service
from banks.identity.rules import NOBODY
from banks.membership.applications.filling_in import Wish, save_details, save_first_listings, save_guardian, save_place
from banks.membership.applications.measuring import rules_that_count
from banks.membership.applications.models import Application
from banks.membership.applications.queries import application_by_secret
from banks.membership.applications.services import Newcomer, begin_application, send_application
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.membership.screening.models import ScreeningCase
from banks.membership.screening.services import add_reference
from banks.membership.waivers.rules import sha256_of
from banks.membership.waivers.services import sign_waiver
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy

JOIN = "http://lamoni.localhost/join/"
GROWN_UP = date(1950, 5, 17)
DES_MOINES = "50309"  # some 69 miles from Lamoni


def begun(name: str, *, now: datetime) -> tuple[Application, str]:
    """Somebody begins with a telephone number; their application and the secret of its link."""
    newcomer = Newcomer(name=name, phone="641-555-0100")
    secret = begin_application(newcomer=newcomer, join_address=JOIN, now=now)
    assert secret is not None
    application = application_by_secret(secret)
    assert application is not None
    return application, secret


def filled_in(name: str, *, now: datetime, where: str = "50140", born: date = GROWN_UP, **details: Any) -> Application:
    """Everything the bank asks for before sending."""
    application, _ = begun(name, now=now)
    pk = application.pk
    assert save_details(application_id=pk, given={"birth_date": born, **details}, now=now) == []
    save_place(application_id=pk, where=where, street="12 Maple Street", now=now)
    application.refresh_from_db()
    rules, ways = rules_that_count(application, now=now).value, policy_in_force(ApplicationsPolicy, now).value
    if application.is_minor:
        guardian = {"name": f"Grace {name}", "relation": "mother", "phone": "641-555-0101", "is_of_age": True}
        assert save_guardian(application_id=pk, given=guardian, now=now) == []
    for number in range(rules.references_required):
        add_reference(application=application, name=f"Reference {number}x", contact="1", relation="", now=now)
    if rules.waiver_required:
        sign_waiver(
            application=application, signer_name=f"Grace {name}" if application.is_minor else name,
            as_guardian=application.is_minor, method="screen", words_sha256=sha256_of(rules.waiver_text), now=now,
        )  # fmt: skip
    service = Service.objects.order_by("name")[0]
    for kind, count in (("offer", ways.first_offers), ("request", ways.first_requests)):
        wishes = [Wish(service.pk, f"{kind} {number} of {name}") for number in range(count)]
        save_first_listings(application_id=pk, kind=kind, wishes=wishes, now=now)
    application.refresh_from_db()
    return application


def sent(name: str, *, now: datetime, **more: Any) -> Application:
    application = filled_in(name, now=now, **more)
    return send_application(application_id=application.pk, link=f"{JOIN}x/", now=now)


def ready(application: Application, *, now: datetime, outcome: str = "full", review_on: date | None = None) -> None:
    """What the bank does with a sent application: references asked, screened, oriented; nothing is missing then."""
    application.references.update(result="speaks_for", checked_at=now)
    rules = rules_that_count(application, now=now).value
    if rules.screening:
        ScreeningCase.objects.create(
            application=application, opened_at=now, first_by=None, first_outcome=outcome, outcome=outcome,
            decided_at=now, review_on=review_on,
        )  # fmt: skip
    if rules.orientation != "none":
        gathering = Orientation.objects.create(starts_at=now - timedelta(days=1), place="Library")
        OrientationSeat.objects.create(orientation=gathering, application=application, taken_at=now, attended=True)


def with_rules(*, now: datetime, kind: type[BaseModel] = MembershipPolicy, **changes: Any) -> None:
    """The bank adopts its rules with some of them changed, from this moment on."""
    value = policy_in_force(kind, now).value.model_copy(update=changes)
    adopt_policy(value=value, effective_at=now, actor_id=NOBODY, reason="To see", now=now, may_adopt=True)

"""The demo's applicants, one at each stage of the way in.

Guarantees: uses the services that the pages use, on days of the last weeks, so each stage looks as in a real bank.
Called by: seeding, inside a bank and a transaction, after its year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from banks.hours.catalogue.models import Service
from banks.membership.admission.services import judge_applicant
from banks.membership.applications.filling_in import (
    Wish,
    save_details,
    save_first_listings,
    save_guardian,
    save_place,
    save_reference,
    sign_on_screen,
)
from banks.membership.applications.models import Application
from banks.membership.applications.queries import open_application_of
from banks.membership.applications.services import Newcomer, begin_application, send_application, welcome_applicant
from banks.membership.orientations.models import Orientation
from banks.membership.orientations.planning import Plan, mark_attendance, plan_orientation
from banks.membership.orientations.services import take_seat
from banks.membership.screening.references import record_reference
from banks.membership.waivers.queries import waiver_in_use
from banks.people.members.rules import Viewer
from banks.people.places.queries import find_places
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from hosting.demo.keys import key_for

FILL, SEND, SEAT, ATTEND, CHECK, OPINION, SCREEN, WELCOME = (
    "fill", "send", "seat", "attend", "check", "opinion", "screen", "welcome",
)  # fmt: skip
TWO_HOURS = timedelta(hours=2)


@dataclass(frozen=True)
class Arrival:
    """An applicant who began `days_ago` and has taken these steps."""

    name: str
    where: str
    days_ago: int
    steps: tuple[str, ...] = ()
    born: date = date(1961, 5, 4)
    about: str = ""
    recruiter: str = ""


A = Arrival
ARRIVALS: Mapping[str, tuple[Arrival, ...]] = {
    "lamoni": (
        A("Maud Ellery", "50140", 4, about="New in town since the summer."),
        A("Frank Osei", "Davis City, IA", 17),
        A("Gerda Blom", "Bethany, MO", 12, (FILL, SEND), about="I sew, and would come up on Fridays."),
        A("Henry Cole", "Lamoni", 9, (FILL, SEND), recruiter="Anne Kessler"),
        A("Lucy Tran", "Lamoni", 14, (FILL, SEND, CHECK, OPINION)),
        A("Mia Stone", "Lamoni", 11, (FILL, SEND, CHECK), born=date(2010, 2, 3), about="I can explain phones."),
        A("Noah Berg", "Davis City, IA", 20, (FILL, SEND, CHECK, SCREEN), recruiter="Bill Nordstrom"),
        A("Edith Ward", "Lamoni", 40, (FILL, SEND, CHECK, SCREEN, WELCOME), recruiter="Opal Jensen"),
    ),
    "valley": (
        A("Carmen Silva", "Northampton, MA", 3),
        A("Leo Fontaine", "Amherst, MA", 8, (FILL, SEND)),
        A("Rosa Klein", "Greenfield, MA", 10, (FILL, SEND, SEAT)),
        A("Owen Pratt", "Easthampton, MA", 30, (FILL, SEND, ATTEND)),
        A("Nadia Haddad", "Northampton, MA", 34, (FILL, SEND, ATTEND, WELCOME), recruiter="Tess Moreau"),
    ),
    "door": (
        A("Greta Lund", "Sturgeon Bay, WI", 5),
        A("Marcus Hill", "Fish Creek, WI", 9, (FILL, SEND, SEAT)),
        A("Sofia Berge", "Sister Bay, WI", 31, (FILL, SEND, ATTEND)),
    ),
}


@dataclass
class Intake:
    """How a bank takes people in: its coordinator, screeners, rules, and two orientations, one past and one to come."""

    coordinator: Viewer
    screeners: Sequence[Viewer]
    rules: MembershipPolicy
    join_address: str
    today: datetime
    held: Orientation | None = None
    to_come: Orientation | None = None


def let_newcomers_in(
    slug: str, *, coordinator: Viewer, screeners: Sequence[Viewer], join_address: str, now: datetime
) -> int:
    """Take each of a bank's arrivals through their steps; return how many arrivals the bank has."""
    rules = policy_in_force(MembershipPolicy, now).value
    intake = Intake(coordinator, screeners, rules, join_address, now)
    if rules.orientation != "none":
        intake.held = _plan(coordinator, "held", starts_at=now - timedelta(days=6), now=now - timedelta(days=29))
        intake.to_come = _plan(coordinator, "to come", starts_at=now + timedelta(days=12), now=now - timedelta(days=2))
    arrivals = ARRIVALS.get(slug, ())
    for arrival in arrivals:
        _walk(arrival, intake)
    return len(arrivals)


def look_up_places(slug: str) -> None:
    """Look up the arrivals' towns before any transaction: the first look-up of a process takes seconds."""
    for arrival in ARRIVALS.get(slug, ()):
        find_places(arrival.where)


def _plan(actor: Viewer, which: str, *, starts_at: datetime, now: datetime) -> Orientation:
    plan = Plan(starts_at=starts_at, minutes=90, place="Library, community room", seats=12, led_by=actor.member_id)
    return plan_orientation(actor=actor, key=key_for("orientation", which), plan=plan, now=now)


def _walk(arrival: Arrival, intake: Intake) -> None:
    began = intake.today - timedelta(days=arrival.days_ago)
    mail = f"{arrival.name.lower().replace(' ', '.')}@example.org"
    begin_application(newcomer=Newcomer(arrival.name, mail), join_address=intake.join_address, now=began)
    application = open_application_of(mail)
    assert application is not None, "it has just been begun"
    details = {"about": arrival.about, "birth_date": arrival.born, "recruiter_words": arrival.recruiter}
    save_details(application_id=application.pk, given=details, now=began)
    for place, step in enumerate(arrival.steps):
        _take(step, application, arrival, intake, began + TWO_HOURS * (place + 1))


def _take(step: str, application: Application, arrival: Arrival, intake: Intake, when: datetime) -> None:
    application.refresh_from_db()
    if step == FILL:
        _fill(application, arrival, intake, when)
    elif step == SEND:
        send_application(application_id=application.pk, link=intake.join_address, now=when)
    elif step == SEAT and intake.to_come:
        take_seat(application=application, orientation_id=intake.to_come.pk, now=intake.today - timedelta(days=1))
    elif step == ATTEND and intake.held:
        take_seat(application=application, orientation_id=intake.held.pk, now=when)
        came = {seat.application_id for seat in intake.held.taken_seats.filter(attended=True)} | {application.pk}
        mark_attendance(
            actor=intake.coordinator, orientation_id=intake.held.pk, came=came, now=intake.held.starts_at + TWO_HOURS
        )
    elif step == CHECK:
        for check in application.references.all():
            words = "Knows them for years and trusts them."
            record_reference(
                screener=intake.screeners[0], reference_id=check.pk, result="speaks_for", text=words, now=when
            )
    elif step in (OPINION, SCREEN):
        for screener in intake.screeners[: 1 if step == OPINION else 2]:
            judge_applicant(screener=screener, application_id=application.pk, outcome="full", now=when)
    elif step == WELCOME:
        welcome_applicant(actor=intake.coordinator, application_id=application.pk, now=intake.today - timedelta(days=5))


def _fill(application: Application, arrival: Arrival, intake: Intake, when: datetime) -> None:
    """Fill in the applicant's part of an application, as the bank's rules require."""
    pk = application.pk
    save_place(application_id=pk, where=arrival.where, street="12 Main Street", now=when)
    application.refresh_from_db()
    if application.is_minor:
        guardian = {"name": f"Paula {arrival.name.split()[-1]}", "relation": "mother", "phone": "641 555 0177"}
        save_guardian(application_id=pk, given=guardian | {"is_of_age": True}, now=when)
    for number in range(intake.rules.references_required):
        save_reference(
            application_id=pk, name=f"Dr. {['Abel', 'Baker', 'Cohen'][number % 3]}", contact="641 555 0188",
            relation="family doctor", now=when,
        )  # fmt: skip
    if intake.rules.waiver_required and (waiver := waiver_in_use(when)):
        signer = f"Paula {arrival.name.split()[-1]}" if application.is_minor else arrival.name
        sign_on_screen(application_id=pk, signer_name=signer, is_of_age=True, words_sha256=waiver.sha256, now=when)
    services = list(Service.objects.order_by("name")[:2])
    for kind, service, title in zip(
        ("offer", "request"), services, ("Happy to help with this", "Could somebody show me?"), strict=True
    ):
        save_first_listings(application_id=pk, kind=kind, wishes=[Wish(service.pk, title)], now=when)

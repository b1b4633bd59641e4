"""What is known of applications, gathered for the rules: of one, or of thousands in a few queries.

Guarantees: the applicant's page and the coordinators' pipeline judge by the same facts; the number of queries does
not grow with the number of applications. Asks for other slices' rows through the application only, so that none of
them is imported here. Called by: the applicant's page, the pipeline, joining, the clock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from banks.membership.applications.models import Application
from banks.membership.applications.rules import Facts, Wait, waits_for
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.models import PolicyVersion
from banks.policies.queries import policy_in_force, version_of
from banks.policies.values import kind_name

Rows = Mapping[UUID, dict[str, Any]]
# Half-filled ones are kept, so that nothing typed is lost, and do not count.
WHOLE_LISTING = Q(first_listings__service__is_offered=True, first_listings__title__gt="")
WHOLE_GUARDIAN = Q(guardian__name__gt="", guardian__relation__gt="", guardian__is_of_age=True) & (
    Q(guardian__email__gt="") | Q(guardian__phone__gt="")
)


def rules_of(application: Application, *, now: datetime) -> MembershipPolicy:
    """The membership rules an application is judged by: those of the day it began, or today's."""
    return rules_of_all([application], now=now)[application.pk]


def rules_of_all(applications: Iterable[Application], *, now: datetime) -> dict[UUID, MembershipPolicy]:
    """The same for many, each version read once."""
    applications = list(applications)
    today = policy_in_force(MembershipPolicy, now)
    wanted = {each.rules_version_id for each in applications if each.rules_version_id} - {today.version_id}
    rows = PolicyVersion.objects.filter(pk__in=wanted, kind=kind_name(MembershipPolicy)) if wanted else []
    known = {row.pk: version_of(row, MembershipPolicy).value for row in rows} | {today.version_id: today.value}
    return {each.pk: known.get(each.rules_version_id, today.value) for each in applications}  # type: ignore[arg-type]


def facts_of(application: Application, *, now: datetime) -> Facts:
    """What is known of one application."""
    return facts_of_all([application], now=now)[application.pk]


def facts_of_all(applications: Iterable[Application], *, now: datetime) -> dict[UUID, Facts]:
    """What is known of many, in the same few queries however many there are."""
    applications = list(applications)
    ids = [each.pk for each in applications]
    words = policy_in_force(MembershipPolicy, now).value.waiver_version or ""
    told = _told(ids, words)
    areas = {pk: rules.area for pk, rules in rules_of_all(applications, now=now).items()}
    return {each.pk: _facts(each, told, is_anywhere=areas[each.pk] == "anywhere") for each in applications}


def waits_of(application: Application, *, now: datetime) -> tuple[Wait, ...]:
    """What one open application waits for."""
    return waits_of_all([application], now=now)[application.pk]


def waits_of_all(applications: Iterable[Application], *, now: datetime) -> dict[UUID, tuple[Wait, ...]]:
    """What each of many open applications waits for."""
    applications = list(applications)
    ways = policy_in_force(ApplicationsPolicy, now).value
    facts, rules = facts_of_all(applications, now=now), rules_of_all(applications, now=now)
    return {each.pk: waits_for(facts[each.pk], rules[each.pk], ways) for each in applications}


class _Told(dict[str, Rows]):
    """What other slices know, by subject and application."""

    def of(self, subject: str, pk: UUID) -> dict[str, Any]:
        return self[subject].get(pk, {})


def _told(ids: list[UUID], waiver_version: str) -> _Told:
    """One query a subject; an application with nothing in a subject has no row there."""
    these = Application.objects.filter(pk__in=ids).order_by()

    def counted(**counts: Any) -> Rows:
        return _rows(these.values("pk").annotate(**counts))

    signed = these.filter(signatures__version=waiver_version)
    return _Told(
        references=counted(
            named=Count("references"), checked=Count("references", filter=Q(references__checked_at__isnull=False))
        ),
        listings=counted(
            offers=Count("first_listings", filter=Q(first_listings__kind="offer") & WHOLE_LISTING),
            requests=Count("first_listings", filter=Q(first_listings__kind="request") & WHOLE_LISTING),
        ),
        signatures=_rows(
            signed.values("pk").annotate(
                own=Count("signatures", filter=Q(signatures__as_guardian=False)),
                by_guardian=Count("signatures", filter=Q(signatures__as_guardian=True)),
            )
        ),
        others=_rows(these.values("pk", has_guardian=WHOLE_GUARDIAN, screened=_screened())),
        seats=_seats(these),
    )


def _screened() -> Q:
    """Decided, whatever the outcome: how it ended is nobody's business here."""
    return Q(screening__decided_at__isnull=False)


def _seats(these: QuerySet[Application]) -> Rows:
    """The seat that counts for each: one that was sat in, else the last that is held."""
    held = these.filter(
        Q(seats__attended=None) | Q(seats__attended=True),
        seats__isnull=False,
        seats__given_up_at=None,
        seats__orientation__called_off_at=None,
    )
    rows = held.values("pk", "seats__attended", "seats__orientation__starts_at").order_by(
        "pk", "seats__attended", "seats__taken_at"
    )
    found: dict[UUID, dict[str, Any]] = {}
    for row in _each(rows):
        if not found.get(row["pk"], {}).get("seats__attended"):
            found[row["pk"]] = row
    return found


def _each(rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    return rows


def _rows(rows: Iterable[Any]) -> Rows:
    return {row["pk"]: row for row in rows}


def _facts(application: Application, told: _Told, *, is_anywhere: bool) -> Facts:
    pk = application.pk
    references, listings, seat = told.of("references", pk), told.of("listings", pk), told.of("seats", pk)
    signatures, others = told.of("signatures", pk), told.of("others", pk)
    signed = signatures.get("by_guardian" if application.is_minor else "own", 0)
    attended = bool(seat.get("seats__attended"))
    return Facts(
        is_person=application.kind == "person",
        has_name=bool(application.name.strip()),
        is_reachable=bool(application.email or application.phone or application.street),
        birth_date_given=application.birth_date_given,
        is_minor=application.is_minor,
        place_given=bool(application.town or application.postal_code),
        inside_area=True if is_anywhere else application.inside_area,
        area_decided=application.area_decision_id is not None,
        has_guardian=bool(others.get("has_guardian")),
        references_named=references.get("named", 0),
        references_checked=references.get("checked", 0),
        waiver_signed=signed > 0,
        offers=listings.get("offers", 0),
        requests=listings.get("requests", 0),
        seat_on=None if attended else seat.get("seats__orientation__starts_at"),
        oriented=attended,
        screened=bool(others.get("screened")),
        touched_at=application.touched_at,
        sent_at=application.sent_at,
    )

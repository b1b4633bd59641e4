"""The pipeline: every open application with what it waits for, however many there are.

Guarantees: the number of queries does not grow with the number of applications; how a screening ended is not read
here at all. Called by: the coordinators' pages.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from banks.errors import NotFound
from banks.membership.admission.rules import Group, Standing, standing_of
from banks.membership.applications.facts import facts_of_all, rules_of_all
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Wait, waits_for
from banks.notices.models import Notice
from banks.policies.kinds import ApplicationsPolicy
from banks.policies.queries import policy_in_force

FOR_A_LINE = (
    "state", "kind", "name", "email", "phone", "town", "postal_code", "street", "birth_date_given", "is_minor",
    "inside_area", "distance_miles", "driving_minutes", "area_decision_id", "rules_version_id", "channel",
    "started_at", "touched_at", "sent_at", "reminded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One open application in the pipeline."""

    application: Application
    waits: Sequence[Wait]
    standing: Standing


def open_applications() -> QuerySet[Application]:
    return Application.objects.filter(ended_at=None)


def ended_applications() -> QuerySet[Application]:
    """Those that ended, the latest first; what was written in them is removed after a while."""
    return Application.objects.exclude(ended_at=None).exclude(name="").order_by("-ended_at")


def found_by(text: str, applications: QuerySet[Application]) -> QuerySet[Application]:
    """Whose name, mail, town or telephone number has this in it."""
    digits = re.sub(r"\D", "", text)
    like = Q(name__icontains=text) | Q(email__icontains=text) | Q(town__icontains=text) | Q(phone__icontains=text)
    return applications.filter(like | Q(phone__contains=digits[-4:]) if len(digits) >= 4 else like)


def pipeline(*, now: datetime, text: str = "") -> dict[Group, list[Line]]:
    """Every open application in its group, who waits longest first."""
    found = open_applications().only(*FOR_A_LINE).order_by()
    lines = lines_of(found_by(text, found) if text else found, now=now)
    groups: dict[Group, list[Line]] = {group: [] for group in Group}
    for line in sorted(lines, key=lambda line: line.standing.since):
        groups[line.standing.group].append(line)
    return groups


def lines_of(applications: Iterable[Application], *, now: datetime) -> list[Line]:
    """What each of these open applications waits for and where it stands."""
    applications = list(applications)
    ways = policy_in_force(ApplicationsPolicy, now).value
    facts, rules = facts_of_all(applications, now=now), rules_of_all(applications, now=now)
    lines = []
    for each in applications:
        known = facts[each.pk]
        waits = waits_for(known, rules[each.pk], ways)
        lines.append(Line(each, waits, standing_of(waits, seat_on=known.seat_on, now=now)))
    return lines


def line_of(application: Application, *, now: datetime) -> Line:
    return lines_of([application], now=now)[0]


def orientations_of(application_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Application -> the orientation for which it has a seat that was not marked yet."""
    seated = Application.objects.filter(
        pk__in=list(application_ids), seats__given_up_at=None, seats__attended=None, seats__isnull=False
    )
    return dict(seated.values_list("pk", "seats__orientation"))


def application_for_desk(application_id: UUID) -> Application:
    """One application with what its page shows."""
    found = Application.objects.filter(pk=application_id).select_related(
        "recruited_by", "entered_by", "ended_by", "member", "guardian", "guardian__is_member"
    )
    application = found.first()
    if application is None:
        raise NotFound(application=application_id)
    return application


def notices_about(application: Application) -> QuerySet[Notice]:
    """What the applicant was told, the latest first."""
    return Notice.objects.filter(application=application).order_by("-made_at")

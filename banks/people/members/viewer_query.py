"""The member behind a login, with powers and roles: what every page asks first.

Guarantees: one query, which Django writes from the models once in a process; to write it anew for every page
took longer than the database takes to answer it. Called by: `banks.people.members.queries`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet

from banks.people.members.circle_powers import AS_JSON, terms_counting
from banks.people.members.models import ActingFor, Clearance, Member, Power

COLUMNS = (
    "id", "number", "kind", "name", "household_id", "account_id", "left_on", "resting_since", "is_minor",
    "oriented_on", "waiver_version", "waiver_signed_on",
)  # fmt: skip

# Stand in for what is asked about while the query is written; no bank knows this login or such days.
SOME_LOGIN, SOME_DAY, A_HOLDOVER = UUID(int=1), date(1, 3, 1), timedelta(days=17)


@dataclass(frozen=True, slots=True)
class ViewerRow:
    """A current member with what is held on the day: kinds of power, organisations, roles in circles."""

    member: Member
    powers: tuple[str, ...]
    acts_for: tuple[UUID, ...]
    roles: tuple[Mapping[str, Any], ...]


def member_behind(user_id: UUID, *, on: date, holdover_days: int) -> ViewerRow | None:
    """Who a login belongs to, or None when they are no member now."""
    sql, parameters = _written()
    asked: dict[Any, Any] = {
        SOME_LOGIN: user_id,
        SOME_DAY: on,
        SOME_DAY - A_HOLDOVER: on - timedelta(days=holdover_days),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked.get(each, each) for each in parameters])
        row = cursor.fetchone()
    if row is None:
        return None
    *own, access, review_on, powers, acts_for, roles = row
    member = Member.from_db(connection.alias, COLUMNS, own)
    if access is not None:
        member.clearance = Clearance(member_id=member.pk, access=access, review_on=review_on)
    return ViewerRow(member, tuple(powers), tuple(acts_for), tuple(json.loads(each) for each in roles))


def powers_on(on: date) -> QuerySet[Power]:
    return Power.objects.filter(begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


def acting_on(on: date) -> QuerySet[ActingFor]:
    return ActingFor.objects.filter(begins_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


@cache
def _written() -> tuple[str, tuple[Any, ...]]:
    """The query and its parameters, some of which stand in; it names no schema, so it asks the bank at hand."""
    sql, parameters = _asked().query.sql_with_params()
    return sql, parameters


def _asked() -> QuerySet[Member, tuple[Any, ...]]:
    """Not a row is read here: whoever remembers what this returns remembers the question, not a bank's answer."""
    terms = terms_counting(SOME_DAY, A_HOLDOVER.days).filter(holder_id=OuterRef("pk"))
    return (
        Member.objects.filter(user_id=SOME_LOGIN, left_on=None)
        .order_by()
        .values_list(
            *COLUMNS,
            F("clearance__access"),
            F("clearance__review_on"),
            ArraySubquery(powers_on(SOME_DAY).filter(member=OuterRef("pk")).values("kind")),
            ArraySubquery(acting_on(SOME_DAY).filter(person=OuterRef("pk")).values("organisation_id")),
            ArraySubquery(terms.values(json=AS_JSON)),
        )
    )

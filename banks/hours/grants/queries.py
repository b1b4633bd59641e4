"""Reads of what decisions allow: gifts that can be given, work that is credited, and how much is left."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from banks.errors import NotFound
from banks.hours.grants.models import Gift, GiftAuthorisation, OutsideAuthorisation, OutsideWork
from banks.policies.kinds.credits import ExternalPolicy
from banks.policies.queries import policy_in_force

GIVEN = Coalesce(Sum("gifts__minutes"), Value(0))


def gift_authorisations() -> "QuerySet[GiftAuthorisation]":
    """Every authorisation with the minutes given so far, the newest first."""
    return GiftAuthorisation.objects.select_related("recipient").annotate(given=GIVEN)


def gift_authorisation(authorisation_id: UUID) -> GiftAuthorisation:
    found = gift_authorisations().filter(pk=authorisation_id).first()
    if found is None:
        raise NotFound(authorisation=authorisation_id)
    return found


def given_under(authorisation_id: UUID) -> int:
    """Minutes given so far."""
    found = Gift.objects.filter(authorisation=authorisation_id).aggregate(total=Sum("minutes"))
    return int(found["total"] or 0)


def gifts_of(member_id: UUID) -> "QuerySet[Gift]":
    """What somebody gave or received, the newest first."""
    mine = Gift.objects.filter(Q(giver=member_id) | Q(recipient=member_id))
    return mine.select_related("authorisation", "giver", "recipient")


def outside_authorisations(today: date) -> "QuerySet[OutsideAuthorisation]":
    """Where work is credited, also what ended less than a year ago, for late reports."""
    return OutsideAuthorisation.objects.filter(ends_on__gte=today.replace(day=1), begins_on__lte=today)


def month_of(day: date) -> date:
    return day.replace(day=1)


def credited_in_month(member_id: UUID, day: date) -> int:
    """Minutes credited for work elsewhere in the calendar month of a day of service."""
    first = month_of(day)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1, day=1)
    works = OutsideWork.objects.filter(member=member_id, service_date__gte=first, service_date__lt=following)
    return int(works.aggregate(total=Sum("minutes"))["total"] or 0)


def external_rules(day: date) -> ExternalPolicy:
    """The rules of the month: those in force when it began."""
    return policy_in_force(ExternalPolicy, month_of(day)).value

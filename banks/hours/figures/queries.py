"""The bank's figures: hours given, hours of company, who takes part. Sums only, no names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from banks.hours.events.models import Attendance
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.people.members.queries import current_members

LIVE = Exchange.State.RECORDED


@dataclass(frozen=True, slots=True)
class Figures:
    """Between two days, both included; all amounts in minutes."""

    members: int
    active_members: int
    exchanges: int
    given_minutes: int
    even_minutes: int
    company_minutes: int
    by_month: list[tuple[date, int]]
    by_category: list[tuple[str, int]]


def figures(*, since: date, until: date) -> Figures:
    """What happened between two days (service dates)."""
    lines = _lines(since, until)
    given = lines.filter(role="provider", exchange__is_even=False)
    return Figures(
        members=current_members().count(),
        active_members=lines.values("member").distinct().count(),
        exchanges=lines.values("exchange").distinct().count(),
        given_minutes=_sum(given, "counted_minutes"),
        even_minutes=_sum(lines.filter(exchange__is_even=True), "counted_minutes"),
        company_minutes=_company_minutes(since, until),
        by_month=list(
            given.annotate(month=TruncMonth("exchange__service_date"))
            .values_list("month")
            .annotate(minutes=Sum("counted_minutes"))
            .order_by("month")
        ),
        by_category=list(
            given.values_list("exchange__service__category__name")
            .annotate(minutes=Sum("counted_minutes"))
            .order_by("-minutes")
        ),
    )


def company_of(member_id: UUID) -> dict[str, int]:
    """One member's hours that move nothing: even exchanges and gatherings, in minutes."""
    even = ExchangeLine.objects.filter(member=member_id, exchange__is_even=True, exchange__state=LIVE)
    gatherings = Attendance.objects.filter(member=member_id, event__undone_at=None)
    return {
        "even_minutes": _sum(even, "counted_minutes"),
        "gathering_minutes": _sum(gatherings, "attended_minutes"),
    }


def trust_of(member_id: UUID) -> dict[str, int]:
    """What stands beside a name: exchanges and distinct partners."""
    own = Exchange.objects.filter(lines__member=member_id, state=LIVE)
    partners = ExchangeLine.objects.filter(exchange__in=own).exclude(member=member_id)
    return {
        "exchanges": own.distinct().count(),
        "partners": partners.aggregate(n=Count("member", distinct=True))["n"],
    }


def _lines(since: date, until: date) -> "QuerySet[ExchangeLine]":
    return ExchangeLine.objects.filter(
        exchange__state=LIVE, exchange__service_date__gte=since, exchange__service_date__lte=until
    )


def _company_minutes(since: date, until: date) -> int:
    """Hours of company: gatherings, and what friends gave each other evenly."""
    attended = Attendance.objects.filter(Q(event__undone_at=None), event__held_on__gte=since, event__held_on__lte=until)
    even = _lines(since, until).filter(exchange__is_even=True)
    return _sum(attended, "attended_minutes") + _sum(even, "counted_minutes")


def _sum(rows: "QuerySet", field: str) -> int:
    return rows.aggregate(total=Sum(F(field)))["total"] or 0

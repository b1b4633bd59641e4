"""Reads of exchanges, as far as the one who looks may see them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from banks.errors import NotFound
from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.rules import RulesOfTheDay
from banks.people.members.rules import Viewer
from banks.policies.kinds import PlacePolicy
from banks.policies.kinds.recording import EvenExchangePolicy, GroupPolicy, ReportPolicy, TravelPolicy
from banks.policies.queries import PolicyBook, book_of
from banks.policies.values import kind_name
from ledger.policy import HoursPolicy

RECORDING_KINDS = tuple(
    kind_name(kind) for kind in (HoursPolicy, ReportPolicy, GroupPolicy, TravelPolicy, EvenExchangePolicy, PlacePolicy)
)


def rules_of_the_day(service_date: date) -> RulesOfTheDay:
    """The policies whose version counts from the service date, in one query."""
    return rules_in(book_of(RECORDING_KINDS, service_date))


def rules_in(book: PolicyBook) -> RulesOfTheDay:
    """The rules of recording out of a policy book of a day."""
    return RulesOfTheDay(
        hours=book.value(HoursPolicy),
        report=book.value(ReportPolicy),
        group=book.value(GroupPolicy),
        travel=book.value(TravelPolicy),
        even=book.value(EvenExchangePolicy),
    )


def exchanges_seen_by(viewer: Viewer) -> QuerySet[Exchange]:
    """A member sees what they or an organisation of theirs took part in, or they reported; coordinators see all."""
    found = Exchange.objects.select_related("service__category", "looks_like", "recorded_by").prefetch_related(
        "lines__member"
    )
    if viewer.is_coordinator:
        return found
    return found.filter(_part_of(viewer))


def exchanges_of(viewer: Viewer) -> QuerySet[Exchange]:
    """Exchanges the viewer took part in or reported, the latest service first; a coordinator's own, too."""
    found = Exchange.objects.filter(_part_of(viewer)).select_related("service").prefetch_related("lines__member")
    return found.order_by("-service_date", "-recorded_at")


def exchange_seen_by(viewer: Viewer, exchange_id: UUID) -> Exchange:
    """One exchange; to those who may not see it, it does not exist."""
    found = exchanges_seen_by(viewer).filter(pk=exchange_id).first()
    if found is None:
        raise NotFound(exchange=exchange_id)
    return found


def held_for(viewer: Viewer) -> QuerySet[Exchange]:
    """Reports that wait for this person's answer, without their lines."""
    held = exchanges_seen_by(viewer).filter(state=Exchange.State.HELD)
    return held.prefetch_related(None).order_by("recorded_at")


def last_services(member_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Member -> the day of their last recorded service, given or received."""
    lines = ExchangeLine.objects.filter(member__in=list(member_ids), exchange__state=Exchange.State.RECORDED)
    return dict(lines.values_list("member").annotate(last=Max("exchange__service_date")).order_by())


def _part_of(viewer: Viewer) -> Q:
    """Taken part in, by themselves or by an organisation they act for; or reported."""
    lines = ExchangeLine.objects.filter(member__in=[viewer.member_id, *viewer.acts_for])
    # Not a join: an exchange would come once for each line, and sorting out the doubles reads every row.
    return Q(pk__in=lines.values("exchange")) | Q(recorded_by=viewer.member_id)

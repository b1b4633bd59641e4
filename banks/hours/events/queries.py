"""Reads of events."""

from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from banks.errors import NotFound
from banks.hours.events.models import Event


def events() -> QuerySet[Event]:
    """Events, newest first, with how many were there and what the bank paid."""
    return (
        Event.objects.select_related("recorded_by", "supervised_by")
        .annotate(
            people=Count("attendances"),
            paid_minutes=Sum("attendances__credited_minutes"),
            together_minutes=Sum("attendances__attended_minutes"),
        )
        .order_by("-held_on", "title")
    )


def event_by_id(event_id: UUID) -> Event:
    event = events().filter(pk=event_id).first()
    if event is None:
        raise NotFound(event=event_id)
    return event

"""Reads of effects."""

from django.db.models import QuerySet

from governance.effects.models import Effect


def effects_waiting() -> QuerySet[Effect]:
    """Effects that wait for their day, the next one first."""
    return Effect.objects.filter(state=Effect.State.WAITING).select_related("decision__version__proposal")


def effects_failed() -> QuerySet[Effect]:
    """Effects that could not be carried out, the latest first."""
    effects = Effect.objects.filter(state=Effect.State.FAILED).select_related("decision__version__proposal")
    return effects.order_by("-done_at")

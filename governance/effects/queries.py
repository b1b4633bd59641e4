"""Reads of effects."""

from django.db.models import QuerySet

from governance.effects.models import Effect


def effects_waiting() -> QuerySet[Effect]:
    """What has been decided and is not yet due, the next first."""
    return Effect.objects.filter(state=Effect.State.WAITING).select_related("decision__version__proposal")


def effects_failed() -> QuerySet[Effect]:
    """What was decided and could not be carried out, the latest first."""
    failed = Effect.objects.filter(state=Effect.State.FAILED).select_related("decision__version__proposal")
    return failed.order_by("-done_at")

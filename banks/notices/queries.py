"""Reads of the outbox."""

from uuid import UUID

from django.db.models import QuerySet

from banks.notices.models import Notice


def notices_to(member_id: UUID) -> QuerySet[Notice]:
    """What a member was told, newest first."""
    return Notice.objects.filter(member=member_id).order_by("-made_at")


def paper_waiting() -> QuerySet[Notice]:
    """Notices that a coordinator hands over on paper."""
    return (
        Notice.objects.filter(state=Notice.State.PAPER)
        .select_related("member__household", "application")
        .order_by("made_at")
    )


def could_not_be_sent() -> QuerySet[Notice]:
    return (
        Notice.objects.filter(state=Notice.State.FAILED)
        .select_related("member__household", "application")
        .order_by("made_at")
    )

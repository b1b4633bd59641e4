"""Reads of mandates, and the guard over what rests while caretakers keep a bank (invariant K7)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from governance.stewardship.errors import InCare
from governance.stewardship.models import Caretaker, CaretakerReply, Mandate

RULES = "rules change only by what members or circles decide together"
HOURS = "hours come only from exchanges and from what the rules credit by themselves"


def mandate_running(now: datetime) -> Mandate | None:
    """The mandate that has begun and not ended. Past its last day it runs on until two others can recover the bank."""
    return Mandate.objects.filter(began_at__lte=now, ended_at=None).first()


def check_not_in_care(what: str, now: datetime) -> None:
    """Refuse, while caretakers keep the bank, what one person could do alone with its rules or hours.

    `what` completes the sentence "Until their mandate has ended, ...".
    """
    if mandate_running(now) is not None:
        raise InCare(what=what)


def caretakers_of(mandate: Mandate) -> list[UUID]:
    return list(Caretaker.objects.filter(mandate=mandate).order_by("pk").values_list("person_id", flat=True))


def words_on(sha256: str) -> dict[UUID, bool]:
    """Person id -> that person's last reply, about the transfer whose act has this hash."""
    replies = CaretakerReply.objects.filter(version__sha256=sha256).order_by("at", "pk")
    return {reply.person_id: reply.accepts for reply in replies}


def missing_acceptances(people: Collection[UUID], sha256: str) -> set[UUID]:
    """Ids of those among `people` who have declined or not replied."""
    replies = words_on(sha256)
    return {person for person in people if not replies.get(person, False)}

"""Reads of mandates, and the one guard over what rests while caretakers look after a bank (invariant K7)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from governance.stewardship.errors import InCare
from governance.stewardship.models import Caretaker, CaretakerWord, Mandate

RULES = "rules change only by what members or circles decide together"
HOURS = "hours come only from exchanges and from what the rules credit by themselves"


def mandate_running(now: datetime) -> Mandate | None:
    """The mandate that has begun and has not ended; one whose last day has passed runs on until two others can."""
    return Mandate.objects.filter(began_at__lte=now, ended_at=None).first()


def check_not_in_care(what: str, now: datetime) -> None:
    """Refuse what one person could do alone with the rules or with hours, while caretakers look after the bank."""
    if mandate_running(now) is not None:
        raise InCare(what=what)


def caretakers_of(mandate: Mandate) -> list[UUID]:
    return list(Caretaker.objects.filter(mandate=mandate).order_by("pk").values_list("person_id", flat=True))


def words_on(sha256: str) -> dict[UUID, bool]:
    """What each person last said to being named in a proposed transfer, known by the hash of what is proposed."""
    rows = CaretakerWord.objects.filter(version__sha256=sha256).order_by("at", "pk")
    return {row.person_id: row.accepts for row in rows}


def not_accepted(people: Collection[UUID], sha256: str) -> set[UUID]:
    """Who of these has declined, or said nothing yet."""
    said = words_on(sha256)
    return {person for person in people if not said.get(person, False)}

"""Reads of selections. Names are sealed here: until everybody has handed theirs in, nobody reads one (E1)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from governance.selections.errors import NoSuchSelection
from governance.selections.models import Nomination, Selection, SelectionMember

Stage = Selection.Stage


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was named, and why; never how often (E5)."""

    nominee_id: UUID
    reasons: tuple[tuple[UUID, str, bool], ...]  # who, why, whether they changed to this name


def selection_by_id(selection_id: UUID) -> Selection:
    found = Selection.objects.select_related("role", "proposal").filter(pk=selection_id).first()
    if found is None:
        raise NoSuchSelection()
    return found


def open_selections() -> QuerySet[Selection]:
    return Selection.objects.filter(ended_at=None).select_related("role", "proposal").order_by("opened_at")


def selections_ended() -> QuerySet[Selection]:
    ended = Selection.objects.exclude(ended_at=None).select_related("role", "proposal")
    return ended.order_by("-ended_at")


def selection_of(proposal_id: UUID) -> Selection | None:
    """The selection whose name a proposal puts to the circle."""
    return Selection.objects.filter(proposal=proposal_id).select_related("role").first()


def people_of(selection: Selection) -> set[UUID]:
    return set(SelectionMember.objects.filter(selection=selection).values_list("person_id", flat=True))


def handed_in(selection: Selection, *, is_change: bool = False) -> set[UUID]:
    """Who has handed something in, never what."""
    rows = Nomination.objects.filter(selection=selection, is_change=is_change)
    return set(rows.values_list("person_id", flat=True))


def is_unsealed(selection: Selection) -> bool:
    """Whether everybody has handed in a name or passed."""
    return not people_of(selection) - handed_in(selection)


def nominations_of(selection: Selection) -> list[Nomination]:
    """Every name with its reason, in the order they came; none while they are sealed (E1)."""
    return list(Nomination.objects.filter(selection=selection)) if is_unsealed(selection) else []


def own_nomination(selection: Selection, person_id: UUID) -> Nomination | None:
    """What somebody handed in themselves; a change counts over the first."""
    own = Nomination.objects.filter(selection=selection, person_id=person_id)
    return own.order_by("-is_change").first()


def grid_of(selection: Selection) -> list[Named]:
    """Who was named and why, once the seal is off; in the order of ids, so that nobody stands first by count (E5)."""
    latest = {each.person_id: each for each in sorted(nominations_of(selection), key=lambda each: each.is_change)}
    named: dict[UUID, list[tuple[UUID, str, bool]]] = {}
    for each in latest.values():
        if each.nominee_id is not None:
            named.setdefault(each.nominee_id, []).append((each.person_id, each.reason, each.is_change))
    return [Named(nominee, tuple(sorted(reasons))) for nominee, reasons in sorted(named.items())]

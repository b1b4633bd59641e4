"""Reads of selections. They seal nominations: no read returns one until all members have handed theirs in (E1)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from governance.selections.errors import NoSuchSelection
from governance.selections.models import Nomination, Selection, SelectionMember

Stage = Selection.Stage


@dataclass(frozen=True, slots=True)
class Named:
    """A nominee with the reasons for them; never how often they were named (E5)."""

    nominee_id: UUID
    reasons: tuple[tuple[UUID, str, bool], ...]  # nominator, reason, whether they changed to this nominee


def selection_by_id(selection_id: UUID) -> Selection:
    selection = Selection.objects.select_related("role", "proposal").filter(pk=selection_id).first()
    if selection is None:
        raise NoSuchSelection()
    return selection


def open_selections() -> QuerySet[Selection]:
    return Selection.objects.filter(ended_at=None).select_related("role", "proposal").order_by("opened_at")


def selections_ended() -> QuerySet[Selection]:
    """Ended selections, the latest first."""
    selections = Selection.objects.exclude(ended_at=None).select_related("role", "proposal")
    return selections.order_by("-ended_at")


def selection_of(proposal_id: UUID) -> Selection | None:
    """The selection whose nominee a proposal puts to the circle; None for any other proposal."""
    return Selection.objects.filter(proposal=proposal_id).select_related("role").first()


def people_of(selection: Selection) -> set[UUID]:
    return set(SelectionMember.objects.filter(selection=selection).values_list("person_id", flat=True))


def handed_in(selection: Selection, *, is_change: bool = False) -> set[UUID]:
    """Ids of the people who have handed in a nomination or a pass."""
    rows = Nomination.objects.filter(selection=selection, is_change=is_change)
    return set(rows.values_list("person_id", flat=True))


def is_unsealed(selection: Selection) -> bool:
    """Whether all people of the selection have handed in a nomination or a pass."""
    return not people_of(selection) - handed_in(selection)


def nominations_of(selection: Selection) -> list[Nomination]:
    """Every nomination, in order of arrival; none while they are sealed (E1)."""
    return list(Nomination.objects.filter(selection=selection)) if is_unsealed(selection) else []


def own_nomination(selection: Selection, person_id: UUID) -> Nomination | None:
    """The person's own nomination; after a change, the changed one."""
    nominations = Nomination.objects.filter(selection=selection, person_id=person_id)
    return nominations.order_by("-is_change").first()


def grid_of(selection: Selection) -> list[Named]:
    """The nominees with their reasons; none while nominations are sealed."""
    nominations = sorted(nominations_of(selection), key=lambda nomination: nomination.is_change)
    latest = {nomination.person_id: nomination for nomination in nominations}
    reasons_of: dict[UUID, list[tuple[UUID, str, bool]]] = {}
    for nomination in latest.values():
        if nomination.nominee_id is not None:
            reason = (nomination.person_id, nomination.reason, nomination.is_change)
            reasons_of.setdefault(nomination.nominee_id, []).append(reason)
    # In order of ids: any order by count would name a winner (E5).
    return [Named(nominee, tuple(sorted(reasons))) for nominee, reasons in sorted(reasons_of.items())]

"""Selections with one invariant's guard taken out: the wrong thing happens, so it was the guard (E1, E2, E5)."""

import builtins
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from governance.acts import registry
from governance.selections import queries, services
from governance.selections.errors import HasDeclined
from governance.selections.models import Nomination, Selection
from governance.selections.queries import grid_of, nominations_of
from tests.governance.assembly import NOW
from tests.governance.circle import LATER
from tests.governance.test_selections import TakeSeat, a_selection, all_named, at_proposing, name, propose
from tests.governance.unguarded import refused_by_the_database, take_out

pytestmark = pytest.mark.usefixtures("unlocked")


@pytest.fixture(autouse=True)
def _seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._ACTS, "assign_role", TakeSeat())


def test_e1_without_the_seal_names_are_read_early(monkeypatch: pytest.MonkeyPatch) -> None:
    selection, people = a_selection()
    name(selection, people[0], people[1])
    assert nominations_of(selection) == []
    monkeypatch.setattr(queries, "is_unsealed", lambda selection: True)
    assert [each.nominee_id for each in nominations_of(selection)] == [people[1]]


def test_e1_without_the_missing_right_a_name_is_changed_once_others_are_known() -> None:
    selection, people = a_selection()
    name(selection, people[0], people[1])
    change = Nomination.objects.filter(selection=selection)
    refused_by_the_database(lambda: change.update(nominee_id=people[2]), "permission denied")
    take_out("grant update on governance_nomination to {role}")
    assert change.update(nominee_id=people[2]) == 1


def test_e2_without_remembering_it_whoever_declined_is_proposed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    selection, people = at_proposing()
    services.decline(selection_id=selection.pk, person_id=people[1], now=LATER)
    with pytest.raises(HasDeclined):
        propose(selection, people[1])
    locked = services._lock_running

    def forgetful(selection_id: Any) -> Selection:
        found = locked(selection_id)
        found.declined = []
        return found

    monkeypatch.setattr(services, "_lock_running", forgetful)
    assert propose(selection, people[1]).version.effect["holder_id"] == str(people[1])


def by_count(rows: Iterable[Any], key: Callable[[Any], Any] | None = None) -> list[Any]:
    """As `sorted`, but names with their reasons stand in the order of how many there are."""
    found = list(rows)
    counted = found and isinstance(found[0], tuple) and isinstance(found[0][1], list)
    return builtins.sorted(found, key=(lambda each: -len(each[1])) if counted else key)


def test_e5_without_the_order_of_ids_the_most_named_stands_first(monkeypatch: pytest.MonkeyPatch) -> None:
    selection, people = a_selection(5)
    last = people.index(max(people))
    all_named(selection, people, *(last if place else (last + 1) % 5 for place in range(5)))
    assert grid_of(selection)[0].nominee_id != people[last]
    monkeypatch.setattr(queries, "sorted", by_count, raising=False)
    assert grid_of(selection)[0].nominee_id == people[last]


def test_e5_the_facilitator_may_propose_whoever_was_named_once() -> None:
    selection, people = a_selection(4)
    all_named(selection, people, 1, 1, 1, 0)
    for _ in range(2):
        services.next_stage(selection_id=selection.pk)
    assert propose(selection, people[0]).opened_at == LATER > NOW

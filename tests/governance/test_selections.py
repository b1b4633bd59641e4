"""Sociocratic selections: sealed names, reasons, a change round, consent (row V-elect; E1, E2, E5)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from governance.acts import registry
from governance.acts.registry import EffectBody, Order
from governance.circles.models import CircleRole
from governance.rounds.errors import NomineeIsLast
from governance.rounds.queries import rounds_of
from governance.rounds.services import respond
from governance.selections import services
from governance.selections.errors import (
    HasDeclined,
    NominatedAlready,
    NominationReason,
    NomineeOutside,
    NotNominated,
    NotSelecting,
    NotThisStage,
    SelectionOver,
    SelectionRunning,
)
from governance.selections.models import Selection
from governance.selections.queries import grid_of, handed_in, nominations_of, own_nomination, selection_by_id
from tests.governance.assembly import NOW
from tests.governance.circle import GROUND, LATER, a_circle, asking

pytestmark = pytest.mark.usefixtures("inside_valley")


class SeatBody(EffectBody):
    """Who holds which role."""

    role_id: UUID
    holder_id: UUID
    begins_on: str
    ends_on: str


@dataclass
class TakeSeat:
    """An act that can be watched in the place of the bank's own."""

    seated: list[str] = field(default_factory=list)
    kind: str = "assign_role"
    body: type[EffectBody] = SeatBody

    def check(self, body: Any, now: object) -> None:
        """Any seat can be taken."""

    def carry_out(self, body: Any, order: Order) -> dict[str, str]:
        self.seated.append(str(body.holder_id))
        return {}

    def in_words(self, body: Any) -> str:
        return "A member holds a role."


@pytest.fixture(autouse=True)
def _seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._ACTS, "assign_role", TakeSeat())


def a_selection(size: int = 4) -> tuple[Selection, list[UUID]]:
    people = a_circle(size)
    role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=NOW)
    selection = services.open_selection(
        role_id=role.pk, ground=GROUND, term_months=12, qualifications="Writes legibly.", actor_id=people[0], now=NOW
    )
    return services.next_stage(selection_id=selection.pk), people


def name(selection: Selection, person: UUID, nominee: UUID | None, reason: str = "Patient.") -> None:
    services.nominate(
        selection_id=selection.pk, person_id=person, nominee_id=nominee, reason=reason if nominee else "", now=LATER
    )


def all_named(selection: Selection, people: list[UUID], *nominees: int) -> None:
    for person, place in zip(people, nominees, strict=True):
        name(selection, person, people[place])


def propose(selection: Selection, nominee: UUID, **more: object) -> Any:
    usual = {
        "reason": "She has done it before.", "begins_on": NOW.date(), "ends_on": NOW.date() + timedelta(days=365),
        "asking": asking(), "actor_id": uuid4(), "now": LATER,
    }  # fmt: skip
    return services.propose(selection_id=selection.pk, nominee_id=nominee, **(usual | more))  # type: ignore[arg-type]


def at_proposing(size: int = 4) -> tuple[Selection, list[UUID]]:
    selection, people = a_selection(size)
    all_named(selection, people, *(1 for _ in people))
    for _ in range(2):
        selection = services.next_stage(selection_id=selection.pk)
    return selection, people


def test_v_elect_from_sealed_names_to_the_circles_consent() -> None:
    selection, people = a_selection()
    all_named(selection, people, 1, 1, 0, 0)
    assert selection_by_id(selection.pk).stage == "reasons"
    services.next_stage(selection_id=selection.pk)
    name(selection, people[2], people[1], "I had not thought of her patience.")
    services.next_stage(selection_id=selection.pk)
    opened = propose(selection, people[1])
    assert (opened.nominee_id, opened.version.effect["holder_id"]) == (people[1], str(people[1]))
    say = {"round_id": opened.pk, "answer": "consent", "now": LATER}
    with pytest.raises(NomineeIsLast):
        respond(person_id=people[1], actor_id=people[1], **say)
    for person in (people[0], people[2], people[3], people[1]):
        respond(person_id=person, actor_id=person, **say)
    assert selection_by_id(selection.pk).stage == "consent"


def test_e1_nobody_reads_a_name_before_everybody_has_handed_theirs_in() -> None:
    selection, people = a_selection()
    for person in people[:3]:
        name(selection, person, people[1], "Sealed reason.")
        assert nominations_of(selection) == []
        assert grid_of(selection) == []
    assert handed_in(selection) == set(people[:3]), "that they have, not what"
    with pytest.raises(NotThisStage):
        services.next_stage(selection_id=selection.pk)
    name(selection, people[3], None)
    assert len(nominations_of(selection)) == 4, "a pass opens the seal too"


def test_e1_everybody_sees_their_own_name_and_hands_in_one() -> None:
    selection, people = a_selection()
    name(selection, people[0], people[0], "I would like to.")
    own = own_nomination(selection, people[0])
    assert own is not None
    assert own.nominee_id == people[0], "naming oneself is allowed"
    assert own_nomination(selection, people[1]) is None
    with pytest.raises(NominatedAlready):
        name(selection, people[0], people[1])


def test_what_is_refused_when_naming() -> None:
    selection, people = a_selection()
    for person, nominee, reason, refusal in (
        (uuid4(), people[0], "x", NotSelecting),
        (people[0], uuid4(), "x", NomineeOutside),
        (people[0], people[1], " ", NominationReason),
    ):
        with pytest.raises(refusal):
            name(selection, person, nominee, reason)
    with pytest.raises(SelectionRunning):
        services.open_selection(
            role_id=selection.role_id, ground=GROUND, term_months=12, qualifications="", actor_id=people[0], now=NOW
        )


def test_e2_whoever_is_named_may_decline_also_when_the_circle_is_asked_already() -> None:
    selection, people = at_proposing()
    with pytest.raises(NotNominated):
        services.decline(selection_id=selection.pk, person_id=people[0], now=LATER)
    opened = propose(selection, people[1])
    after = services.decline(selection_id=selection.pk, person_id=people[1], now=LATER)
    assert (after.stage, after.proposal, after.declined) == ("propose", None, [str(people[1])])
    opened.refresh_from_db()
    assert opened.outcome == "dropped"
    with pytest.raises(HasDeclined):
        propose(selection, people[1])
    with pytest.raises(NotNominated):
        propose(selection, people[2])


def test_e5_the_grid_shows_reasons_and_nobody_stands_first_by_count() -> None:
    selection, people = a_selection(5)
    last = people.index(max(people))
    all_named(selection, people, *(last if place else (last + 1) % 5 for place in range(5)))
    grid = grid_of(selection)
    assert [named.nominee_id for named in grid] == sorted(named.nominee_id for named in grid)
    assert len(grid[-1].reasons) == 4, "the one named most often does not come first"
    assert not hasattr(grid[0], "count")


def test_the_name_is_proposed_with_a_reason_and_only_when_it_is_time() -> None:
    selection, people = a_selection()
    with pytest.raises(NotThisStage):
        propose(selection, people[1])
    all_named(selection, people, 1, 1, 1, 1)
    for _ in range(2):
        services.next_stage(selection_id=selection.pk)
    with pytest.raises(NominationReason):
        propose(selection, people[1], reason=" ")
    services.end_selection(selection_id=selection.pk, words="Begun anew.", now=LATER)
    with pytest.raises(SelectionOver):
        propose(selection, people[1])


def test_nominee_last_is_a_setting() -> None:
    selection, people = at_proposing()
    opened = propose(selection, people[1], asking=asking(nominee_last=False))
    assert opened.nominee_id is None
    services.propose_anew(selection_id=selection.pk)
    assert selection_by_id(selection.pk).stage == "propose"
    assert rounds_of(opened.version.proposal).count() == 1


def test_e1_a_name_handed_in_is_never_changed() -> None:
    selection, people = a_selection()
    name(selection, people[0], people[1])
    for statement in ("update governance_nomination set reason = 'x'", "delete from governance_nomination"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

"""Guards of rounds that hold whoever writes, and what goes wrong without them."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.methods.consent import Standing
from governance.rounds import queries
from governance.rounds.models import ConsentResponse, RoundMember
from governance.rounds.queries import outcome_of_round
from tests.governance.circle import ANSWER_BY, LATER, Circle, ask

pytestmark = pytest.mark.usefixtures("inside_valley", "bell")


def test_settling_twice_gives_the_decision_that_stands() -> None:
    circle = ask(3)
    circle.say(0, 1, 2)
    first, second = circle.settle(), circle.settle()
    assert first == second
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update governance_consentresponse set answer = 'consent'",
        "delete from governance_consentresponse",
        "update governance_roundmember set is_asked = false",
        "delete from governance_roundmember",
        "delete from governance_consentround",
        "delete from governance_objection",
        "update governance_consentround set rule = '{}'",
        "update governance_consentround set outcome = 'adopted'",
        "update governance_objection set reason = 'none'",
        "update governance_objection set ended_at = now(), ended_how = 'withdrawn', ended_by_id = gen_random_uuid()",
    ],
)
def test_c2_c7_what_was_said_is_never_changed_and_nobody_ends_anothers_objection(statement: str) -> None:
    circle = ask(3)
    circle.say(0, 1)
    circle.object(2)
    if "outcome" in statement:
        circle.round = ask(3, key="inreach").round
        Circle(circle.people, circle.proposal, circle.round).settle(ANSWER_BY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_c1_c2_the_database_refuses_answers_from_outside_or_after_the_close() -> None:
    """The guard behind the service: straight to the table."""
    circle = ask(3, not_asked=[2])
    for person in (uuid4(), circle.people[2]):
        with pytest.raises(DatabaseError), transaction.atomic():
            _write(circle, person)
    circle.settle(ANSWER_BY)
    with pytest.raises(DatabaseError), transaction.atomic():
        _write(circle, circle.people[0])


def _write(circle: Circle, person: UUID) -> None:
    ConsentResponse.objects.create(
        round=circle.round, person_id=person, answer="consent", at=LATER, written_by_id=person
    )


def test_c3_with_its_guard_out_silence_would_adopt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where silent people are left out of who is asked, three of four adopt: what C3 is there to stop."""
    circle = ask(4)
    circle.say(0, 1, 2)
    assert outcome_of_round(circle.round, LATER).standing is Standing.ASKING
    answered = dict.fromkeys(circle.people[:3], True)
    monkeypatch.setattr(queries, "people_of", lambda asked: answered)
    assert outcome_of_round(circle.round, LATER).standing is Standing.ADOPTED


def test_c1_nobody_is_added_to_those_asked_whoever_writes() -> None:
    circle = ask(3)
    for finished in (False, True):
        with pytest.raises(DatabaseError, match="do not grow"), transaction.atomic():
            RoundMember.objects.create(round=circle.round, person_id=uuid4())
        if not finished:
            circle.say(0, 1, 2)
            circle.settle()
    assert prove_decisions() == []


def test_c2_the_database_asks_who_wrote_an_answer() -> None:
    circle = ask(3)
    with pytest.raises(DatabaseError, match="for themselves"), transaction.atomic():
        ConsentResponse.objects.create(
            round=circle.round, person_id=circle.people[0], answer="consent", at=LATER, written_by_id=circle.people[1]
        )

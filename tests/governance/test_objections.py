"""Objections: their reasons, who ends them, and how they are built in (C6, C7, C12)."""

from datetime import date, timedelta

import pytest

from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import State
from governance.rounds import services
from governance.rounds.errors import (
    HarmMissing,
    NothingChanged,
    NothingToIntegrate,
    NotYourObjection,
    ObjectionStands,
    ReasonMissing,
)
from governance.rounds.models import ConsentResponse, ConsentRound
from governance.rounds.queries import objections_carried_over, outcome_of_round, people_of
from tests.governance.circle import ANSWER_BY, LATER, Circle, a_circle, ask, asking

pytestmark = pytest.mark.usefixtures("inside_valley", "bell")
LOUDER = {"kind": "ring_bell", "bell": "town", "times": 2}


def integrate(circle: Circle, **changes: object) -> ConsentRound:
    version = latest_version(circle.proposal)
    usual = {
        "reasons": version.reasons, "effect": version.effect, "actor_id": circle.people[0], "now": LATER,
        "asking": asking(review_months=changes.pop("review_months", 12)),
    }  # fmt: skip
    circle.round = services.integrate(round_id=circle.round.pk, **(usual | changes))
    return circle.round


def test_c6_another_version_voids_every_answer() -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    circle.object(3)
    before = circle.round
    opened = integrate(circle, effect=LOUDER)
    before.refresh_from_db()
    assert before.outcome == "integrated"
    assert opened.version.number == 2
    stands = outcome_of_round(opened, LATER)
    assert (stands.consents, stands.missing) == (0, 4)
    circle.say(0, 1, 2, 3)
    decision = circle.settle()
    assert decision is not None
    assert decision.version.effect["times"] == 2
    assert prove_decisions() == []


@pytest.mark.parametrize(
    "change", [{"effect": LOUDER}, {"review_months": 3, "reasons": "We count complaints."}, {"reasons": "Other words."}]
)
def test_c6_modifying_measuring_and_rewording_are_new_rounds(change: dict[str, object]) -> None:
    circle = ask(3)
    circle.object(0)
    opened = integrate(circle, **change)
    assert outcome_of_round(opened, LATER).missing == 3
    assert opened.review_months == change.get("review_months", 12)


def test_nothing_is_integrated_without_an_objection_or_a_change() -> None:
    circle = ask(3)
    with pytest.raises(NothingToIntegrate):
        integrate(circle, effect=LOUDER)
    circle.object(0)
    with pytest.raises(NothingChanged):
        integrate(circle)


@pytest.mark.parametrize(
    ("reason", "harms", "refusal"),
    [("", "nights", ReasonMissing), (" ", "nights", ReasonMissing), ("x", " ", HarmMissing)],
)
def test_c7_an_objection_says_why_and_what_it_harms(reason: str, harms: str, refusal: type[Exception]) -> None:
    circle = ask(3)
    person = circle.people[0]
    with pytest.raises(refusal):
        services.object_to(
            round_id=circle.round.pk, person_id=person, reason=reason, harms=harms, actor_id=person, now=LATER
        )
    with pytest.raises(ReasonMissing):
        circle.say(0, answer="object")
    assert not ConsentResponse.objects.exists()


def test_c7_only_the_objector_ends_an_objection_and_taking_it_back_is_no_consent() -> None:
    circle = ask(4)
    circle.say(0, 1, 2)
    objection = circle.object(3)
    circle.round.refresh_from_db()
    assert circle.round.stage == "explore"
    with pytest.raises(NotYourObjection):
        services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[0], now=LATER)
    with pytest.raises(ObjectionStands):
        circle.say(3)
    services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[3], now=LATER)
    assert circle.settle() is None
    assert outcome_of_round(circle.round, LATER).missing == 1
    circle.say(3)
    assert getattr(circle.settle(), "verdict", "") == "carried"
    with pytest.raises(NotYourObjection):
        services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[3], now=LATER)


def test_c7_the_objector_may_take_it_back_and_consent_in_one_breath() -> None:
    circle = ask(3)
    circle.say(0, 1)
    objection = circle.object(2)
    services.withdraw_objection(
        objection_id=objection.pk, actor_id=circle.people[2], now=LATER, words="Convinced.", consents=True
    )
    assert getattr(circle.settle(), "verdict", "") == "carried"


def test_c7_an_integrated_objection_ends_when_its_objector_consents_to_the_version_adopted() -> None:
    circle = ask(3)
    objection = circle.object(0)
    integrate(circle, effect=LOUDER)
    assert list(objections_carried_over(circle.round)) == [objection]
    circle.say(0, 1, 2)
    circle.settle()
    objection.refresh_from_db()
    assert (objection.ended_how, objection.ended_by_id) == ("integrated", circle.people[0])


def test_c7_an_open_objection_holds_the_round_beyond_its_time() -> None:
    circle = ask(3)
    circle.say(0, 1)
    objection = circle.object(2)
    assert circle.settle(ANSWER_BY + timedelta(days=9)) is None
    services.withdraw_objection(objection_id=objection.pk, actor_id=circle.people[2], now=ANSWER_BY)
    assert getattr(circle.settle(ANSWER_BY), "verdict", "") == "lapsed"


def test_c12_every_adopted_round_names_the_day_to_look_again() -> None:
    circle = ask(3)
    circle.object(0)
    integrate(circle, review_months=3)
    circle.say(0, 1, 2)
    decision = circle.settle()
    assert decision is not None
    assert decision.review_on == date(2027, 2, 2)


def test_a_round_is_laid_down_or_handed_to_the_circle_above() -> None:
    circle = ask(3)
    above = a_circle(3, "general")
    taken = services.hand_up(round_id=circle.round.pk, asking=asking("general"), actor_id=circle.people[0], now=LATER)
    assert people_of(taken).keys() == set(above)
    services.drop_round(round_id=taken.pk, actor_id=above[0], now=LATER)
    assert state_of_proposal(type(circle.proposal).objects.get(pk=circle.proposal.pk)) is State.WITHDRAWN
    assert not Decision.objects.exists()

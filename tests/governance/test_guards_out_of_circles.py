"""Circles with one invariant's guards taken out: the wrong thing happens, so it was they (K1 to K6, E3, E4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Self

import pytest
from pydantic import ValidationError, model_validator

from banks.deciding.effects import circle_tree
from banks.policies.circles_in_force import circle_context_at, circles_version
from governance.acts.errors import EffectRefused
from governance.circle_policy import CirclesPolicy
from governance.circles import queries as circle_queries
from governance.circles import rules, services
from governance.circles.errors import CircleHasPeople, CircleHoldsDomains
from governance.circles.models import CircleMembership, RoleTerm
from governance.circles.queries import active_members, survey, term_in_force
from governance.circles.rules import CircleContext, domains_of, owner_of, root_of
from tests.circles.village import A_YEAR_ON, LATER, assigned, decided, ground, person, role, seat, term
from tests.governance.assembly import EVENING, NOW
from tests.governance.unguarded import refused_by_the_database, take_out, without_trigger

pytestmark = pytest.mark.usefixtures("unlocked")


class AnyShape(CirclesPolicy):
    """The circles without the checks of their value."""

    @model_validator(mode="after")
    def check_one_tree(self) -> Self:
        return self

    @model_validator(mode="after")
    def check_one_root(self) -> Self:
        return self

    @model_validator(mode="after")
    def check_domains_have_one_circle(self) -> Self:
        return self


def circle(key: str, parent: str | None) -> dict[str, str | None]:
    return {"key": key, "name": key, "parent": parent}


@pytest.mark.parametrize(
    ("structure", "sentence"),
    [
        ([circle("one", "two"), circle("two", "one")], "its own parent"),
        ([circle("one", None), circle("two", None)], "none above"),
    ],
)
def test_k1_without_the_check_of_the_value_circles_form_no_tree(
    structure: list[dict[str, str | None]], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        CirclesPolicy.model_validate({"structure": structure})
    loose = AnyShape.model_validate({"structure": structure})
    roots = [each.key for each in loose.structure if each.parent is None]
    assert len(roots) != 1
    assert (root_of(loose) is None) == (not roots)


def test_k2_without_the_check_of_the_value_a_domain_has_two_owners() -> None:
    shared = [{"domain": "cull", "name": "Cull", "circle": each} for each in ("one", "two")]
    body = {"structure": [circle("one", None), circle("two", "one")], "domains": shared}
    with pytest.raises(ValidationError, match="exactly one circle"):
        CirclesPolicy.model_validate(body)
    loose = AnyShape.model_validate(body)
    assert [each.domain for key in ("one", "two") for each in domains_of(loose, key)] == ["cull", "cull"]


def test_k3_without_rule_and_trigger_one_person_holds_both_links(monkeypatch: pytest.MonkeyPatch) -> None:
    seat("outreach")
    monkeypatch.setattr(services, "check_links_are_two", lambda *facts: None)
    both = assigned("outreach", "delegate", "Bill")
    refused_by_the_database(lambda: decided(both), "two people")
    without_trigger("links_are_two_people", "governance_roleterm")
    assert decided(both).state == "done"
    assert survey(ground(LATER)).carrying_links() == {person("Bill")}


def test_k4_without_the_links_from_below_the_general_circle_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seat()
    assert len(active_members(ground(LATER), "general")) == 6
    monkeypatch.setattr(rules, "children_of", lambda circles, key: ())
    assert active_members(ground(LATER), "general") == {person("Anne")}


def test_k5_without_asking_for_the_first_people_anybody_is_seated_past_the_circle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat("inreach")
    again = {"ground": ground(), "circle": "inreach", "people": [person("Nina")], "roles": [], "now": NOW}
    with pytest.raises(CircleHasPeople):
        services.seat_first(**again)  # type: ignore[arg-type]
    monkeypatch.setattr(services, "has_people", lambda circle: False)
    services.seat_first(**again)  # type: ignore[arg-type]
    assert CircleMembership.objects.get(person_id=person("Nina")).decision_id is None


def test_k5_without_its_index_somebody_is_in_a_circle_twice() -> None:
    seat("inreach")
    twice = {"circle": "inreach", "person_id": person("Ida"), "began_on": NOW.date()}
    refused_by_the_database(lambda: CircleMembership.objects.create(**twice), "in_a_circle_once")
    take_out("drop index in_a_circle_once")
    CircleMembership.objects.create(**twice)
    assert CircleMembership.objects.filter(person_id=person("Ida"), ended_on=None).count() == 2


def test_k6_without_its_two_checks_a_closed_circle_keeps_a_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The act asks whether the circle holds domains, the value whether each domain has a circle that exists."""
    closed = {"kind": "close_circle", "circle": "inreach", "instead_of": str(circles_version(EVENING))}
    with pytest.raises(CircleHoldsDomains):
        decided(closed)
    monkeypatch.setattr(circle_tree, "domains_of", lambda circles, key: ())
    with pytest.raises(EffectRefused, match="a circle that exists"):
        decided(closed)
    monkeypatch.setattr(circle_tree, "value_from", lambda kind, body: AnyShape.model_validate(body))
    body = circle_tree.CloseBody(circle="inreach", instead_of=circles_version(EVENING))
    left = circle_tree.CloseCircle()._without(circle_context_at(EVENING).circles, body)
    assert owner_of(left, "events") == "inreach"
    assert "inreach" not in {each.key for each in left.structure}


def test_k6_without_the_half_year_a_circle_that_no_longer_meets_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"last_met": None, "began_on": LATER - timedelta(days=181), "has_domains": True, "on": LATER}
    assert rules.is_dormant(**facts)  # type: ignore[arg-type]
    monkeypatch.setattr(rules, "DORMANT_AFTER", timedelta.max)
    assert not rules.is_dormant(**facts)  # type: ignore[arg-type]


def test_e3_without_the_end_of_holding_over_nobody_is_chosen_anew() -> None:
    seat("management")
    long_after = A_YEAR_ON + timedelta(days=61)
    leading = role("management", "leader")
    assert term_in_force(leading, ground(long_after)) is None
    forever = CircleContext(ground().circles, 100_000, long_after)
    assert term_in_force(leading, forever) == term("management", "leader")


def test_e3_without_its_index_two_people_hold_one_role() -> None:
    seat("management")
    second = {"role": role("management", "leader"), "holder_id": person("Dora"), "begins_on": LATER}
    refused_by_the_database(lambda: RoleTerm.objects.create(**second, ends_on=A_YEAR_ON), "one_holder_of_a_role")
    take_out("drop index one_holder_of_a_role")
    RoleTerm.objects.create(**second, ends_on=A_YEAR_ON)
    assert RoleTerm.objects.filter(role__circle="management", role__kind="leader", ended_on=None).count() == 2


def test_e4_without_the_consent_of_the_circle_above_a_link_sits_there_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seat()
    decided(assigned("inreach", "delegate", "Jean"))
    assert person("Jean") not in active_members(ground(LATER), "general")
    as_it_is = circle_queries.term_as_rule
    monkeypatch.setattr(circle_queries, "term_as_rule", lambda term: replace(as_it_is(term), is_received=True))
    assert person("Jean") in active_members(ground(LATER), "general")

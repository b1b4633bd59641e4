"""Acts that change the circles themselves: K1, K2, K6. Each is a version of the rule book, with its decision."""

from uuid import uuid4

import pytest

from banks.policies.circles_in_force import circle_context_at, circles_version
from banks.policies.queries import history
from governance.acts.errors import EffectRefused
from governance.circles.errors import CircleHoldsDomains, NoSuchCircle
from governance.circles.queries import survey
from governance.circles.rules import children_of, circle_called, owner_of, root_of
from tests.circles.village import decided, ground, moved, seat
from tests.governance.assembly import EVENING

pytestmark = pytest.mark.usefixtures("inside_valley")


def instead() -> dict[str, str]:
    return {"instead_of": str(circles_version(EVENING))}


def test_k2_moving_a_domain_is_a_version_of_the_rules_with_its_decision() -> None:
    effect = decided(moved("cull", "outreach"))
    newest = history("circles")[0]
    assert (effect.state, newest.decision_id, newest.number) == ("done", effect.decision_id, 2)
    assert owner_of(circle_context_at(EVENING).circles, "cull") == "outreach"
    owners = [each.domain for each in circle_context_at(EVENING).circles.domains]
    assert sorted(owners) == ["cull", "events", "member_help", "offers", "orientation", "site"], "each once"


def test_k2_a_move_that_was_overtaken_is_recorded_as_failed_and_changes_nothing() -> None:
    late = moved("cull", "inreach")
    decided(moved("cull", "outreach"))
    with pytest.raises(EffectRefused, match="Propose it anew"):
        decided(late)
    assert owner_of(circle_context_at(EVENING).circles, "cull") == "outreach"


@pytest.mark.parametrize(("domain", "to_circle"), [("cull", "management"), ("nothing", "inreach"), ("cull", "top")])
def test_k2_what_is_there_already_or_not_there_at_all_is_refused(domain: str, to_circle: str) -> None:
    with pytest.raises(EffectRefused):
        decided(moved(domain, to_circle))
    with pytest.raises(NoSuchCircle):
        decided(moved("cull", "nowhere"))


def test_k1_a_circle_that_was_hoped_for_is_made_and_becomes_the_root() -> None:
    top = {"kind": "create_circle", "key": "top", "name": "Top Circle", "circle_kind": "top"} | instead()
    assert decided(top).state == "done"
    root = root_of(circle_context_at(EVENING).circles)
    assert root is not None
    assert root.key == "top"
    with pytest.raises(EffectRefused, match="already"):
        decided(top | instead())


def test_k1_a_ring_of_circles_is_refused() -> None:
    below = {"kind": "create_circle", "key": "garden", "name": "Garden", "parent": "nowhere"} | instead()
    with pytest.raises(EffectRefused):
        decided(below)
    assert decided(below | {"parent": "inreach", "aim": "grow beans"}).state == "done"
    assert [each.name for each in children_of(circle_context_at(EVENING).circles, "inreach")] == ["Garden"]


def test_k6_a_circle_is_closed_once_its_domains_are_elsewhere_and_its_roles_end_with_it() -> None:
    seat()
    closed = {"kind": "close_circle", "circle": "inreach"}
    with pytest.raises(CircleHoldsDomains):
        decided(closed | instead())
    with pytest.raises(CircleHoldsDomains):
        decided({"kind": "close_circle", "circle": "management"} | instead())
    decided(moved("events", "outreach"))
    assert decided(closed | instead()).state == "done"
    with pytest.raises(NoSuchCircle):
        circle_called(circle_context_at(EVENING).circles, "inreach")
    stands = survey(ground(EVENING.date()))
    assert stands.holdings("inreach") == ()
    assert stands.active("inreach") == frozenset()


def test_a_circle_with_others_below_it_stays() -> None:
    with pytest.raises(EffectRefused, match="below"):
        decided({"kind": "close_circle", "circle": "general"} | instead())


def test_a_circle_gets_another_aim() -> None:
    aimed = {"kind": "change_aim", "circle": "inreach", "aim": "a party every month"}
    assert decided(aimed | instead()).state == "done"
    assert circle_called(circle_context_at(EVENING).circles, "inreach").aim == "a party every month"
    with pytest.raises(EffectRefused):
        decided(aimed | {"instead_of": str(uuid4())})

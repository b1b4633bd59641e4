"""Which circle decides about what, where a bank decides by consent.

Guarantees: an act about a circle is decided in the circle it names; a rule that belongs to a domain, in the circle that
owns that domain; how the bank decides, and everything else, in the general circle.
Called by: the rules' pages (is there a circle that can decide?), and `banks.deciding.rounds`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from banks.deciding.proposals.rules import AMEND_RULES, class_of_kind
from banks.policies.circles_in_force import circle_context_at
from banks.policies.queries import policy_in_force
from banks.policies.values import kind_called, kind_name
from governance.acts.registry import parsed
from governance.circle_policy import CirclesPolicy, ConsentPolicy
from governance.circles.queries import active_members

DOMAIN_OF_KIND = {"offers": "offers", "upkeep": "cull", "event": "events"}


def general_circle(circles: CirclesPolicy) -> str:
    """The circle that keeps the whole together; empty where there are no circles."""
    standing = [each for each in circles.structure if not each.aspired]
    general = [each.key for each in standing if each.kind == "general"]
    roots = [each.key for each in standing if each.parent is None]
    return next(iter([*general, *roots]), "")


def circle_for_kind(kind_class: type[BaseModel], circles: CirclesPolicy) -> str:
    """The circle whose domain a kind of the policy book is."""
    owners = {each.domain: each.circle for each in circles.domains}
    owner = owners.get(DOMAIN_OF_KIND.get(kind_name(kind_class), ""), "")
    if class_of_kind(kind_class) == AMEND_RULES or not owner:
        return general_circle(circles)
    return owner


def circle_for(effect: Mapping[str, Any], at: datetime) -> str:
    """The circle that is asked about an act."""
    return circle_in(effect, circle_context_at(at).circles)


def circle_in(effect: Mapping[str, Any], circles: CirclesPolicy) -> str:
    """The same among these circles."""
    act, body = parsed(effect)
    decided_in = getattr(act, "decided_in", None)
    if decided_in is not None:
        return str(decided_in(body, circles))
    if effect.get("kind") == "set_policy":
        return circle_for_kind(kind_called(str(effect["policy_kind"])), circles)
    return general_circle(circles)


def circle_can_decide(kind_class: type[BaseModel], at: datetime) -> bool:
    """Whether the circle in question has people enough; until then an administrator adopts."""
    ground = circle_context_at(at)
    circle = circle_for_kind(kind_class, ground.circles)
    fewest = policy_in_force(ConsentPolicy, at).value.min_explicit
    return bool(circle) and len(active_members(ground, circle)) >= fewest

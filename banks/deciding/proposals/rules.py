"""Which class a proposal belongs to, and by what it is judged. Pure.

Source: reference/governance.md, sections 4.2 (two delays) and 4.4 (self-amendment).
Called by: `banks.deciding.proposals.services`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from banks.policies.keys import facts_of
from banks.policies.values import kind_called, value_from
from governance.decision_rule import DecisionRule, VoteTest
from governance.policy import NoticePolicy, RulePolicy, TimelockPolicy

AMEND_POLICY, AMEND_RULES, RADIUS = "amend_policy", "amend_rules", "radius_exception"
CLASS_OF_ACT = {
    "admit_beyond_area": RADIUS,
    "authorise_donation": "donation",
    "authorise_outside_hours": "external_hours",
    "remove_member": "remove_member",
    "transfer_stewardship": "stewardship",
}
OF_GUIDELINES = frozenset({AMEND_POLICY, AMEND_RULES})


def class_of_kind(kind_class: type[BaseModel]) -> str:
    """Changing how we decide takes another rule than changing anything else."""
    return AMEND_RULES if any(facts.needs == AMEND_RULES for facts in facts_of(kind_class)) else AMEND_POLICY


def class_of(effect: Mapping[str, Any]) -> str:
    """The rule that decides an act: a key of the kind `rule`."""
    if effect.get("kind") == "set_policy":
        return class_of_kind(kind_called(str(effect.get("policy_kind"))))
    return CLASS_OF_ACT.get(str(effect.get("kind")), AMEND_POLICY)


def rule_for(decision_class: str, rules: RulePolicy) -> DecisionRule | None:
    """The rule of a class; what has none of its own is decided like a guideline."""
    found: DecisionRule | None = getattr(rules, decision_class, None)
    return found or rules.amend_policy


def also_under_itself(effect: Mapping[str, Any], rules: RulePolicy) -> tuple[VoteTest, ...]:
    """Tests a change of the rules of deciding must pass besides today's: those it would put in their place.

    So a thin majority cannot lower a bar, and a minority cannot raise one.
    """
    if effect.get("kind") != "set_policy" or effect.get("policy_kind") != "rule":
        return ()
    proposed = value_from("rule", effect["value"])
    extra: list[VoteTest] = []
    for name in RulePolicy.model_fields:
        new: DecisionRule | None = getattr(proposed, name)
        if new is not None and new != getattr(rules, name):
            extra += new.tests
    return tuple(extra)


def notice_days(decision_class: str, rule: DecisionRule, notice: NoticePolicy) -> int:
    """Days between notice and meeting: the rule's own, or the bank's usual ones."""
    if rule.notice_days is not None:
        return rule.notice_days
    return notice.amendment_days if decision_class in OF_GUIDELINES else notice.special_request_days


def delay_days(decision_class: str, rule: DecisionRule, timelock: TimelockPolicy) -> int:
    """Days between decision and effect; what is published waits at least one."""
    if rule.delay_days is not None:
        return rule.delay_days
    usual = timelock.policy if decision_class in OF_GUIDELINES else timelock.grant
    return max(usual, 1) if rule.method == "coordinator" else usual

"""The act by which a circle that decides by consent chooses to vote on one question (invariant C11).

Guarantees: the choice and its rule are a decision of their own, recorded before anybody votes; it holds for that
question only. What it means for the question is read by `banks.deciding.proposals.queries.frame_of`.
"""

from datetime import datetime
from uuid import UUID

from pydantic import field_validator

from banks.deciding.proposals.deciding_circle import circle_in
from banks.deciding.proposals.rules import AMEND_RULES, rule_for
from banks.policies.queries import policy_in_force
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order
from governance.circle_policy import CirclesPolicy
from governance.decision_rule import DecisionRule
from governance.policy import RulePolicy
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version, state_of_proposal
from governance.proposals.rules import BEING_DECIDED, OPEN

STAYS_WITH_CONSENT = frozenset({"vote_on", "remove_member", "remove_from_circle"})


class VoteOnBody(EffectBody):
    """The question, and the rule of the vote."""

    proposal_id: UUID
    rule: DecisionRule

    @field_validator("rule")
    @classmethod
    def check_circle_votes(cls, rule: DecisionRule) -> DecisionRule:
        if (rule.method, rule.forum) != ("meeting_vote", "circle"):
            raise ValueError("A circle votes in its own meeting.")
        return rule


class VoteOn:
    """One question is decided by a vote in the circle's meeting."""

    kind = "vote_on"
    body = VoteOnBody

    def decided_in(self, body: VoteOnBody, circles: CirclesPolicy) -> str:
        question = _question(body)
        return circle_in(latest_version(question).effect, circles) if question is not None else ""

    def check(self, body: VoteOnBody, now: datetime) -> None:
        question = _question(body)
        if question is None or state_of_proposal(question) not in OPEN - BEING_DECIDED:
            raise EffectRefused(why="That question is being decided, or is no longer open.")
        rule = rule_for(question.decision_class, policy_in_force(RulePolicy, now).value)
        if rule is None or rule.method != "consent":
            raise EffectRefused(why="Only a question that a circle decides by consent can be put to its vote.")
        kind = latest_version(question).effect["kind"]
        if question.decision_class == AMEND_RULES or kind in STAYS_WITH_CONSENT:
            raise EffectRefused(why="How we decide, and who has to go, stays with consent.")

    def carry_out(self, body: VoteOnBody, order: Order) -> dict[str, str]:
        return {"proposal": str(body.proposal_id)}

    def in_words(self, body: VoteOnBody) -> str:
        question = _question(body)
        title = question.title if question is not None else "a question"
        return f"“{title}” is decided by {body.rule.in_words()}. This holds for that question only."


def _question(body: VoteOnBody) -> Proposal | None:
    return Proposal.objects.filter(pk=body.proposal_id).first()

"""Reads that pages and the rules' own pages share: by what something is decided, and what is proposed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from banks.deciding.meetings.electorate import has_voters
from banks.deciding.proposals.deciding_circle import circle_can_decide
from banks.deciding.proposals.errors import NoRuleForThis
from banks.deciding.proposals.rules import also_under_itself, class_of, class_of_kind, delay_days, notice_days, rule_for
from banks.policies.clock import bank_day
from banks.policies.kinds import PlacePolicy
from banks.policies.queries import all_in_force
from governance.decision_rule import DecisionRule
from governance.effects.models import Effect
from governance.policy import NoticePolicy, QuorumPolicy, ReviewPolicy, RulePolicy, TimelockPolicy
from governance.proposals.models import Proposal, ProposalVersion
from governance.proposals.queries import latest_version, proposals, states_of
from governance.proposals.rules import OPEN, State
from governance.proposals.services import Frame

FEWEST_VOTERS = 3


def frame_for(effect: Mapping[str, Any], at: datetime) -> Frame:
    """What a proposal announced at a moment will be judged by."""
    book = all_in_force(at)
    rules, decision_class = book.in_force(RulePolicy), class_of(effect)
    rule = rule_for(decision_class, rules.value)
    if rule is None:
        raise NoRuleForThis(what=decision_class.replace("_", " "))
    extra = also_under_itself(effect, rules.value) if rule.method == "meeting_vote" else ()
    quorum = book.value(QuorumPolicy)
    return Frame(
        rule=rule.model_copy(update={"tests": tuple(dict.fromkeys((*rule.tests, *extra)))}),
        rule_version_id=rules.version_id,
        notice_days=notice_days(decision_class, rule, book.value(NoticePolicy)),
        delay_days=delay_days(decision_class, rule, book.value(TimelockPolicy)),
        fewest_present=quorum.min_present if rule.min_present is None else rule.min_present,
        quorum=rule.quorum or quorum.assembly,
        review_months=book.value(ReviewPolicy).default_interval,
    )


def frame_of(proposal: Proposal, at: datetime) -> Frame:
    """What a proposal announced at a moment will be judged by, with the vote its circle has chosen for it (C11)."""
    frame = frame_for(latest_version(proposal).effect, at)
    chosen = chosen_vote(proposal.pk) if frame.rule.method == "consent" else None
    if chosen is None:
        return frame
    return replace(frame, rule=chosen, fewest_present=chosen.min_present or 1, quorum=chosen.quorum)


def chosen_vote(proposal_id: UUID) -> DecisionRule | None:
    """The rule by which a circle has decided, by consent, to vote on one question; None where it has not."""
    chosen = Effect.objects.filter(kind="vote_on", state=Effect.State.DONE, body__proposal_id=str(proposal_id))
    last = chosen.order_by("-done_at").first()
    return DecisionRule.model_validate(last.body["rule"]) if last is not None else None


def rule_that_changes(kind_class: type[BaseModel], at: datetime) -> DecisionRule:
    """The rule by which a kind of the policy book is changed."""
    rules = all_in_force(at).value(RulePolicy)
    return rule_for(class_of_kind(kind_class), rules) or rules.amend_policy


def deciding_rule(kind_class: type[BaseModel], at: datetime) -> DecisionRule | None:
    """The rule that decides on a kind, by vote or by publication, or None where an administrator adopts it.

    While a bank is too small for the vote its own rule asks for, administrators adopt: a founder alone could not
    otherwise change a word, and had nobody to publish it to. So they do while a circle that decides by consent has
    fewer people than have to consent.
    """
    rule = rule_that_changes(kind_class, at)
    if rule.method == "consent":
        return rule if circle_can_decide(kind_class, at) else None
    fewest = rule.min_present if rule.min_present is not None else all_in_force(at).value(QuorumPolicy).min_present
    return rule if has_voters(bank_day(at), fewest=max(fewest, FEWEST_VOTERS)) else None


def rules_are_decided(at: datetime) -> bool:
    """Whether any rule of the bank is changed by a decision, so that members may propose it."""
    return any(deciding_rule(kind_class, at) for kind_class in (PlacePolicy, RulePolicy))


def members_vote_on_rules(at: datetime) -> bool:
    """Whether any rule of the bank is changed by a vote of its members."""
    rules = [deciding_rule(kind_class, at) for kind_class in (PlacePolicy, RulePolicy)]
    return any(rule is not None and rule.method == "meeting_vote" for rule in rules)


def open_proposals() -> list[tuple[Proposal, State]]:
    """What is not decided yet, the newest first."""
    rows = list(proposals())
    states = states_of(rows)
    return [(row, states[row.pk]) for row in rows if states[row.pk] in OPEN]


def open_changes_of(policy_kind: str) -> list[Proposal]:
    """Open proposals that would change a kind of the policy book."""
    return [
        proposal
        for proposal, _ in open_proposals()
        if latest_version(proposal).effect.get("policy_kind") == policy_kind
    ]


def proposals_open_by_kind() -> dict[str, list[Proposal]]:
    """Kind of the policy book -> open proposals to change it; three queries for all."""
    rows = {proposal.pk: proposal for proposal, _ in open_proposals()}
    found: dict[str, list[Proposal]] = {}
    newest: dict[UUID, ProposalVersion] = {}
    for version in ProposalVersion.objects.filter(proposal__in=rows).order_by("number"):
        newest[version.proposal_id] = version
    for version in newest.values():
        kind = version.effect.get("policy_kind")
        if kind:
            found.setdefault(kind, []).append(rows[version.proposal_id])
    return found


def proposal_for_application(application_id: UUID) -> Proposal | None:
    """The open proposal to admit an applicant from beyond the area, if somebody has made one."""
    versions = ProposalVersion.objects.filter(
        effect__kind="admit_beyond_area", effect__application_id=str(application_id)
    ).select_related("proposal")
    rows = {version.proposal_id: version.proposal for version in versions}
    states = states_of(rows.values())
    return next((rows[pk] for pk, state in states.items() if state in OPEN or state is State.CARRIED), None)


def effect_of(decision_id: UUID) -> Effect | None:
    return Effect.objects.filter(decision=decision_id).first()

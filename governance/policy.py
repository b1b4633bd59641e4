"""A bank's rules about deciding, as frozen and validated values.

Guarantees: a value of one of these types is within bounds and free of contradiction.
Refuses: silence as consent, removal of a member by less than a majority, cycles of circles.
Called by: `banks.policies`, which stores versions and renders them in words. A key with `applies="later"` is recorded
and shown, but the platform does not apply it yet.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from governance.decision_rule import DecisionRule, Quorum, two_thirds_present

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
CHOICE = "platform choice"


def key(
    default: Any,
    *,
    title: str,
    description: str,
    unit: str,
    says: str | Mapping[str, str],
    source: str,
    needs: str = "amend_rules",
    when: str = "",
    applies: Literal["now", "later"] = "now",
    **bounds: Any,
) -> Any:
    """One policy key: its blank default, and the facts from which forms, API and guidelines are generated."""
    facts: dict[str, Any] = {
        "unit": unit,
        "says": says,
        "source": source,
        "applies": applies,
        "needs": needs,
        "when": when,
    }
    return Field(default, title=title, description=description, json_schema_extra=facts, **bounds)


class GovernancePolicy(BaseModel):
    """Base of the kinds about deciding. Their version in force on the date of the notice counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    group: ClassVar[str] = "How we decide"
    counts_from: ClassVar[str] = "notice"
    only_with: ClassVar[str] = ""


# The declarations read like a table, one key a paragraph; the formatter would spread them over many lines.
# fmt: off
class GovPolicy(GovernancePolicy):
    kind: ClassVar[str] = "gov"
    title: ClassVar[str] = "Our way of deciding"

    method: Literal["meeting_vote", "sociocracy", "coordinator"] = key(
        "meeting_vote", title="Way of deciding", description="How the bank usually decides.", unit="choice",
        source="Lamoni 15 and closing; Valley, Use of Sociocracy; Door County",
        says={
            "meeting_vote": "Members decide by voting in meetings.",
            "sociocracy": "Circles decide by consent; silence is never consent.",
            "coordinator": "The coordinator decides and publishes each decision before it takes effect.",
        },
    )
    chair_role: Key = key(
        "chairperson", title="Who presides", description="The role that presides and speaks for the bank.",
        unit="role", source="Lamoni 10; Valley, Structure",
        says="Whoever holds this role presides: {value}.",
    )


def _rule(default: DecisionRule | None, title: str, when: str, source: str) -> Any:
    return key(
        default, title=title, unit="decision rule", source=source,
        description=f"What it takes to decide, for {when}.",
        says={"null": f"No rule of its own is set for {when}.", "else": f"For {when} it takes {{value}}."},
    )


class RulePolicy(GovernancePolicy):
    kind: ClassVar[str] = "rule"
    title: ClassVar[str] = "What each kind of decision takes"

    amend_policy: DecisionRule = _rule(
        two_thirds_present("meeting_of_the_whole"),
        "Changing a guideline", "changing these guidelines", "Lamoni, closing",
    )
    amend_rules: DecisionRule = _rule(
        two_thirds_present("meeting_of_the_whole"),
        "Changing how we decide", "changing how we decide", "Lamoni, closing",
    )
    radius_exception: DecisionRule | None = _rule(
        None, "Members from further away", "admitting someone from outside our area", "Lamoni 7",
    )
    donation: DecisionRule | None = _rule(
        None, "Gifts of hours", "authorising gifts of hours to a member", "Lamoni 15",
    )
    external_hours: DecisionRule | None = _rule(
        None, "Hours for other organisations", "granting hours for work at other organisations", "Lamoni 20",
    )
    remove_member: DecisionRule | None = _rule(
        two_thirds_present(), "Removing a member", "removing a member", CHOICE,
    )
    stewardship: DecisionRule = _rule(
        two_thirds_present("meeting_of_the_whole", notice_days=14),
        "Handing the bank over", "handing the bank over to caretakers", "Valley, History",
    )

    @model_validator(mode="after")
    def check_removal_needs_a_majority(self) -> Self:
        rule = self.remove_member
        if rule and rule.method == "meeting_vote":
            takes_majority = all(
                2 * test.num > test.den or (2 * test.num == test.den and test.cmp == "gt") for test in rule.tests
            )
            if not takes_majority:
                raise ValueError("Removing a member takes more than half; choose a larger fraction.")
        return self

    @model_validator(mode="after")
    def check_members_ratify_caretakers(self) -> Self:
        if "present" not in {test.base for test in self.stewardship.tests}:
            raise ValueError("Handing the bank over takes a vote of those in attendance.")
        return self


class NoticePolicy(GovernancePolicy):
    kind: ClassVar[str] = "notice"
    title: ClassVar[str] = "Notice before a decision"

    amendment_days: int = key(
        14, title="Notice of a change", description="Days between the notice and the meeting.", unit="days",
        ge=0, le=365, source="Lamoni, closing (prior notice, no figure given)",
        says={
            "0": "A change of the guidelines needs no notice beforehand.",
            "else": "A change of the guidelines is announced {value} before it is decided.",
        },
    )
    special_request_days: int = key(
        0, title="Notice of a special request", description="Days between the notice and the meeting.",
        unit="days", ge=0, le=365, source="Lamoni 7, 15 and 20",
        says={
            "0": "A special request can be considered at the next meeting.",
            "else": "A special request is announced {value} before it is decided.",
        },
    )


class QuorumPolicy(GovernancePolicy):
    kind: ClassVar[str] = "quorum"
    only_with: ClassVar[str] = "gov.method=meeting_vote"
    title: ClassVar[str] = "How many must be there"

    assembly: Quorum | None = key(
        None, title="Quorum of a members' meeting",
        description="A number of people or a fraction; empty means none.", unit="quorum", source=CHOICE,
        says={
            "null": "A members' meeting has no quorum.",
            "else": "A members' meeting needs a quorum of {value}.",
        },
    )
    min_present: int = key(
        3, title="Fewest voting members", description="Below this no vote is put.", unit="people", ge=0,
        le=1000, source=CHOICE,
        says={
            "0": "A vote can be put however few are there.",
            "else": "No vote is put with fewer than {value} in attendance.",
        },
    )


class VotePolicy(GovernancePolicy):
    kind: ClassVar[str] = "vote"
    only_with: ClassVar[str] = "gov.method=meeting_vote"
    title: ClassVar[str] = "Voting"

    proxies: int = key(
        0, title="Proxies", description="How many absent members one person may vote for.", unit="people",
        applies="later",
        ge=0, le=10, source="Lamoni 7 (in attendance)",
        says={
            "0": "Nobody votes on behalf of somebody else.",
            "else": "One person may vote for up to {value} who are absent.",
        },
    )
    absentee_ballots: bool = key(
        False, title="Ballots of absent members", description="Whether absent members may send a ballot.",
        applies="later",
        unit="yes or no", source="Lamoni 7 (in attendance)",
        says={
            "true": "Absent members may send a ballot.",
            "false": "Only those in attendance vote.",
        },
    )
    capacity_rule: Literal["all_active", "adults", "full_members", "not_overdrawn"] = key(
        "all_active", title="Who votes", description="Which members are counted as voting members.",
        unit="choice", source="Lamoni 7",
        says={
            "all_active": "Every active member has a vote.",
            "adults": "Every active adult member has a vote.",
            "full_members": "Every active member with full access has a vote.",
            "not_overdrawn": "Every active member whose balance is not below zero has a vote.",
        },
    )
    recusal: Literal["leaves_base", "counts_in_base"] = key(
        "leaves_base", title="Members the question is about",
        description="How those who step aside are counted.", unit="choice", source=CHOICE,
        says={
            "leaves_base": "A member the question is about steps aside and is not counted.",
            "counts_in_base": "A member the question is about steps aside and still counts as present.",
        },
    )
    chair_votes: Literal["always", "ties", "never"] = key(
        "always", title="The presiding member's vote", description="When the presiding member votes.",
        unit="choice", source=CHOICE,
        says={
            "always": "The presiding member votes like anyone.",
            "ties": (
                "The presiding member votes only when it would change the result; a tie that remains is"
                " lost."
            ),
            "never": "The presiding member does not vote.",
        },
    )
    secrecy: Literal["open", "secret"] = key(
        "open", title="Open or secret", description="How votes are cast unless a rule says otherwise.",
        unit="choice", source=CHOICE,
        says={
            "open": "Votes are open.",
            "secret": "Votes are secret.",
        },
    )


class TimelockPolicy(GovernancePolicy):
    kind: ClassVar[str] = "timelock"
    title: ClassVar[str] = "Time between a decision and its effect"

    policy: int = key(
        7, title="Before a changed guideline counts", description="Days after the decision.", unit="days",
        ge=0, le=365, source=CHOICE,
        says={
            "0": "A changed guideline counts at once.",
            "else": "A changed guideline counts {value} after the decision.",
        },
    )
    grant: int = key(
        0, title="Before a single grant counts", description="Days after the decision.", unit="days", ge=0,
        le=365, source=CHOICE,
        says={
            "0": "A decision about one person takes effect at once.",
            "else": "A decision about one person takes effect {value} later.",
        },
    )


class ReviewPolicy(GovernancePolicy):
    kind: ClassVar[str] = "review"
    title: ClassVar[str] = "Looking at decisions again"

    default_interval: int = key(
        24, title="When decisions are looked at again", description="Months after the decision.",
        unit="months", ge=1, le=120, source=CHOICE,
        says="A decision is looked at again after {value}; until then, and until it is changed, it stands.",
    )


class StewardshipPolicy(GovernancePolicy):
    kind: ClassVar[str] = "stewardship"
    title: ClassVar[str] = "Keeping the bank in good hands"

    min_recovery_holders: int = key(
        2, title="People who can recover the bank", description="How many always hold that power.",
        unit="people", ge=1, le=20, source="Valley, History",
        says="At any time at least {value} can restore access to the bank.",
    )
    mandate: int = key(
        9, title="Caretakers' mandate", description="Months, when a bank is handed over.", unit="months",
        ge=1, le=60, source="Valley, Use of Sociocracy",
        says=(
            "Caretakers who take the bank over serve for {value}; meanwhile they neither change rules nor issue hours."
        ),
    )
# fmt: on

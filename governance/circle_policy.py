"""A bank's rules about circles, roles and consent, as frozen and validated values.

Guarantees: the circles form one tree, every domain belongs to one existing circle, every response is explicit.
Refuses: two circles with one key, a cycle of circles, a domain without a circle.
Called by: `banks.policies`, exactly like `governance.policy`.
"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from governance.decision_rule import FrozenModel
from governance.policy import CHOICE, GovernancePolicy, Key, Sentence, Word, key


class CircleDraft(FrozenModel):
    """A circle of the bank; an `aspired` circle is planned and holds no powers yet."""

    key: Key
    name: Word
    kind: Literal["general", "working", "top", "helping"] = "working"
    parent: Key | None = None
    aim: Sentence = ""
    aspired: bool = False

    def in_words(self) -> str:
        aim = f" ({self.aim})" if self.aim else ""
        return f"{self.name}{aim}{', hoped for' if self.aspired else ''}"


class DomainDraft(FrozenModel):
    """A task or power, and the circle that holds it."""

    domain: Key
    name: Word
    circle: Key

    def in_words(self) -> str:
        return f"{self.name} by the circle {self.circle.replace('_', ' ')}"


class Eligibility(FrozenModel):
    """The requirements for holding a role."""

    role: Key
    min_member_days: int = Field(0, ge=0, le=36_600)
    min_exchanges: int = Field(0, ge=0, le=10_000)
    min_age: int = Field(0, ge=0, le=120)
    orientation: bool = False

    def in_words(self) -> str:
        requirements = []
        if self.min_member_days:
            requirements.append(f"{self.min_member_days} days of membership")
        if self.min_exchanges:
            requirements.append(f"{self.min_exchanges} exchanges")
        if self.min_age:
            requirements.append(f"an age of at least {self.min_age}")
        if self.orientation:
            requirements.append("an orientation")
        return f"{self.role.replace('_', ' ')} takes {' and '.join(requirements) or 'no particular experience'}"


# The declarations read like a table, one key a paragraph; the formatter would spread them over many lines.
# fmt: off
class CirclesPolicy(GovernancePolicy):
    kind: ClassVar[str] = "circles"
    title: ClassVar[str] = "Circles and their domains"

    structure: tuple[CircleDraft, ...] = key(
        (), title="Circles", description="The circles of the bank and their parents.", unit="list",
        max_length=40, source="Valley, Structure",
        says={
            "empty": "The bank has no circles.",
            "else": "Our circles: {value}.",
        },
    )
    domains: tuple[DomainDraft, ...] = key(
        (), title="Domains", description="Which circle holds which task or power.", unit="list",
        max_length=100, source="Valley, Structure",
        says={
            "empty": "No task is assigned to a circle.",
            "else": "Tasks and the circles that hold them: {value}.",
        },
    )

    @model_validator(mode="after")
    def check_one_tree(self) -> Self:
        parents = {circle.key: circle.parent for circle in self.structure}
        if len(parents) < len(self.structure):
            raise ValueError("Each circle needs a key of its own.")
        for circle in self.structure:
            visited, parent = {circle.key}, circle.parent
            while parent is not None:
                if parent not in parents:
                    raise ValueError(f"The circle {circle.key} names a parent that does not exist: {parent}.")
                if parent in visited:
                    raise ValueError(f"The circle {circle.key} would be its own parent.")
                visited.add(parent)
                parent = parents[parent]
        return self

    @model_validator(mode="after")
    def check_one_root(self) -> Self:
        """Only one circle has no parent (K1)."""
        roots = {circle.key: circle.kind for circle in self.structure if circle.parent is None and not circle.aspired}
        # A bank adds its Top Circle first and moves the General Circle below it by a later decision.
        if len(roots) > 1 and sorted(roots.values()) != ["general", "top"]:
            raise ValueError(f"Only one circle has none above it. Name a parent for all but one of {', '.join(roots)}.")
        return self

    @model_validator(mode="after")
    def check_domains_have_one_circle(self) -> Self:
        is_aspired = {circle.key: circle.aspired for circle in self.structure}
        if len({domain.domain for domain in self.domains}) < len(self.domains):
            raise ValueError("Each domain belongs to exactly one circle.")
        for domain in self.domains:
            if is_aspired.get(domain.circle, True):
                raise ValueError(f"The domain {domain.domain} needs a circle that exists already.")
        return self


class DoubleLinkPolicy(GovernancePolicy):
    kind: ClassVar[str] = "double_link"
    only_with: ClassVar[str] = "gov.method=sociocracy"
    title: ClassVar[str] = "Links between circles"

    required_levels: tuple[Literal["top", "general", "working", "helping"], ...] = key(
        (), title="Where two links are required",
        description="Circles whose child circles send both leader and delegate.", unit="list",
        source="Valley, Structure",
        says={
            "empty": "Two links between circles are welcome and nowhere required.",
            "else": (
                "Each circle below sends two different people, its leader and its delegate, into: "
                "{value}. These roles are never closed, and one that is vacant stands as a fault."
            ),
        },
    )


class RolePolicy(GovernancePolicy):
    kind: ClassVar[str] = "role"
    title: ClassVar[str] = "Roles and their terms"
    counts_from: ClassVar[str] = "selection"

    default_term: int = key(
        12, title="Term of a role", description="Months, unless a selection says otherwise.", unit="months",
        ge=1, le=120, source=CHOICE,
        says="A role is held for {value}, then chosen again.",
    )
    holdover: int = key(
        60, title="After a term has ended",
        description="Days the holder may go on until somebody is chosen.", unit="days", ge=0, le=365,
        source=CHOICE,
        says={
            "0": "A role is vacant on the day its term ends.",
            "else": "After a term ends its holder may go on for {value}, then the role is vacant.",
        },
    )
    eligibility: tuple[Eligibility, ...] = key(
        (), title="Who may hold a role", description="What a member must bring to hold a role.",
        unit="list", max_length=40, source="other time banks and exchange systems",
        says={
            "empty": "Every member may hold every role.",
            "else": "To hold a role: {value}.",
        },
    )


class ConsentPolicy(GovernancePolicy):
    kind: ClassVar[str] = "consent"
    only_with: ClassVar[str] = "gov.method=sociocracy"
    title: ClassVar[str] = "Consent"

    objection_school: Literal["sofa", "s3"] = key(
        "sofa", title="What counts as an objection", description="Two schools of sociocracy differ here.",
        applies="later",
        unit="choice", source="Valley, Use of Sociocracy",
        says={
            "sofa": "Every objection voiced with its reason is dealt with.",
            "s3": "The circle looks at an objection together and says whether it qualifies.",
        },
    )
    stand_aside: bool = key(
        False, title="Standing aside", description="Whether a member of the circle may stand aside.",
        unit="yes or no", source=CHOICE,
        says={
            "true": "A member of the circle may say that they stand aside.",
            "false": "A member of the circle consents or objects.",
        },
    )
    absentee: Literal["hold", "explicit_after"] = key(
        "hold", title="Members of the circle who are absent",
        description="What happens until they have answered.", unit="choice",
        source="Valley, Use of Sociocracy",
        says={
            "hold": "A decision waits for everyone in the circle; an unanswered message is never consent.",
            "explicit_after": (
                "Absent members of the circle are asked afterwards and answer in so many words."
            ),
        },
    )
    min_explicit: int = key(
        3, title="Fewest consents",
        description="Spoken or written consents, or the whole circle where it is smaller.", unit="people",
        ge=1, le=100, source=CHOICE,
        says="At least {value} consent in so many words, or the whole circle where it is smaller.",
    )
    max_electorate: int = key(
        12, title="Largest circle that decides by consent",
        description="Above this, use a vote or smaller circles.", unit="people", ge=2, le=1000,
        source=CHOICE,
        says="Consent is asked in circles of up to {value}.",
    )
    nominee_last: bool = key(
        True, title="Who is proposed for a role",
        description="Whether somebody proposed for a role is asked last.", unit="yes or no", source=CHOICE,
        says={
            "true": "Whoever is proposed for a role is asked for their consent last.",
            "false": "Whoever is proposed for a role is asked together with everybody else.",
        },
    )
# fmt: on

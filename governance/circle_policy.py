"""What a bank rules about circles, roles and consent, as frozen and validated values.

Guarantees: the circles form one tree, every domain has one owner that exists, a response is explicit.
Refuses: two circles with one key, a ring of circles, a domain without a circle.
Called by: `banks.policies`, exactly like `governance.policy`.
"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from governance.decision_rule import Frozen
from governance.policy import CHOICE, GovernancePolicy, Key, Sentence, Word, key


class CircleDraft(Frozen):
    """A circle the bank means to have; `aspired` ones hold no powers yet."""

    key: Key
    name: Word
    kind: Literal["general", "working", "top", "helping"] = "working"
    parent: Key | None = None
    aim: Sentence = ""
    aspired: bool = False

    def in_words(self) -> str:
        aim = f" ({self.aim})" if self.aim else ""
        return f"{self.name}{aim}{', hoped for' if self.aspired else ''}"


class DomainDraft(Frozen):
    """A task or power, and the circle that holds it."""

    domain: Key
    name: Word
    circle: Key

    def in_words(self) -> str:
        return f"{self.name} by the circle {self.circle.replace('_', ' ')}"


class Eligibility(Frozen):
    """What a member must bring to hold a role."""

    role: Key
    min_member_days: int = Field(0, ge=0, le=36_600)
    min_exchanges: int = Field(0, ge=0, le=10_000)
    min_age: int = Field(0, ge=0, le=120)
    orientation: bool = False

    def in_words(self) -> str:
        wants = []
        if self.min_member_days:
            wants.append(f"{self.min_member_days} days of membership")
        if self.min_exchanges:
            wants.append(f"{self.min_exchanges} exchanges")
        if self.min_age:
            wants.append(f"an age of at least {self.min_age}")
        if self.orientation:
            wants.append("an orientation")
        return f"{self.role.replace('_', ' ')} takes {' and '.join(wants) or 'no particular experience'}"


# Declarations read as a table, one key a paragraph.
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
            seen, at = {circle.key}, circle.parent
            while at is not None:
                if at not in parents:
                    raise ValueError(f"The circle {circle.key} names a parent that does not exist: {at}.")
                if at in seen:
                    raise ValueError(f"The circle {circle.key} would be its own parent.")
                seen.add(at)
                at = parents[at]
        return self

    @model_validator(mode="after")
    def check_one_root(self) -> Self:
        """Below one circle all others stand; a General Circle may still stand beside a Top Circle that is new (K1)."""
        roots = {circle.key: circle.kind for circle in self.structure if circle.parent is None and not circle.aspired}
        if len(roots) > 1 and sorted(roots.values()) != ["general", "top"]:
            named = ", ".join(roots)
            raise ValueError(f"Only one circle has none above it. Name a parent for all but one of {named}.")
        return self

    @model_validator(mode="after")
    def check_domains_have_one_circle(self) -> Self:
        known = {circle.key: circle.aspired for circle in self.structure}
        if len({d.domain for d in self.domains}) < len(self.domains):
            raise ValueError("Each domain belongs to exactly one circle.")
        for domain in self.domains:
            if known.get(domain.circle, True):
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

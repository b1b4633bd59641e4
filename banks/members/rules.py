"""Who may do what in a bank, pure. A `Viewer` is a member with the powers and capabilities of the moment."""

from dataclasses import dataclass, field
from uuid import UUID

from banks.members.capabilities import Capability

# Powers that do not come with being administrator: who holds them is chosen person by person.
SEALED_DOMAINS = frozenset({"screening", "safety"})


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who acts or looks: id, account, and what they hold and may see right now.

    `acts_for` holds the ids of the organisations this person acts for. Without capabilities nothing is shown.
    """

    member_id: UUID
    account_id: UUID
    name: str
    number: int
    powers: frozenset[str] = field(default_factory=frozenset)
    capabilities: frozenset[Capability] = field(default_factory=frozenset)
    acts_for: frozenset[UUID] = field(default_factory=frozenset)
    household_id: UUID | None = None

    @property
    def is_coordinator(self) -> bool:
        return bool(self.powers & {"coordinator", "administrator"})

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.powers

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def holds(self, domain: str) -> bool:
        """Whether a domain's power is held; administrators hold all but the sealed ones."""
        return domain in self.powers or (self.is_administrator and domain not in SEALED_DOMAINS)

    def speaks_for(self, member_id: UUID) -> bool:
        """Themselves, or an organisation they act for."""
        return member_id == self.member_id or member_id in self.acts_for


def may_record_for_others(viewer: Viewer) -> bool:
    """Reports taken by phone, attendance lists, leadership hours: coordinators."""
    return viewer.is_coordinator


def holds_role(viewer: Viewer, role: str) -> bool:
    """Whether a viewer holds a role that a rule names. Until circles fill roles, administrators hold the rest."""
    return viewer.is_coordinator if role == "coordinator" else role in viewer.powers or viewer.is_administrator


def holds_domain(viewer: Viewer, domain: str, *, owner: str) -> bool:
    """Whether a domain is theirs: by a power of its own, or by the role or circle that the bank's rules name."""
    return viewer.holds(domain) or holds_role(viewer, owner)


def may_see_contact(viewer: Viewer, *, subject_id: UUID, shows: str, listed: bool = True) -> bool:
    """A contact field is seen by its owner, by coordinators, and by members where its owner allows it.

    `listed` says whether the owner's fields may be shown at all (`Capability.SHOW_CONTACTS`): a minor's never.
    """
    if viewer.member_id == subject_id or viewer.is_coordinator:
        return True
    return shows == "members" and listed and viewer.can(Capability.SEE_CONTACTS)

"""Who may do what in a bank, pure. A `Viewer` is a member with the powers and capabilities of the moment."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from banks.errors import NotFound
from banks.people.members.capabilities import Capability
from banks.people.members.errors import WaiverToSign

# Powers that do not come with being administrator: who holds them is chosen person by person.
SEALED_DOMAINS = frozenset({"screening", "safety"})
# Whoever is not shown to this viewer; the same word on every page, mail, file and in the API.
NAMELESS = "A member"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who acts or looks: id, account, and what they hold and may see right now.

    `acts_for` holds the ids of the organisations this person acts for. Without capabilities nothing is shown.
    `roles` are names by which rules call roles in circles ("outreach_circle", "general_circle_leader"); `settled` are
    the powers that circles own here.
    """

    member_id: UUID
    account_id: UUID
    name: str
    number: int
    powers: frozenset[str] = field(default_factory=frozenset)
    capabilities: frozenset[Capability] = field(default_factory=frozenset)
    acts_for: frozenset[UUID] = field(default_factory=frozenset)
    household_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    settled: frozenset[str] = field(default_factory=frozenset)
    is_organisation: bool = False
    resting_since: date | None = None
    waiver_version: str = ""

    @property
    def is_coordinator(self) -> bool:
        return bool(self.powers & {"coordinator", "administrator"})

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.powers

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    @property
    def sees_people(self) -> bool:
        """Whether names of others are shown: to cleared members, and to who records for everybody."""
        return self.can(Capability.SEE_PEOPLE) or self.is_coordinator

    @property
    def records_hours(self) -> bool:
        """Whether hours of exchanges are theirs to record: their own, or as a coordinator those of others."""
        return self.can(Capability.EXCHANGE) or self.is_coordinator

    def holds(self, domain: str) -> bool:
        """Whether a domain's power is held; administrators hold all but the sealed ones."""
        return domain in self.powers or (self.is_administrator and domain not in SEALED_DOMAINS)

    def speaks_for(self, member_id: UUID) -> bool:
        """Themselves, or an organisation they act for."""
        return member_id == self.member_id or member_id in self.acts_for


def name_seen(viewer: Viewer, *, member_id: UUID, name: str) -> str:
    """A name as this viewer reads it; to some, everybody but themselves is "A member"."""
    return name if viewer.sees_people or viewer.speaks_for(member_id) else NAMELESS


def check_sees_people(viewer: Viewer) -> None:
    """Pages about others do not exist for those who do not see them."""
    if not viewer.sees_people:
        raise NotFound()


def check_records_hours(viewer: Viewer) -> None:
    """Pages that record hours do not exist for those who do not see people; a missing signature is said."""
    check_sees_people(viewer)
    if not viewer.records_hours:
        raise WaiverToSign()


def may_record_for_others(viewer: Viewer) -> bool:
    """Reports taken by phone, attendance lists, leadership hours: coordinators."""
    return viewer.is_coordinator


def may_record_events(viewer: Viewer) -> bool:
    """Attendance lists of gatherings: coordinators, and the circle that owns events."""
    return viewer.is_coordinator or ("events" in viewer.powers and viewer.sees_people)


def holds_role(viewer: Viewer, role: str) -> bool:
    """Whether a viewer holds a role that a rule names; a circle's name means its roles. Administrators hold all."""
    if role == "coordinator":
        return viewer.is_coordinator
    return role in viewer.powers or role in viewer.roles or viewer.is_administrator


def holds_domain(viewer: Viewer, domain: str, *, owner: str) -> bool:
    """Whether a domain is theirs: by a power of its own, or by the role or circle that the bank's rules name.

    Where a circle owns the domain, its roles give the power, and the older name in the rules stands back.
    """
    if domain in viewer.settled:
        return viewer.holds(domain)
    return viewer.holds(domain) or holds_role(viewer, owner)


def may_see_contact(viewer: Viewer, *, subject_id: UUID, shows: str, listed: bool = True) -> bool:
    """A contact field is seen by its owner, by coordinators, and by members where its owner allows it.

    `listed` says whether the owner's fields may be shown at all (`Capability.SHOW_CONTACTS`): a minor's never.
    """
    if viewer.member_id == subject_id or viewer.is_coordinator:
        return True
    return shows == "members" and listed and viewer.can(Capability.SEE_CONTACTS)

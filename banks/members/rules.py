"""Who may do what in a bank, pure. A `Viewer` is a member with the powers of the moment."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who acts or looks: id, account, and the powers held right now."""

    member_id: UUID
    account_id: UUID
    name: str
    number: int
    powers: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_coordinator(self) -> bool:
        return bool(self.powers & {"coordinator", "administrator"})

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.powers


def may_record_for_others(viewer: Viewer) -> bool:
    """Reports taken by phone, attendance lists, leadership hours: coordinators."""
    return viewer.is_coordinator


def holds_role(viewer: Viewer, role: str) -> bool:
    """Whether a viewer holds a role that a rule names. Until circles fill roles, administrators hold the rest."""
    return viewer.is_coordinator if role == "coordinator" else role in viewer.powers or viewer.is_administrator


def may_see_contact(viewer: Viewer, *, subject_id: UUID, shows: str) -> bool:
    """A contact field is seen by its owner, by coordinators, and by members where its owner allows it."""
    return viewer.member_id == subject_id or viewer.is_coordinator or shows == "members"

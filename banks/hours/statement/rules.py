"""Whose statement a member may read, and how it is narrowed; pure."""

from uuid import UUID

from banks.errors import NotFound
from banks.people.members.rules import Viewer

# The sides by which a statement can be narrowed, as the ledger and as people call them.
SIDES = [("earned", "Given"), ("received", "Received")]


def whose_statement(viewer: Viewer, asked: UUID | None) -> UUID:
    """The member whose statement is shown: one's own, an organisation's one acts for, or for coordinators anybody's.

    To anybody else another's statement does not exist.
    """
    if asked is None:
        return viewer.member_id
    if not viewer.is_coordinator and not viewer.speaks_for(asked):
        raise NotFound(member=asked)
    return asked

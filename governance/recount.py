"""The verdict of a decision, worked out anew from the rows it rests on (invariant D5).

Called by: the proof of decisions, and effects before they are carried out.
"""

from typing import Protocol
from uuid import UUID

from governance.ballots.models import Ballot
from governance.ballots.queries import tally_of
from governance.methods.vote import Verdict
from governance.publications.models import Publication
from governance.rounds.models import ConsentRound
from governance.rounds.queries import verdict_of_round


class Decided(Protocol):
    """What rests on one of the three."""

    @property
    def version_id(self) -> UUID: ...

    @property
    def ballot(self) -> Ballot | None: ...

    @property
    def round(self) -> ConsentRound | None: ...

    @property
    def publication(self) -> Publication | None: ...


def verdict_again(decision: Decided) -> str:
    """The verdict as the rows have it now; a publication is a decision from the moment it is made known.

    None when they are about another version, or the vote has not been closed.
    """
    source = decision.ballot or decision.round or decision.publication
    if source is None or source.version_id != decision.version_id:
        return ""
    if decision.ballot is not None:
        announced = decision.ballot.announcement.version_id == decision.version_id
        return tally_of(decision.ballot).verdict.value if announced and decision.ballot.closed_at else ""
    if decision.round is not None:
        return verdict_of_round(decision.round)
    return Verdict.CARRIED.value

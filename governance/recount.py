"""Recounts the verdict of a decision from the rows it rests on (invariant D5).

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


class RecountableDecision(Protocol):
    """The columns of a decision that the recount reads; one of the three sources is set."""

    @property
    def version_id(self) -> UUID: ...

    @property
    def ballot(self) -> Ballot | None: ...

    @property
    def round(self) -> ConsentRound | None: ...

    @property
    def publication(self) -> Publication | None: ...


def recount_verdict(decision: RecountableDecision) -> str:
    """The verdict that the rows give now.

    "" when the rows are about another version, or the ballot or round has not closed.
    """
    source = decision.ballot or decision.round or decision.publication
    if source is None or source.version_id != decision.version_id:
        return ""
    if decision.ballot is not None:
        is_announced = decision.ballot.announcement.version_id == decision.version_id
        return tally_of(decision.ballot).verdict.value if is_announced and decision.ballot.closed_at else ""
    if decision.round is not None:
        return verdict_of_round(decision.round)
    # A publication has nothing to count: it is decided at the moment it is published.
    return Verdict.CARRIED.value

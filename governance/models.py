"""Rows of governance: each slice keeps its own, Django looks for them here."""

from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.decisions.models import Decision
from governance.effects.models import Effect
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.publications.models import Publication, TakingBack, Word
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember
from governance.selections.models import Nomination, Selection, SelectionMember
from governance.stewardship.models import Caretaker, CaretakerWord, Mandate

__all__ = [
    "AgendaItem",
    "Ballot",
    "Caretaker",
    "CaretakerWord",
    "CircleMembership",
    "CircleRole",
    "ConsentResponse",
    "ConsentRound",
    "Decision",
    "Effect",
    "Mandate",
    "Meeting",
    "Nomination",
    "Objection",
    "Presence",
    "Proposal",
    "ProposalNotice",
    "ProposalVersion",
    "Publication",
    "Remark",
    "RoleTerm",
    "RollEntry",
    "RoundMember",
    "SecretVote",
    "SecretVoter",
    "Selection",
    "SelectionMember",
    "TakingBack",
    "Vote",
    "Word",
]

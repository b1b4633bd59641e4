"""The models of all slices, imported here because Django looks for an app's models in this module."""

from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.circles.models import CircleMembership, CircleRole, RoleTerm
from governance.decisions.models import Decision
from governance.effects.models import Effect
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion
from governance.publications.models import Publication, Retraction, Word
from governance.rounds.models import ConsentResponse, ConsentRound, Objection, Remark, RoundMember
from governance.selections.models import Nomination, Selection, SelectionMember
from governance.stewardship.models import Caretaker, CaretakerReply, Mandate

__all__ = [
    "AgendaItem",
    "Ballot",
    "Caretaker",
    "CaretakerReply",
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
    "Retraction",
    "RoleTerm",
    "RollEntry",
    "RoundMember",
    "SecretVote",
    "SecretVoter",
    "Selection",
    "SelectionMember",
    "Vote",
    "Word",
]

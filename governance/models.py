"""Rows of governance: each slice keeps its own, Django looks for them here."""

from governance.ballots.models import Ballot, RollEntry, SecretVote, SecretVoter, Vote
from governance.decisions.models import Decision
from governance.effects.models import Effect
from governance.meetings.models import AgendaItem, Meeting, Presence
from governance.proposals.models import Proposal, ProposalNotice, ProposalVersion

__all__ = [
    "AgendaItem",
    "Ballot",
    "Decision",
    "Effect",
    "Meeting",
    "Presence",
    "Proposal",
    "ProposalNotice",
    "ProposalVersion",
    "RollEntry",
    "SecretVote",
    "SecretVoter",
    "Vote",
]

"""Refusals of counting."""

from governance.errors import GovernanceError


class CountsImpossible(GovernanceError):
    code = "governance.counts_impossible"
    words = "{said} votes cannot come from {present} people who could vote. Please count again."

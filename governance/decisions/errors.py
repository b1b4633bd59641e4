"""Refusals about decisions."""

from governance.errors import GovernanceError


class NoSuchDecision(GovernanceError):
    code = "governance.no_such_decision"
    words = "There is no such decision."

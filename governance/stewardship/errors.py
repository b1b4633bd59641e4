"""Refusals while caretakers look after a bank."""

from governance.errors import GovernanceError


class InCare(GovernanceError):
    """Invariant K7: caretakers keep the bank running; they neither change its rules nor issue hours."""

    code = "stewardship.in_care"
    words = "Caretakers look after the bank now. Until their mandate has ended, {what}."


class NotACaretaker(GovernanceError):
    code = "stewardship.not_named"
    words = "Only whoever is named as a caretaker can accept or decline."


class NotAllAccepted(GovernanceError):
    """Silence is no acceptance."""

    code = "stewardship.not_all_accepted"
    words = (
        "{missing} of the caretakers who are named have not accepted yet. Nobody becomes a caretaker by saying nothing."
    )

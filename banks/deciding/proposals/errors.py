"""Refusals about proposals in a bank."""

from banks.errors import BankError


class ProposingNotAllowed(BankError):
    code = "proposals.not_allowed"
    words = "Members who have a vote may propose. Please speak to your coordinator."


class RuleDecidedByVote(BankError):
    code = "proposals.decided_by_vote"
    words = "Here “{title}” is changed by {words}. Propose the change instead."


class NotItsMeeting(BankError):
    code = "proposals.not_its_meeting"
    words = "The circle votes on this in a meeting of its own. Choose or call one."


class NoRuleForThis(BankError):
    code = "proposals.no_rule"
    words = "The bank has no rule yet for {what}. Agree on one first."


class NotTheAuthor(BankError):
    code = "proposals.not_the_author"
    words = "Only whoever proposed it may take it back."

"""Refusals about proposals."""

from governance.errors import GovernanceError


class NoSuchProposal(GovernanceError):
    code = "governance.no_such_proposal"
    words = "There is no such proposal."


class RuleMissing(GovernanceError):
    code = "governance.rule_missing"
    words = "The bank has no rule by which this could be decided."


class NotByVote(GovernanceError):
    code = "governance.not_by_vote"
    words = "This is not decided by a vote in a meeting here, but by {words}."


class NoticeTooShort(GovernanceError):
    code = "governance.notice_too_short"
    words = "This takes {days} days of notice. The meeting begins too soon: choose a later one."


class MeetingBegun(GovernanceError):
    code = "governance.meeting_begun"
    words = "The notice has to go out before the meeting begins."


class WrongForum(GovernanceError):
    code = "governance.wrong_forum"
    words = "This is decided at a meeting of the whole. Choose or call one."


class NoticedAlready(GovernanceError):
    code = "governance.noticed_already"
    words = "Members have been told of this proposal for that meeting."


class ProposalClosed(GovernanceError):
    code = "governance.proposal_closed"
    words = "This proposal has been decided or withdrawn."


class WithdrawalTooLate(GovernanceError):
    code = "governance.withdrawal_too_late"
    words = "The question has been put; the meeting decides now."


class TitleMissing(GovernanceError):
    code = "governance.title_missing"
    words = "Please give the proposal a title."

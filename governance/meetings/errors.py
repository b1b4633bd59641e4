"""Refusals about meetings."""

from governance.errors import GovernanceError


class NoSuchMeeting(GovernanceError):
    code = "governance.no_such_meeting"
    words = "There is no such meeting."


class MeetingNotOpen(GovernanceError):
    code = "governance.meeting_not_open"
    words = "The meeting is not on. Open it first."


class MeetingOver(GovernanceError):
    code = "governance.meeting_over"
    words = "This meeting is over."


class BallotStillOpen(GovernanceError):
    code = "governance.ballot_still_open"
    words = "A vote is still being taken. Close it first."

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


class TooEarlyToOpen(GovernanceError):
    code = "governance.too_early_to_open"
    words = "A meeting can be opened from an hour before the time it was called for, not earlier."


class MinutesAccepted(GovernanceError):
    code = "governance.minutes_accepted"
    words = "These minutes have been accepted; they stay as they are."


class MeetingStillOn(GovernanceError):
    code = "governance.meeting_still_on"
    words = "The meeting is not over. Close it first; then its minutes can be accepted."


class BallotStillOpen(GovernanceError):
    code = "governance.ballot_still_open"
    words = "A vote is still being taken. Close it first."

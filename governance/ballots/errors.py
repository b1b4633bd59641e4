"""Refusals about voting."""

from governance.errors import GovernanceError


class NoSuchBallot(GovernanceError):
    code = "governance.no_such_ballot"
    words = "There is no such vote."


class BallotClosed(GovernanceError):
    code = "governance.ballot_closed"
    words = "The vote has been closed."


class NotOnTheRoll(GovernanceError):
    code = "governance.not_on_the_roll"
    words = "Only those who were in attendance when the question was put can vote on it."


class SteppedAside(GovernanceError):
    code = "governance.stepped_aside"
    words = "You have stepped aside from this question."


class VotedAlready(GovernanceError):
    code = "governance.voted_already"
    words = "Your vote is in. A secret vote cannot be changed, because nobody knows which one is yours."


class TooFewForSecrecy(GovernanceError):
    code = "governance.too_few_for_secrecy"
    words = "With fewer than four voters a secret vote would not stay secret. Take an open vote."


class HandsAreCounted(GovernanceError):
    code = "governance.hands_are_counted"
    words = "In this vote hands are counted; the secretary enters the figures."


class AttesterMissing(GovernanceError):
    code = "governance.attester_missing"
    words = "Somebody else in attendance has to confirm the count."


class QuestionOpenAlready(GovernanceError):
    code = "governance.question_open_already"
    words = "A question is being voted on already. Close that vote first."


class TooEarlyToPut(GovernanceError):
    code = "governance.too_early_to_put"
    words = "Members were told that this is decided at the time the meeting was called for. Put it then, not earlier."


class QuestionDecided(GovernanceError):
    code = "governance.question_decided"
    words = "This question has been decided."


class NobodyToVote(GovernanceError):
    code = "governance.nobody_to_vote"
    words = "{present} voting members are in attendance and {needed} are needed, so the question cannot be put."

"""Refusals about published decisions."""

from governance.errors import GovernanceError


class NoSuchPublication(GovernanceError):
    code = "publications.not_published"
    words = "This has not been published."


class NotByPublication(GovernanceError):
    code = "publications.not_by_publication"
    words = "This is not decided by publishing it, but by {words}."


class DelayTooShort(GovernanceError):
    code = "publications.delay_too_short"
    words = "A published decision waits at least a day before it counts."


class PublishedAlready(GovernanceError):
    code = "publications.published_already"
    words = "This decision has been published already."


class TooLateToTakeBack(GovernanceError):
    code = "publications.too_late"
    words = "Its day has come, so it cannot be taken back. Publish another decision instead."


class ReasonMissing(GovernanceError):
    code = "publications.reason_missing"
    words = "Please say why it is taken back; everybody who was told reads it."


class WordMissing(GovernanceError):
    code = "publications.word_missing"
    words = "Please write what you want to say."


class DayHasCome(GovernanceError):
    code = "publications.day_has_come"
    words = "Its day has come. You can still ask for it to be looked at again."


class TakenBackAlready(GovernanceError):
    code = "publications.taken_back"
    words = "This decision has been taken back."

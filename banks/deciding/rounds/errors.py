"""Refusals about rounds and selections in a bank."""

from banks.errors import BankError


class NotByConsent(BankError):
    code = "rounds.not_by_consent"
    words = "Here this is decided by {words}, not by asking a circle."


class NoCircleAbove(BankError):
    code = "rounds.no_circle_above"
    words = "There is no circle above this one."


class NotOfTheCircle(BankError):
    code = "rounds.not_of_the_circle"
    words = "Only members of the circle, or whoever proposed it, may do this."


class NotLeadingTheRound(BankError):
    code = "rounds.not_leading"
    words = "Whoever facilitates, leads or writes for the circle does this, or whoever opened the round."


class DecliningOthers(BankError):
    code = "selections.not_named"
    words = "Everybody declines for themselves."

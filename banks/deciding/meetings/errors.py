"""Refusals about meetings as a bank holds them."""

from banks.errors import BankError


class StartsInThePast(BankError):
    code = "meetings.starts_in_the_past"
    words = "This day and time lie in the past. Choose a later one."
    field = "day"


class BegunAlready(BankError):
    code = "meetings.begun_already"
    words = "The meeting has begun. It can be closed, no longer called off."


class CodeWrong(BankError):
    code = "meetings.code_wrong"
    words = "This is not the code of this meeting. Look at the secretary's screen, or ask to be ticked off by name."
    field = "code"


class TooManyTries(BankError):
    code = "meetings.too_many_tries"
    words = "That was not the code several times. Please ask the secretary to tick you off by name."
    field = "code"


class NotAPerson(BankError):
    code = "meetings.not_a_person"
    words = "Only people who are members today can be in attendance. Choose somebody from the list."


class PresiderUnknown(BankError):
    code = "meetings.presider_unknown"
    words = "Choose a current member."
    field = "facilitator"


class ChairWaits(BankError):
    code = "meetings.chair_waits"
    words = "Here the presiding member votes only when it would change the result. Let the others vote first."


class GuestsImpossible(BankError):
    code = "meetings.guests_impossible"
    words = "The number of guests lies between none and {most}."

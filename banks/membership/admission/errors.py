"""Refusals at the coordinators' desk."""

from banks.errors import BankError


class NothingToSay(BankError):
    code = "applications.nothing_to_say"
    words = "Please write this down, so that it can be understood later."
    field = "words"


class RemindedToday(BankError):
    code = "applications.reminded_today"
    words = "{name} was reminded already today. Give them a little time, or call."


class NothingToRemind(BankError):
    code = "applications.nothing_to_remind"
    words = "There is nothing to remind {name} of, or no way to reach them."


class NoDecision(BankError):
    code = "applications.no_decision"
    words = "Only the decision of a meeting admits somebody from beyond our area."


class NotBeyondTheArea(BankError):
    code = "applications.not_beyond_the_area"
    words = "{name} needs no such decision: the place is inside our area, or was not measured yet."


class NotTheSame(BankError):
    code = "applications.not_the_same"
    words = "Choose another application: this one is the application itself."

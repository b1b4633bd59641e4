"""Refusals about resting, leaving, coming back and erasing."""

from banks.errors import BankError


class NobodyRestsByRule(BankError):
    code = "leaving.nobody_rests_by_rule"
    words = "By this bank's rules nobody leaves the lists for lack of activity."


class NotResting(BankError):
    code = "leaving.not_resting"
    words = "{name} is not resting."


class RestsAlready(BankError):
    code = "leaving.rests_already"
    words = "You are resting already. Come back whenever you like."


class LinkUnknown(BankError):
    code = "leaving.link_unknown"
    words = "This link belongs to no one here. Please open it again from the letter, or sign in."


class LinkTooOld(BankError):
    code = "leaving.link_too_old"
    words = "This link is no longer good. Sign in to come back, or call your coordinator: nothing is lost."


class NotFormer(BankError):
    code = "leaving.not_former"
    words = "{name} is a member. Only somebody who has left can be taken back."


class LeaveFirst(BankError):
    code = "leaving.leave_first"
    words = "{name} is still a member. The membership has to end first; then the details can be erased."


class ErasedForGood(BankError):
    code = "leaving.erased_for_good"
    words = "The details of {name} were erased on {erased_on}, for good. They can join again as somebody new."


class ReasonMissing(BankError):
    code = "leaving.reason_missing"
    words = "Please choose why the details are erased."
    field = "reason"


class CopiesUsedUp(BankError):
    code = "leaving.copies_used_up"
    words = "You can have your data {most} times a day. Please come back tomorrow."

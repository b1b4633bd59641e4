"""Refusals about members."""

from banks.errors import BankError


class NameMissing(BankError):
    code = "members.name_missing"
    words = "Please give the member's name."
    field = "name"


class EmailTaken(BankError):
    code = "members.email_taken"
    words = "{email} already belongs to another member. Leave it empty if two people share a mailbox."
    field = "email"


class JoinsInTheFuture(BankError):
    code = "members.joins_in_the_future"
    words = "The day of joining lies in the future. Choose today or an earlier day."
    field = "joined_on"


class RecruiterUnknown(BankError):
    code = "members.recruiter_unknown"
    words = "The person who brought them in is not a current member."
    field = "recruited_by"


class AlreadyLeft(BankError):
    code = "members.already_left"
    words = "{name} left on {left_on} already."

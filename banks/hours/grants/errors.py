"""Refusals about gifts of hours and work at other organisations."""

from banks.errors import BankError


class GiftsNotAllowed(BankError):
    code = "gifts.not_allowed"
    words = "Hours are not given away here."


class GiftNotAuthorised(BankError):
    code = "gifts.not_authorised"
    words = "Here every gift of hours is authorised by a decision first."


class GiftOver(BankError):
    code = "gifts.over"
    words = "Hours could be given until {ends_on}."


class GiftBeyondCap(BankError):
    code = "gifts.beyond_cap"
    words = "Only {left} can still be given here; the decision authorised {most}."
    field = "minutes"


class GiftToOneself(BankError):
    code = "gifts.to_oneself"
    words = "Hours are given to somebody else."
    field = "recipient"


class OutsideNotCredited(BankError):
    code = "outside.not_credited"
    words = "Work at organisations that are not members is not credited here."


class OutsideNotAuthorised(BankError):
    code = "outside.not_authorised"
    words = "Work at {organisation} is credited from {begins_on} to {ends_on}; that day is not within."
    field = "service_date"


class OutsideMonthFull(BankError):
    code = "outside.month_full"
    words = "Work at other organisations counts up to {most} a month; in {month} {left} can still be credited."
    field = "minutes"


class NotForOthers(BankError):
    code = "outside.not_for_others"
    words = "Members report their own work; for others a coordinator does."
    field = "member"

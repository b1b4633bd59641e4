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


class PowerEndsEarly(BankError):
    code = "members.power_ends_early"
    words = "The last day lies before today. Choose a later day."
    field = "ends_on"


class LastAdministrator(BankError):
    code = "members.last_administrator"
    words = "A bank keeps at least {fewest} administrators, and {name} is one of {count}. Make somebody else one first."


class PowerNotYet(BankError):
    code = "members.power_not_yet"
    words = "{name} cannot hold a power at the moment."
    field = "member"


class PostalCodeUnknown(BankError):
    code = "members.postal_code_unknown"
    words = "We do not know the postal code “{code}”. Please check its figures, or leave it empty."
    field = "postal_code"


class WaiverToSign(BankError):
    code = "members.waiver_to_sign"
    words = "Please sign our waiver first; your coordinator has it, too. Then you can record hours."


class EmailRefused(BankError):
    code = "members.email_refused"
    words = "This address cannot be used here. Leave it empty, or ask a coordinator to help."
    field = "email"


class TooManyLooks(BankError):
    code = "members.too_many_looks"
    words = (
        "You have looked at many people in a short time. To protect everybody's addresses we pause: please go on in "
        "{wait}, or ask your coordinator, who knows who does what."
    )


class OrganisationsNotTakenIn(BankError):
    code = "members.organisations_not_taken_in"
    words = "By this bank's rules members are persons; organisations cannot become members."
    field = "kind"


class NoMailAddress(BankError):
    code = "members.no_mail_address"
    words = "{name} has no mail address here. Add one to their details first."


class BornInTheFuture(BankError):
    code = "members.born_in_the_future"
    words = "This day lies in the future. Please check the year in which you were born."
    field = "birth_date"


class BornTooLongAgo(BankError):
    code = "members.born_too_long_ago"
    words = "This is more than {years} years ago. Please check the year in which you were born."
    field = "birth_date"


class TooYoung(BankError):
    code = "members.too_young"
    words = "Our members are at least {years} years old. You are welcome from {day} on."
    field = "birth_date"

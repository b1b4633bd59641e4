"""Refusals of hours from the bank."""

from banks.errors import BankError


class RoleNotCredited(BankError):
    code = "credits.role_not_credited"
    words = "The bank's rules credit no hours for “{role}”."
    field = "role"


class LeadershipThroughOffice(BankError):
    code = "credits.through_the_office"
    words = "Leadership hours are reported through the coordinator. Please call them."
    field = "role"


class CreditKeyReused(BankError):
    code = "exchanges.key_reused"
    words = "This form was already sent with other details. Look at the first report, then start a new one."

"""Refusals on the way to becoming a member."""

from banks.errors import BankError


class NotOpen(BankError):
    code = "applications.not_open"
    words = "We take in new members in person. Please talk to one of our coordinators."


class TooOften(BankError):
    code = "applications.too_often"
    words = "That was a little too often. Please wait an hour and try again, or call us. Nothing is lost."


class ApplicationEnded(BankError):
    code = "applications.ended"
    words = "This application has ended. You can begin a new one any time."


class NameMissing(BankError):
    code = "applications.name_missing"
    words = "Please write your name."
    field = "name"


class ContactMissing(BankError):
    code = "applications.contact_missing"
    words = "Please give a mail address or a telephone number, so that we can reach you."
    field = "email"


class BirthDateMissing(BankError):
    code = "applications.birth_date_missing"
    words = "Please write your date of birth."
    field = "birth_date"


class PlaceMissing(BankError):
    code = "applications.place_missing"
    words = "Please write your town or your postal code."
    field = "where"


class GuardianNameMissing(BankError):
    code = "applications.guardian_name_missing"
    words = "Please write the guardian's full name."
    field = "name"


class GuardianRelationMissing(BankError):
    code = "applications.guardian_relation_missing"
    words = "Please say how you belong together, for example mother, grandfather or legal guardian."
    field = "relation"


class GuardianUnreachable(BankError):
    code = "applications.guardian_unreachable"
    words = "Please give the guardian's telephone number or mail address."
    field = "phone"


class GuardianIsTheApplicant(BankError):
    code = "applications.guardian_is_the_applicant"
    words = "A guardian is another person than the one who wants to join. Please write the guardian's own name."
    field = "name"


class GuardianNotOfAge(BankError):
    code = "applications.guardian_not_of_age"
    words = "A guardian is of age. Please let the guardian tick this, or name somebody who is."
    field = "is_of_age"


class SomethingMissing(BankError):
    code = "applications.something_missing"
    words = "Before you send it, please complete: {missing}."


class NotReadyForWelcome(BankError):
    code = "applications.not_ready_for_welcome"
    words = "{name} cannot become a member yet. The application still waits for: {missing}."

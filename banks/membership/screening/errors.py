"""Refusals about references, sealed notes and screening."""

from banks.errors import BankError


class ReasonMissing(BankError):
    code = "screening.reason_missing"
    words = "Please say in a few words why you open this; it is written down with your name."
    field = "reason"


class ReferenceNameMissing(BankError):
    code = "screening.reference_name_missing"
    words = "Please give the name of somebody who knows you."
    field = "name"


class ReferenceContactMissing(BankError):
    code = "screening.reference_contact_missing"
    words = "Please give a telephone number or a mail address, so that we can ask {name}."
    field = "contact"


class ReferenceIsTheApplicant(BankError):
    code = "screening.reference_is_the_applicant"
    words = "A reference is somebody else: please name another person who knows you."
    field = "name"


class ReferenceNamedAlready(BankError):
    code = "screening.reference_named_already"
    words = "{name} is named already. Please name another person."
    field = "name"


class ReferenceChecked(BankError):
    code = "screening.reference_checked"
    words = "This reference was asked already and stays."


class NoteEmpty(BankError):
    code = "screening.note_empty"
    words = "Please write down what you learnt."
    field = "text"


class AboutYourself(BankError):
    code = "screening.about_yourself"
    words = "This is about you or your household. Another screener has to do it."


class OneOpinionEach(BankError):
    code = "screening.one_opinion_each"
    words = "Your opinion is written down already. A second screener gives theirs."


class AlreadyDecided(BankError):
    code = "screening.already_decided"
    words = "This was decided already. It is opened again when it is time to look again."


class ReferencesNotChecked(BankError):
    code = "screening.references_not_checked"
    words = "Ask the references first: not everybody who was named has been asked."


class NotReady(BankError):
    code = "screening.not_ready"
    words = "The application was not sent yet, so there is nothing to screen."


class CaseOpenAlready(BankError):
    code = "screening.case_open_already"
    words = "There is an open case for {name} already."


class OutcomeUnknown(BankError):
    code = "screening.outcome_unknown"
    words = "Choose one of the outcomes that our rules have."
    field = "outcome"


class ResultUnknown(BankError):
    code = "screening.result_unknown"
    words = "Choose what came of asking."
    field = "result"

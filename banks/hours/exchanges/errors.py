"""Refusals of a report of hours. Each names the field to blame, so that pages and API point at it."""

from banks.errors import BankError


class FactMissing(BankError):
    code = "exchanges.fact_missing"
    words = "Please say {what}."


class MinutesNotPositive(BankError):
    code = "exchanges.minutes_not_positive"
    words = "A service lasts longer than nothing. Please give its length, for example 1:15."
    field = "minutes"


class MinutesTooMany(BankError):
    code = "exchanges.minutes_too_many"
    words = "One service can last at most {longest}. Please report longer ones day by day."
    field = "minutes"


class MinutesOffStep(BankError):
    code = "exchanges.minutes_off_step"
    words = "This bank records time in steps of {step} minutes. Please agree on such a length."
    field = "minutes"


class MinutesNotUnderstood(BankError):
    code = "exchanges.minutes_not_understood"
    words = "“{text}” is not a length of time. Write it like 1:15, 1.25 or 75 min."
    field = "minutes"


class DateInTheFuture(BankError):
    code = "exchanges.date_in_the_future"
    words = "The day of the service lies in the future. Please report it once it has happened."
    field = "service_date"


class DateBeforeJoining(BankError):
    code = "exchanges.date_before_joining"
    words = "{name} joined on {joined_on}; services before that day cannot be recorded."
    field = "service_date"


class ReportedTooLate(BankError):
    code = "exchanges.reported_too_late"
    words = (
        "Services are reported within {window_days} days; this one was {days} days ago. "
        "Only a {exception_by} can make an exception, with a reason."
    )
    field = "service_date"


class SamePersonTwice(BankError):
    code = "exchanges.same_person_twice"
    words = "{name} cannot both give and receive the same service."
    field = "receivers"


class PersonNamedTwice(BankError):
    code = "exchanges.person_named_twice"
    words = "{name} is named twice on the same side."
    field = "providers"


class PersonUnknown(BankError):
    code = "exchanges.person_unknown"
    words = "One of the people named is not a member of this bank."
    field = "receivers"


class PersonHasLeft(BankError):
    code = "exchanges.person_has_left"
    words = "{name} left the bank on {left_on}; no hours can be recorded for a later day."
    field = "receivers"


class NotAvailable(BankError):
    code = "exchanges.not_available"
    words = "{name} is not available for one-to-one exchanges."
    field = "receivers"


class WaiverMissing(BankError):
    code = "exchanges.waiver_missing"
    words = "{name} has not signed the waiver in use. Once it is signed, record this again."
    field = "receivers"


class ServiceUnknown(BankError):
    code = "exchanges.service_unknown"
    words = "Please choose a category and a service from this bank's list."
    field = "service"


class NotYourExchange(BankError):
    code = "exchanges.not_yours"
    words = "You can record services that you gave or received yourself. For others, call your coordinator."
    field = "providers"


class OwnHousehold(BankError):
    code = "exchanges.own_household"
    words = (
        "You or somebody of your household takes part in this. Another coordinator takes such a report by phone; "
        "what you gave or received yourself you record like every member."
    )


class PhoneReportsNotTaken(BankError):
    code = "exchanges.phone_reports_not_taken"
    words = "This bank's members report their hours themselves; its rules allow no reports by phone."


class OccasionNotEven(BankError):
    code = "exchanges.occasion_not_even"
    words = "This bank's rules do not count “{occasion}” as an even exchange."
    field = "occasion"


class TooManyPeople(BankError):
    code = "exchanges.too_many_people"
    words = "One exchange has at most {most} people on a side. Use an attendance list for more."
    field = "providers"


class KeyReused(BankError):
    code = "exchanges.key_reused"
    words = "This form was already sent with other details. Look at the first report, then start a new one."


class AlreadyUndone(BankError):
    code = "exchanges.already_undone"
    words = "This exchange was undone on {undone_on} already."


class NotHeld(BankError):
    code = "exchanges.not_held"
    words = "This report is not waiting for an answer any more."


class UndoReasonMissing(BankError):
    code = "exchanges.undo_reason_missing"
    words = "Please say why this is undone; both sides will read it."
    field = "reason"

"""Refusals of an event's record."""

from banks.errors import BankError


class TitleMissing(BankError):
    code = "events.title_missing"
    words = "Please give the event a name, for example “Spring potluck”."
    field = "title"


class NobodyAttended(BankError):
    code = "events.nobody_attended"
    words = "Please tick at least one person who was there."
    field = "attendances"


class LengthRefused(BankError):
    code = "events.length_refused"
    words = "An event lasts between one minute and a day. Please check its length."
    field = "minutes"


class HelpTooLong(BankError):
    code = "events.help_too_long"
    words = "{name}: helping before or after an event lasts at most a day."
    field = "attendances"


class AttendedInTheFuture(BankError):
    code = "events.in_the_future"
    words = "The event lies in the future. Please record it once it has happened."
    field = "held_on"


class AttendeeUnknown(BankError):
    code = "events.attendee_unknown"
    words = "One of the people ticked was not a member on that day."
    field = "attendances"


class HelpOffStep(BankError):
    code = "events.help_off_step"
    words = "This bank records time in steps of {step} minutes. Please round the helpers' time."
    field = "attendances"


class NobodyKeptAnEye(BankError):
    code = "events.nobody_kept_an_eye"
    words = "Name somebody who kept an eye on this gathering."
    field = "supervised_by"


class AnotherEyeNeeded(BankError):
    code = "events.another_eye_needed"
    words = "Name another member who kept an eye on this gathering."
    field = "supervised_by"


class EventKeyReused(BankError):
    code = "exchanges.key_reused"
    words = "This form was already sent with other details. Look at the first record, then start a new one."


class EventAlreadyUndone(BankError):
    code = "exchanges.already_undone"
    words = "This event was undone on {undone_on} already."

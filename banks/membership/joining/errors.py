"""Refusals when somebody is taken in by hand."""

from banks.errors import BankError


class OrientedInTheFuture(BankError):
    code = "joining.oriented_in_the_future"
    words = "The day of the orientation lies in the future. Leave it out until they have attended."
    field = "oriented_on"


class PostalCodeUnknown(BankError):
    code = "joining.postal_code_unknown"
    words = "We do not know the postal code {postal_code}. Check it, or leave it out."
    field = "postal_code"


class OutsideTheArea(BankError):
    code = "joining.outside_the_area"
    words = "{verdict} Only a meeting can admit somebody from there: enter an application for them; it waits there."
    field = "town"


class BirthDateMissing(BankError):
    code = "joining.birth_date_missing"
    words = "Members are at least {years} years old here, so please write the date of birth."
    field = "birth_date"


class GuardianMissing(BankError):
    code = "joining.guardian_missing"
    words = "{name} is younger than {years}, so a legal guardian signs. Please write the guardian's name and relation."
    field = "guardian_name"


class GuardianSignatureMissing(BankError):
    code = "joining.guardian_signature_missing"
    words = "{name} is younger than {years}. Take them in once a legal guardian has signed the waiver on paper."
    field = "waiver_version"


class WaiverVersionUnknown(BankError):
    code = "joining.waiver_version_unknown"
    words = "There is no version {version} of the waiver here. Choose the version that stands on the paper."
    field = "waiver_version"


class WaiverDayMissing(BankError):
    code = "joining.waiver_day_missing"
    words = "Choose the day that stands beside the name on the paper."
    field = "waiver_signed_on"

"""Why the policy book refuses."""

from banks.errors import BankError


class PolicyNotAllowed(BankError):
    code = "policies.not_allowed"
    words = "Only the bank's administrators may change its rules. Please speak to one of them."


class PolicyUnknown(BankError):
    code = "policies.unknown_kind"
    words = "There is no rule of the kind {kind}."


class PolicyInvalid(BankError):
    """The value contradicts itself or leaves its bounds; `faults` maps keys to sentences."""

    code = "policies.invalid"
    words = "The rule “{title}” cannot be adopted like this: {faults}"


class PolicyUnchanged(BankError):
    code = "policies.unchanged"
    words = "Nothing would change: “{title}” reads like this already."


class PolicyChangedMeanwhile(BankError):
    code = "policies.changed_meanwhile"
    words = "Somebody has changed “{title}” since you opened this page. Please look at the new version first."


class PolicyInThePast(BankError):
    code = "policies.in_the_past"
    words = "A rule cannot begin in the past. Choose now or a later moment."
    field = "effective_at"


class PolicyOverlapsUpcoming(BankError):
    code = "policies.upcoming"
    words = (
        "A newer version of “{title}” already begins on {begins_on}. "
        "Choose that moment or a later one, so that the order stays clear."
    )
    field = "effective_at"


class PolicyReasonMissing(BankError):
    code = "policies.reason_missing"
    words = "Please say why the rule changes; the guidelines will show it."
    field = "reason"


class PolicyNotFounded(BankError):
    code = "policies.not_founded"
    words = "The rule {kind} has no version in force at that moment."


class CharterInvalid(BankError):
    code = "policies.charter_invalid"
    words = "The charter {charter} cannot be used: {fault}"


class WaiverVersionReused(BankError):
    code = "policies.waiver_version_reused"
    words = (
        "Version {version} of the waiver has other words, and people have signed those. "
        "Give the new words a version name of their own."
    )
    field = "waiver_version"

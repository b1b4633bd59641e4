"""Refusals about what a decision may order."""

from governance.errors import GovernanceError


class EffectUnknown(GovernanceError):
    code = "governance.effect_unknown"
    words = "A proposal cannot order “{kind}”: there is no such act."


class EffectInvalid(GovernanceError):
    code = "governance.effect_invalid"
    words = "{faults}"


class EffectRefused(GovernanceError):
    """The act cannot be carried out as things stand, e.g. the value moved or the applicant left. Raised by the bank."""

    code = "governance.effect_refused"
    words = "{why}"

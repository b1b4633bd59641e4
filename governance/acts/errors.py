"""Refusals about what a decision may order."""

from governance.errors import GovernanceError


class EffectUnknown(GovernanceError):
    code = "governance.effect_unknown"
    words = "A proposal cannot order “{kind}”: there is no such act."


class EffectInvalid(GovernanceError):
    code = "governance.effect_invalid"
    words = "{faults}"


class EffectRefused(GovernanceError):
    """An act that cannot be carried out as things stand: the value moved, the applicant is gone. Raised by the bank."""

    code = "governance.effect_refused"
    words = "{why}"

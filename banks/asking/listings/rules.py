"""What becomes of an offer or request when it is posted, pure (rows V-offers and L14).

A request of somebody below zero is held, or comes with a reminder, as the bank's limits say; what is not held
waits to be looked at or is shown at once, as its rules on offers say.
"""

from banks.policies.kinds import OffersPolicy
from ledger.policy import LimitsPolicy

WAITING, HELD, SHOWN = "waiting", "held", "shown"
REQUEST = "request"


def is_asked_to_give_first(kind: str, *, balance_minutes: int, limits: LimitsPolicy) -> bool:
    """Whether a new request meets the rule for members below zero."""
    return kind == REQUEST and balance_minutes < 0 and limits.overdraft_request_action != "none"


def is_held(kind: str, *, balance_minutes: int, limits: LimitsPolicy) -> bool:
    asked = is_asked_to_give_first(kind, balance_minutes=balance_minutes, limits=limits)
    return asked and limits.overdraft_request_action == "hold"


def state_when_posted(kind: str, *, balance_minutes: int, limits: LimitsPolicy, offers: OffersPolicy) -> str:
    """Held, waiting or shown."""
    if is_held(kind, balance_minutes=balance_minutes, limits=limits):
        return HELD
    return WAITING if offers.moderation == "pre" else SHOWN

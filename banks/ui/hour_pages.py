"""Hours as pages say them: short beside a name, in full where there is room.

Guarantees: a sign always stands with its word or number, so no meaning hangs on
colour alone; amounts follow the bank's own unit (`HoursPolicy.show`). Refuses
nothing: any integer of minutes can be shown. Called by the template tags.
"""

from dataclasses import dataclass

from ledger.hour_words import amount_in_units, decimal_text, format_hours
from ledger.policy import MINUTES_PER_HOUR, HoursPolicy

MINUS = "\u2212"
ABOUT = "≈ "
GIVEN, RECEIVED, EVEN = "given", "received", "even"
CLOSE_TO_LIMIT = MINUTES_PER_HOUR


@dataclass(frozen=True)
class Limits:
    """How far a balance may go, in minutes; None where the community sets no limit."""

    floor: int | None = None
    ceiling: int | None = None


def side_of(minutes: int) -> str:
    """Which way hours went, seen from the account: given, received or even."""
    if minutes > 0:
        return GIVEN
    return RECEIVED if minutes < 0 else EVEN


def clock(minutes: int) -> str:
    """An unsigned length of time on the clock: "1 h 15 min"."""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


def number_and_unit(minutes: int, policy: HoursPolicy) -> tuple[str, str]:
    """An unsigned amount in two parts: ("1 h 15 min", ""), or ("1.25", "Time Credits") where the bank counts so."""
    if policy.show == "words" and policy.units_per_hour == 1:
        return clock(minutes), ""
    amount = amount_in_units(abs(minutes), policy)
    text, exact = decimal_text(amount)
    unit = policy.unit_name if amount == 1 else policy.unit_name_plural
    return ("" if exact else ABOUT) + text, unit


def short(minutes: int, policy: HoursPolicy) -> str:
    """An unsigned amount in the books: "1 h 15 min", or "1.25 Time Credits"."""
    return " ".join(number_and_unit(minutes, policy)).strip()


def sign_of(minutes: int) -> str:
    return {GIVEN: "+", RECEIVED: MINUS, EVEN: ""}[side_of(minutes)]


def signed(minutes: int, policy: HoursPolicy) -> str:
    """The same with its sign: "+1 h 15 min", "−45 min", "0 min"."""
    number, unit = signed_parts(minutes, policy)
    return f"{number} {unit}".strip()


def signed_parts(minutes: int, policy: HoursPolicy) -> tuple[str, str]:
    """The signed number and the unit apart: ("+1.25", "Time Credits"); "≈" comes before the sign."""
    number, unit = number_and_unit(minutes, policy)
    if number.startswith(ABOUT):
        return ABOUT + sign_of(minutes) + number.removeprefix(ABOUT), unit
    return sign_of(minutes) + number, unit


def in_full(minutes: int, policy: HoursPolicy) -> str:
    """The amount without its sign, in full words: "1 hour 15 minutes"."""
    return format_hours(abs(minutes), policy)


def balance_sentences(minutes: int, policy: HoursPolicy, limits: Limits) -> list[str]:
    """What a member's balance means and what they may do about it, in two or three sentences."""
    amount = in_full(minutes, policy)
    if minutes > 0:
        said = [f"You have given {amount} more than you have received.", "Ask for help any time."]
    elif minutes < 0:
        said = [f"You have received {amount} more than you have given.", "Help someone when it suits you."]
    else:
        said = ["You have given exactly as much as you have received.", "Ask for help, or offer some."]
    return said + _close_to_limit(minutes, policy, limits)


def _close_to_limit(minutes: int, policy: HoursPolicy, limits: Limits) -> list[str]:
    if limits.floor is not None and minutes < 0 and minutes - limits.floor <= CLOSE_TO_LIMIT:
        limit = MINUS + short(limits.floor, policy)
        return [f"You are close to our community's lower limit of {limit}. Giving a little makes room again."]
    if limits.ceiling is not None and minutes > 0 and limits.ceiling - minutes <= CLOSE_TO_LIMIT:
        limit = short(limits.ceiling, policy)
        return [f"You are close to our community's upper limit of {limit}. Let someone do something for you."]
    return []

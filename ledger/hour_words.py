"""Amounts of time in words, and words back into minutes.

Guarantees: what `format_hours` prints is exact or says "about", and `parse_hours` reads it back.
Refuses: text that is not a time, with a sentence that shows what would be understood.
Called by: pages, mails and the API of `banks`.
"""

import re
from decimal import Decimal
from fractions import Fraction

from ledger.errors import LedgerError
from ledger.policy import MINUTES_PER_HOUR, HoursPolicy

_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)
_UNITS = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|hr|hrs|hour|hours)\b\.?)?(?:\s*(?:and\s+)?)"
    r"(?:(?P<minutes>\d+)\s*(?:m|min|mins|minute|minutes)?\.?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d)\s*h\s*(\d)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+", re.ASCII)
_MIXED = re.compile(r"(?:(\d+)\s+)?(\d+)/([1-9]\d*)", re.ASCII)


class HoursNotUnderstood(LedgerError):
    """The text is not a length of time; `text` is what was written."""

    code = "ledger.hours_not_understood"
    sentence = "That is not a length of time we understand. Write it like 1:15, 1.25 or 75 min."


def amount_in_units(minutes: int, policy: HoursPolicy) -> Fraction:
    """The exact amount in the bank's own unit."""
    return Fraction(minutes, MINUTES_PER_HOUR) * policy.units_per_hour


def decimal_text(amount: Fraction) -> tuple[str, bool]:
    """At most two decimals without trailing zeros, and whether that is exact."""
    shown = Fraction(round(amount * 100), 100)
    text = format(Decimal(shown.numerator) / Decimal(shown.denominator), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text), shown == amount


def duration(minutes: int) -> str:
    """Clock time in words: "1 hour 15 minutes"."""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    parts = [f"{hours} {'hour' if hours == 1 else 'hours'}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {'minute' if rest == 1 else 'minutes'}")
    return ("minus " if minutes < 0 else "") + " ".join(parts)


def format_hours(minutes: int, policy: HoursPolicy) -> str:
    """An amount in the books as the bank shows it: "1 hour 15 minutes" or "1.25 Time Credits".

    Below zero begins with "minus"; a decimal that had to be shortened begins with "about".
    """
    if policy.show == "words" and policy.units_per_hour == 1:
        return _in_words(minutes, policy)
    amount = amount_in_units(abs(minutes), policy)
    text, exact = decimal_text(amount)
    unit = policy.unit_name if amount == 1 else policy.unit_name_plural
    return ("" if exact else "about ") + ("minus " if minutes < 0 else "") + f"{text} {unit}"


def _in_words(minutes: int, policy: HoursPolicy) -> str:
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    parts = []
    if hours or not rest:
        parts.append(f"{hours} {policy.unit_name if hours == 1 else policy.unit_name_plural}")
    if rest:
        parts.append(f"{rest} {'minute' if rest == 1 else 'minutes'}")
    return ("minus " if minutes < 0 else "") + " ".join(parts)


def parse_hours(text: str, policy: HoursPolicy) -> int:
    """Whole minutes from "1:15", "1.25", "1,25", "1¼", "1 1/4", "1 h 15" or "75 min"; signs are not accepted.

    A bare number counts the bank's own unit. Rounding to the bank's step is the caller's affair.
    """
    cleaned = " ".join(text.strip().lower().split())
    for name in sorted({policy.unit_name.lower(), policy.unit_name_plural.lower()}, key=len, reverse=True):
        if name not in ("hour", "hours", "minute", "minutes"):
            cleaned = cleaned.removesuffix(name).strip()
    found = _clock_minutes(cleaned)
    if found is None:
        number = _bare_number(cleaned)
        found = None if number is None else number / policy.units_per_hour * MINUTES_PER_HOUR
    if found is None:
        raise HoursNotUnderstood(text=text.strip()[:40], unit=policy.unit_name_plural)
    return int(found + Fraction(1, 2))


def _clock_minutes(text: str) -> Fraction | None:
    if clock := _CLOCK.fullmatch(text):
        return Fraction(int(clock[1]) * MINUTES_PER_HOUR + int(clock[2]))
    spaced = _COMPACT.sub(r"\1 h \2", text)
    if not re.search(r"[a-z]", spaced):
        return None
    match = _UNITS.fullmatch(spaced)
    if match is None or not (match["hours"] or match["minutes"]):
        return None
    hours = Fraction((match["hours"] or "0").replace(",", "."))
    return hours * MINUTES_PER_HOUR + int(match["minutes"] or 0)


def _bare_number(text: str) -> Fraction | None:
    if _NUMBER.fullmatch(text):
        return Fraction("0" + text.replace(",", ".")) if text[0] in ".," else Fraction(text.replace(",", "."))
    if mixed := _MIXED.fullmatch(text):
        return int(mixed[1] or 0) + Fraction(int(mixed[2]), int(mixed[3]))
    if text and text[-1] in _VULGAR and (text[:-1].strip() == "" or text[:-1].strip().isdecimal()):
        return int(text[:-1].strip() or 0) + Fraction(_VULGAR[text[-1]])
    return None

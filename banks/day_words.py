"""A day as people say it. Pure."""

from datetime import date


def in_words(day: date) -> str:
    """14 November 2026."""
    return f"{day.day} {day:%B %Y}"


def with_weekday(day: date) -> str:
    """Saturday, 14 November 2026."""
    return f"{day:%A}, {in_words(day)}"


def short_day(day: date) -> str:
    """14 Nov 2026."""
    return f"{day.day} {day:%b %Y}"

"""The bank's own today. Engines never ask; services take `now`, and views get it from here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def day_in(zone: ZoneInfo, moment: datetime) -> date:
    """The calendar day of a moment in the bank's time zone."""
    return moment.astimezone(zone).date()

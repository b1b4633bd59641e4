"""The bank's own time. Engines never ask for it; services take `now`, and views and tasks get it here."""

from datetime import date, datetime

from django.utils import timezone

from banks.policies.queries import bank_zone


def now() -> datetime:
    return timezone.now()


def bank_day(moment: datetime) -> date:
    """The calendar day of a moment in the bank's own time zone."""
    return moment.astimezone(bank_zone(moment)).date()

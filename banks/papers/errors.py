"""Refusals about papers."""

from banks.errors import BankError


class DaysMissing(BankError):
    code = "papers.days_missing"
    words = "Choose the first and the last day, or one of the other spans."
    field = "first"


class DaysSwapped(BankError):
    code = "papers.days_swapped"
    words = "The first day lies after the last one. Please swap them."
    field = "first"

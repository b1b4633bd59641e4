"""Form fields that every slice uses: a day, a time of day, reasons, and the hidden key of a form.

Guarantees: a fault says what to do. Refuses: text that is no day, years nobody can mean. Whether a day
suits the bank (future, late, before joining) is for the services.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from uuid_utils.compat import uuid7

FIRST_YEAR, LAST_YEAR = 1900, 2199
DAY_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p"]
LIKE_AN_ADDRESS = {"invalid": "Write the address like name@example.org, or leave it out."}


class DayField(forms.DateField):
    """A calendar day; browsers offer their own picker."""

    default_error_messages = {
        "required": "Choose the day.",
        "invalid": "Write the day as year-month-day, for example 2026-03-31.",
        "year": "Please check the year.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
        super().__init__(**{"widget": widget, "input_formats": DAY_FORMATS, **kwargs})

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class TimeField(forms.TimeField):
    """A time of day by the bank's clock; browsers offer their own picker."""

    default_error_messages = {
        "required": "Say when it begins.",
        "invalid": "Write the time like 18:30 or 6:30 pm.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})
        super().__init__(**{"widget": widget, "input_formats": TIME_FORMATS, **kwargs})


class ReasonsField(forms.CharField):
    """Why something is proposed, in a few sentences that many will read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 3}), **kwargs})


class KeyField(forms.UUIDField):
    """The hidden key that makes a second arrival of the same form the same act."""

    default_error_messages = {
        "required": "This page was not sent whole. Please open it again and fill it in once more.",
        "invalid": "This page was not sent whole. Please open it again and fill it in once more.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.HiddenInput, "initial": uuid7, **kwargs})

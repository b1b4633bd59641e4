"""Which part of a statement a reader wants to see."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from banks.hours.statement.rules import SIDES
from banks.ui.form_fields import DayField
from ledger.statements import Narrowing


class StatementFilter(forms.Form):
    """Days of service and side; everything may be left out."""

    first = DayField(label="From", required=False)
    last = DayField(label="Until", required=False)
    side = forms.ChoiceField(label="Show", choices=[("", "Given and received"), *SIDES], required=False)
    member = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            raise ValidationError("The first day lies after the last one. Please swap them.")
        return cleaned

    def narrowing(self) -> Narrowing:
        """What was asked for; nothing where it was not understood."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        first: date | None = given.get("first")
        return Narrowing(first=first, last=given.get("last"), side=given.get("side") or None)

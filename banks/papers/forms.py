"""What somebody chooses before a paper is made."""

from datetime import date
from typing import Any

from django import forms

from banks.papers import rules
from banks.papers.directory_paper import BY_NAME, BY_SERVICE
from banks.papers.errors import DaysMissing, DaysSwapped
from banks.papers.rules import Period, period_of
from banks.ui.form_fields import DayField
from banks.ui.widgets import RadioCards

SPANS = (rules.MONTH, rules.MONTH_BEFORE, rules.QUARTER, rules.QUARTER_BEFORE, rules.YEAR, rules.YEAR_BEFORE)


class PeriodForm(forms.Form):
    """Which days a statement covers. `member` says whose, for coordinators."""

    span = forms.ChoiceField(label="Which days?", error_messages={"required": "Choose which days it covers."})
    first = DayField(label="From", required=False, help_text="Only where you chose your own days.")
    last = DayField(label="Until", required=False)
    member = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        span = self.fields["span"]
        assert isinstance(span, forms.ChoiceField)
        span.initial = rules.QUARTER
        named = [(each, _upper(period_of(each, today=today).words)) for each in SPANS]
        span.choices = [*named, (rules.EVERYTHING, "Everything so far"), (rules.DAYS, "Days I choose myself")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.period()
            except (DaysMissing, DaysSwapped) as refused:
                self.add_error(refused.field, refused.sentence)
        return cleaned

    def period(self) -> Period:
        given = self.cleaned_data
        return period_of(given["span"], today=self.today, first=given.get("first"), last=given.get("last"))


class DirectoryForm(forms.Form):
    """In which order, and for coordinators whether it holds what only they see."""

    order = forms.ChoiceField(
        label="In which order?",
        choices=[(BY_NAME, "By name"), (BY_SERVICE, "By service")],
        initial=BY_NAME,
        widget=RadioCards,
        error_messages={"required": "Choose an order."},
    )
    for_desk = forms.BooleanField(
        label="With all telephone numbers and addresses, for coordinators only", required=False
    )

    def __init__(self, *args: Any, is_coordinator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_coordinator:
            del self.fields["for_desk"]


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]

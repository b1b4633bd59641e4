"""Forms of what members decide about one another: gifts of hours, work elsewhere, a membership that ends."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.people.picker.fields import Choice, PersonField
from banks.ui.form_fields import DayField, KeyField, ReasonsField
from banks.ui.widgets import LengthField

WHY = "Every member gets to read this before it is decided."


def _reasons(label: str = "Why?") -> ReasonsField:
    return ReasonsField(label=label, help_text=WHY, required=False)


class GiftForm(forms.Form):
    """For whom hours may be given, how much at most, until when."""

    recipient = PersonField(label="Who needs the hours?", required=False)
    fund = forms.ChoiceField(label="Or which fund?", required=False)
    minutes_most = LengthField(label="How much may be given altogether?")
    ends_on = DayField(label="Until which day?")
    purpose = forms.CharField(
        label="What for, in a few words?",
        help_text="Leave out the name: everybody is told, and whoever votes can ask you.",
        max_length=300,
        error_messages={"required": "Please say what the hours are for."},
    )
    reasons = _reasons()
    key = KeyField()

    def __init__(self, *args: Any, people: Iterable[Choice], funds: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recipient, fund = self.fields["recipient"], self.fields["fund"]
        assert isinstance(recipient, PersonField)
        assert isinstance(fund, forms.ChoiceField)
        recipient.offer(people)
        fund.choices = [("", "None"), *funds]
        if not funds:
            del self.fields["fund"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("recipient")) == bool(cleaned.get("fund")):
            self.add_error("recipient", "Choose whom the hours are for.")
        return cleaned


class OutsideProposalForm(forms.Form):
    """Work at which organisation is to be credited."""

    organisation = forms.CharField(
        label="Which organisation?", max_length=120, error_messages={"required": "Please name the organisation."}
    )
    minutes_a_month = LengthField(label="How much in a month, for each member?")
    begins_on = DayField(label="From which day?")
    ends_on = DayField(label="Until which day?")
    reasons = _reasons()
    key = KeyField()


class RemovalForm(forms.Form):
    """Why somebody's membership should end."""

    reason = forms.CharField(
        label="Why does this membership have to end?",
        help_text="The person reads this. It stands in no notice.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please say why."},
    )
    reasons = _reasons("What should the others know beforehand?")
    key = KeyField()

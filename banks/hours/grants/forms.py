"""Forms of giving hours, and of reporting work at another organisation."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.people.picker.fields import Choice, PersonField
from banks.ui.form_fields import DayField, KeyField
from banks.ui.widgets import LengthField


class GiveForm(forms.Form):
    """How much of their own hours somebody gives; to whom, where no decision names the recipient."""

    recipient = PersonField(label="To whom?")
    minutes = LengthField(label="How much do you want to give?", initial="60")
    key = KeyField()

    def __init__(self, *args: Any, people: Iterable[Choice] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].error_messages["required"] = "Choose how much, or type hours and minutes."
        recipient = self.fields["recipient"]
        assert isinstance(recipient, PersonField)
        if people is None:
            del self.fields["recipient"]
        else:
            recipient.offer(people)


class OutsideForm(forms.Form):
    """Where, when and how long; who, where a coordinator takes the report."""

    member = PersonField(label="Who helped?")
    authorisation = forms.UUIDField(
        label="At which organisation?",
        error_messages={"required": "Choose the organisation.", "invalid": "Choose an organisation from the list."},
    )
    service_date = DayField(label="On which day?")
    minutes = LengthField(label="How long did it take?")
    key = KeyField()

    def __init__(
        self, *args: Any, organisations: Iterable[Choice], people: Iterable[Choice] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose an organisation"), *organisations]
        self.fields["authorisation"].widget = forms.Select(choices=choices)
        member = self.fields["member"]
        assert isinstance(member, PersonField)
        if people is None:
            del self.fields["member"]
        else:
            member.offer(people)

"""The form that names caretakers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from banks.people.picker.fields import Choice, PeopleField
from banks.ui.form_fields import KeyField, ReasonsField


class TransferForm(forms.Form):
    """Who takes over, which administrators leave, and why."""

    caretakers = PeopleField(
        label="Who looks after the bank?",
        help_text="At least two. Each of them is asked, and has to say yes before the members vote.",
    )
    leaving = PeopleField(
        label="Which administrators give their power back?",
        help_text="Tick nobody if all of today’s administrators go on.",
        required=False,
    )
    reasons = ReasonsField(
        label="Why?",
        help_text="Every member gets to read this before it is decided.",
        required=False,
    )
    key = KeyField()

    def __init__(self, *args: Any, people: Iterable[Choice], holders: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("caretakers", people), ("leaving", holders)):
            field = self.fields[name]
            assert isinstance(field, PeopleField), name
            field.offer(choices)
        if not self.fields["leaving"].choices:  # type: ignore[attr-defined]  # an offered field has choices
            del self.fields["leaving"]

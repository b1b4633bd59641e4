"""Forms about proposals: an agreement in words, and the meeting that decides."""

from typing import Any

from django import forms

from banks.ui.form_fields import KeyField, ReasonsField
from banks.ui.widgets import RadioCards


class AgreementForm(forms.Form):
    """Something the members agree on in words."""

    title = forms.CharField(
        label="In a few words",
        max_length=150,
        error_messages={"required": "Please give the proposal a title."},
    )
    text = forms.CharField(
        label="What shall be agreed?",
        help_text="As it should stand on the decision’s page.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Please write what shall be agreed."},
    )
    reasons = ReasonsField(
        label="Why?",
        required=False,
    )
    key = KeyField()


class AdmissionForm(forms.Form):
    """Why a meeting should admit somebody from beyond the area."""

    reasons = ReasonsField(
        label="What should the meeting know?",
        help_text="Every member gets to read this. Leave out name and address.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = KeyField()


class VoteInsteadForm(forms.Form):
    """By which vote the circle decides one question."""

    threshold = forms.ChoiceField(
        label="What carries it?",
        choices=[
            ("majority", "More than half of those in attendance"),
            ("two_thirds", "Two-thirds of those in attendance"),
        ],
        widget=RadioCards(),
        error_messages={"required": "Choose what carries it."},
    )
    reasons = ReasonsField(
        label="Why a vote, and not consent?",
        error_messages={"required": "Please say why the circle should vote on this one."},
    )
    key = KeyField()


class AnnounceForm(forms.Form):
    """At which meeting it is decided."""

    meeting = forms.UUIDField(error_messages={"required": "Choose a meeting.", "invalid": "Choose a meeting."})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].label = "At which meeting?"
        self.fields["meeting"].widget = forms.Select(choices=[("", "Choose a meeting"), *choices])

"""Forms about published decisions: a word, and why one is taken back."""

from django import forms


class WordForm(forms.Form):
    """A word about a decision; asking to look at it again is a box to tick."""

    text = forms.CharField(
        label="What do you want to say?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please write what you want to say."},
    )
    asks_review = forms.BooleanField(
        label="I ask the coordinators to look at this decision again",
        required=False,
    )


class TakeBackForm(forms.Form):
    """Why a published decision is not to take effect."""

    reason = forms.CharField(
        label="Why is it taken back?",
        help_text="Everybody who was told of the decision reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please say why it is taken back; everybody who was told reads it."},
    )

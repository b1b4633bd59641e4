"""Forms of rounds: asking a circle, an objection, building one in, a meeting."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from banks.ui.form_fields import DayField, ReasonsField
from banks.ui.widgets import RadioCards

END_OF_DAY = time(21, 0)


class AskForm(forms.Form):
    """How the circle is asked."""

    stage = forms.ChoiceField(
        label="How do we begin?",
        choices=[("present", "With questions and reactions"), ("consent", "With the consent round at once")],
        initial="present",
        widget=RadioCards(
            hints={
                "present": "First everybody understands it and says how it sounds; you say when answers are due.",
                "consent": "It has been talked over; everybody can answer from now on.",
            }
        ),
    )
    answer_by = DayField(label="Answers by which day?", help_text="Until nine in the evening.")

    def answers_by(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.cleaned_data["answer_by"], END_OF_DAY, zone)


class DeadlineForm(forms.Form):
    """More time."""

    answer_by = DayField(label="Answers by which day?")

    def answers_by(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.cleaned_data["answer_by"], END_OF_DAY, zone)


class ObjectionForm(forms.Form):
    """Why, and what would be harmed (C7)."""

    reason = forms.CharField(
        label="What stands against it?",
        help_text="An objection is a gift: it shows the circle what the proposal overlooks.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Please say why: without its reason an objection cannot be built in."},
    )
    harms = forms.CharField(
        label="Which aim or task of the circle would be harmed?",
        max_length=120,
        error_messages={"required": "Please name the aim or task that would be harmed."},
    )


class RemarkForm(forms.Form):
    """A question, an answer or a reaction."""

    words = forms.CharField(
        label="A question or a reaction",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Please write what you want to say."},
    )


class IntegrateForm(forms.Form):
    """How an objection is built in; which fields there are depends on what is proposed."""

    way = forms.ChoiceField(
        label="How is it built in?",
        choices=[
            ("modify", "Change the proposal"),
            ("shorten", "Shorten the term"),
            ("measure", "Measure the concern, and look again soon"),
        ],
        widget=RadioCards(
            hints={
                "modify": "Another wording, another figure.",
                "shorten": "Try it for a shorter time.",
                "measure": "Say below what is watched, and after how many months you look at it.",
            }
        ),
        error_messages={"required": "Choose how the objection is built in."},
    )
    text = forms.CharField(
        label="What shall be agreed?", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Please write what shall be agreed."},
    )  # fmt: skip
    ends_on = DayField(label="Until which day?")
    review_months = forms.IntegerField(
        label="Look at it again after how many months?",
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Say after how many months you look again."},
    )
    reasons = ReasonsField(
        label="Why, and what has changed?",
        error_messages={"required": "Please say what has changed."},
    )

    def __init__(self, *args: Any, effect: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.effect = dict(effect)
        for name in ("text", "ends_on"):
            if name not in effect:
                del self.fields[name]

    def new_effect(self) -> dict[str, Any]:
        """The act with what was changed in it."""
        changed = dict(self.effect)
        if "text" in self.fields:
            changed["text"] = self.cleaned_data["text"].strip()
        if "ends_on" in self.fields:
            changed["ends_on"] = self.cleaned_data["ends_on"].isoformat()
        return changed

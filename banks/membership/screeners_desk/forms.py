"""Forms of the screeners and of those who look after safety."""

from collections.abc import Sequence
from typing import Any

from django import forms

from banks.membership.screening.errors import NoteEmpty, ReasonMissing
from banks.membership.screening.models import ScreeningCase
from banks.membership.screening.references import RESULTS
from banks.membership.screening.services import LONGEST_REASON
from banks.people.picker.fields import PersonField, people_choices
from banks.ui.widgets import RadioCards

LONGEST_NOTE = 4000
HINTS = {
    "full": "Nothing speaks against it.",
    "group_events_only": "Takes part where many are together. In doubt, choose this or the next.",
    "supervised": "Takes part where another member keeps an eye on things.",
    "declined": "The application ends with a neutral letter and the right to answer.",
}


class ReasonForm(forms.Form):
    """Why a seal is opened."""

    reason = forms.CharField(
        label="Why do you open this?",
        max_length=LONGEST_REASON,
        help_text="Written down with your name and the time, before you read.",
        error_messages={"required": ReasonMissing.words},
    )


class ReferenceForm(forms.Form):
    """What came of asking, and what was said."""

    result = forms.ChoiceField(
        label="What came of asking?",
        choices=RESULTS,
        widget=RadioCards,
        error_messages={"required": "Choose what came of asking."},
    )
    text = forms.CharField(
        label="What did they say?",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sealed at once; screeners alone can open it.",
    )


class NoteForm(forms.Form):
    """Something learnt; sealed at once, and never changed."""

    text = forms.CharField(
        label="What did you learn?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Sealed at once. It is added to what is there and cannot be changed.",
        error_messages={"required": NoteEmpty.words},
    )


class OpinionForm(forms.Form):
    """One screener's opinion."""

    outcome = forms.ChoiceField(
        label="Your opinion", widget=RadioCards(hints=HINTS), error_messages={"required": "Choose your opinion."}
    )

    def __init__(self, *args: Any, outcomes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        words = dict(ScreeningCase.Outcome.choices)
        field.choices = [(outcome, words[ScreeningCase.Outcome(outcome)]) for outcome in outcomes]


class MemberForm(forms.Form):
    """A member to look at."""

    member = PersonField(label="Who?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, PersonField)
        member.offer(people_choices())

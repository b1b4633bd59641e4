"""Forms of meetings: calling one, opening it, putting a question, counting hands, minutes.

Guarantees: a fault says what to do; times are the bank's own clock. Rules are for the services.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from banks.people.picker.fields import Choice, PersonField
from banks.ui.form_fields import DayField, KeyField, TimeField
from banks.ui.widgets import LengthField, RadioCards, TickList
from governance.ballots.models import Ballot, Vote
from governance.meetings.models import Meeting
from governance.methods.vote import Count

MOST_HANDS = 10_000
COUNT_FAULTS = {"required": "Write the number, also when it is 0.", "invalid": "Write a whole number, for example 6."}


class AppointmentForm(forms.Form):
    """When and where people meet."""

    day = DayField(label="On which day?", error_messages={"required": "Choose the day of the meeting."})
    time = TimeField(label="At what time?")
    place = forms.CharField(
        label="Where?", max_length=200, help_text="Where people go, or the address of the online room.",
        error_messages={"required": "Say where people go, or give the address of the online room."},
    )  # fmt: skip
    key = KeyField()

    def starts_at(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], zone)


class CallForm(AppointmentForm):
    """A meeting to come."""

    kind = forms.ChoiceField(
        label="What kind of meeting?",
        choices=Meeting.Kind.choices,
        widget=RadioCards(
            hints={
                "meeting": "Members who come decide about requests.",
                "meeting_of_the_whole": "Everybody is asked to come; guidelines are changed only here.",
            }
        ),
        error_messages={"required": "Choose what kind of meeting it is."},
    )
    title = forms.CharField(
        label="What is it called?", max_length=120, help_text="For example: November meeting.",
        error_messages={"required": "Please give the meeting a name, for example “November meeting”."},
    )  # fmt: skip
    length = LengthField(label="How long will it last?", initial=90)
    field_order = ("kind", "title", "day", "time", "length", "place", "key")


class AgendaForm(forms.Form):
    """One more thing to talk about."""

    title = forms.CharField(
        label="What else is talked about?", max_length=150, error_messages={"required": "Say what it is about."}
    )
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=240, initial=10, widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Say how many minutes it takes."},
    )  # fmt: skip
    key = KeyField()


class OpenForm(forms.Form):
    """Who presides and who writes."""

    facilitator = PersonField(label="Who presides?")
    secretary = PersonField(
        label="Who writes?", help_text="They tick off who is here, count hands and keep the minutes."
    )

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(people)
        for field in self.fields.values():
            assert isinstance(field, PersonField)
            field.offer(people)


class CodeForm(forms.Form):
    """The four digits on the secretary's screen."""

    code = forms.CharField(
        label="Code on the secretary's screen", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"required": "Type the four digits on the secretary's screen."},
    )  # fmt: skip


class PutForm(forms.Form):
    """How the vote is taken, and who steps aside."""

    record = forms.ChoiceField(
        label="How is the vote taken?",
        choices=[
            (Ballot.Record.NAMED, "Each on their own phone"),
            (Ballot.Record.COUNTED, "Hands are counted"),
        ],
        initial=Ballot.Record.COUNTED,
        widget=RadioCards(
            hints={
                "named": "Everybody in attendance opens this meeting and taps Yes, No or Abstain.",
                "counted": "You count the hands and enter three numbers; a second person confirms them.",
            }
        ),
        error_messages={"required": "Choose how the vote is taken."},
    )
    aside = forms.MultipleChoiceField(
        label="Does anybody step aside?", required=False, widget=TickList,
        help_text="Tick those whom the question is about, and their relatives. They do not vote on it.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aside = self.fields["aside"]
        assert isinstance(aside, forms.MultipleChoiceField)
        aside.choices = list(people)


class HandsForm(forms.Form):
    """The hands as they were counted, and who confirms it."""

    yes = forms.IntegerField(label="Yes", min_value=0, max_value=MOST_HANDS, error_messages=COUNT_FAULTS)
    no = forms.IntegerField(label="No", min_value=0, max_value=MOST_HANDS, error_messages=COUNT_FAULTS)
    abstain = forms.IntegerField(label="Abstain", min_value=0, max_value=MOST_HANDS, error_messages=COUNT_FAULTS)
    attested_by = PersonField(
        label="Who counted with you?", help_text="A second person in attendance confirms the three numbers.",
        error_messages={"required": "Choose who confirms the count."},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attester = self.fields["attested_by"]
        assert isinstance(attester, PersonField)
        attester.offer(people)
        for name in ("yes", "no", "abstain"):
            self.fields[name].widget.attrs |= {"class": "short", "inputmode": "numeric"}

    @property
    def count(self) -> Count:
        given = self.cleaned_data
        return Count(yes=given["yes"], no=given["no"], abstain=given["abstain"])


class VoteForm(forms.Form):
    """Yes, no or abstain."""

    choice = forms.ChoiceField(choices=Vote.Choice.choices)


class MinutesForm(forms.Form):
    """What was said and decided."""

    text = forms.CharField(
        label="Minutes", max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Who was there and what was decided stands here already. Add what was said.",
        error_messages={"required": "Write a line, so that those who were away know what happened."},
    )  # fmt: skip

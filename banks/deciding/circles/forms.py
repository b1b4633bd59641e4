"""Forms about circles: seating the first people, noting that a task is done."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from banks.deciding.circles.models import StandingTask
from banks.people.picker.fields import Choice, PeopleField, PersonField
from banks.ui.form_fields import DayField, KeyField, ReasonsField
from governance.circles.services import FirstRole

OFFERED = {
    "leader": "Leader: sees that things get done, and links to the circle above",
    "delegate": "Delegate: carries the circle’s voice into the circle above",
    "facilitator": "Facilitator: leads the circle’s meetings",
    "secretary": "Secretary: writes, and keeps the dates",
}


class SeatForm(forms.Form):
    """Who belongs to a circle at its beginning, and who holds its roles until when."""

    people = PeopleField(label="Who belongs to the circle?")
    leader = PersonField(label=OFFERED["leader"], required=False)
    delegate = PersonField(label=OFFERED["delegate"], required=False)
    facilitator = PersonField(label=OFFERED["facilitator"], required=False)
    secretary = PersonField(label=OFFERED["secretary"], required=False)
    ends_on = DayField(label="Until when do they hold these roles?")

    def __init__(self, *args: Any, people: Iterable[Choice], ends_on: date, has_parent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"ends_on": ends_on}})
        choices = list(people)
        for field in self.fields.values():
            if isinstance(field, PeopleField | PersonField):
                field.offer(choices)
        if not has_parent:
            del self.fields["delegate"]

    def roles(self) -> list[FirstRole]:
        """Each role with who was chosen for it; one that nobody was chosen for is a vacancy from the start."""
        given = self.cleaned_data
        return [
            FirstRole(kind=kind, name=kind.capitalize(), holder_id=given.get(kind), ends_on=given["ends_on"])
            for kind in OFFERED
            if kind in self.fields
        ]

    def seated(self) -> list[UUID]:
        """Everybody ticked, and whoever was chosen for a role."""
        chosen = [role.holder_id for role in self.roles() if role.holder_id is not None]
        return list(dict.fromkeys([*self.cleaned_data["people"], *chosen]))


class MoveForm(forms.Form):
    """Which domain of the circle goes where, and why."""

    domain = forms.ChoiceField(label="Which task?")
    to_circle = forms.ChoiceField(label="To which circle?")
    reasons = ReasonsField(label="Why?", required=False)
    key = KeyField()

    def __init__(self, *args: Any, domains: Iterable[Choice], circles: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("domain", domains), ("to_circle", circles)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), name
            field.choices = list(choices)


class TaskForm(forms.Form):
    """A task that comes again."""

    domain = forms.ChoiceField(label="What does it belong to?")
    name = forms.CharField(
        label="What has to be done?", max_length=120, error_messages={"required": "Say what has to be done."}
    )
    every = forms.IntegerField(
        label="Every how many weeks or months?",
        min_value=1,
        max_value=60,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Say how often.", "invalid": "Write a number."},
    )
    unit = forms.ChoiceField(label="Weeks or months?", choices=StandingTask.Unit.choices, initial="months")
    key = KeyField()

    def __init__(self, *args: Any, domains: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(domains)


class DoneForm(forms.Form):
    """A few words about a task that was done."""

    note = forms.CharField(label="A few words, if you like", required=False, max_length=200)
